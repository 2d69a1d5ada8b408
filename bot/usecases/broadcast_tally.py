"""Counting what a broadcast brought: once over everything that happened, into cells that add up to any part of it."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import broadcast_results as rule
from bot.rules.broadcast_results import Numbers
from db.enums import MessageState, Response
from db.ledger import read
from db.queries import broadcast_results as queries
from db.queries.broadcast_results import Audience, Group, Sold

DAY = timedelta(days=1)
BEFORE = 7  # days before the message in which the groups are shown to have been alike
ANSWERS: Mapping[str, str] = {
    Response.PRESSED: "pressed",
    Response.CLAIMED: "claimed",
    Response.GOING: "going",
    Response.DECLINED: "declined",
}
Count = Counter[str]
K = TypeVar("K")


@dataclass(frozen=True)
class Tally:
    """`cells`: all that is told of a group; `outlets`: what was bought where, by (got nothing, outlet); `days`: orders
    by (got nothing, day), day 0 being the first 24 hours. `last` is when the last member had their turn."""

    cells: Mapping[Group, Numbers]
    outlets: Mapping[tuple[bool, int | None], Numbers]
    days: Mapping[tuple[bool, int], int]
    last: datetime | None

    def split(self, of: Callable[[Group], str], *, control: bool) -> dict[str, Numbers]:
        """Those who were written to, or those who got nothing, parted as *of* says."""
        parts: defaultdict[str, Numbers] = defaultdict(Numbers)
        for group, cell in self.cells.items():
            if (group.variant is None) is control:
                parts[of(group)] += cell
        return parts

    def whole(self, *, control: bool) -> Numbers:
        return rule.total(self.split(lambda group: "", control=control).values())


async def tally(session: AsyncSession, whose: Audience, window: timedelta, since: datetime) -> Tally:
    """Everything so far; orders count from the moment of each member's message to *window* after, and by day from a
    week before *since*, when it started."""
    last = await queries.last_due(session, whose)
    counts: defaultdict[Group, Count] = defaultdict(Counter)
    await _count_answers(session, counts, whose)
    for answer in await queries.unwelcome(session, whose):
        if answer.did_at - answer.left_at <= DAY:
            counts[answer.group][answer.what] += 1
    days, there, where = Counter[tuple[bool, int]](), _Till[Group](), _Till[tuple[bool, int | None]]()
    async for each in queries.sold(session, whose, since - BEFORE * DAY, whose.at):
        if each.placed_at < each.due_at + window:
            held_out = each.group.variant is None
            days[held_out, (each.placed_at - each.due_at) // DAY] += 1
            if each.placed_at >= each.due_at:
                there.add(each.group, each)
                where.add((held_out, each.outlet_id), each)
    there.count(counts)
    places: defaultdict[tuple[bool, int | None], Count] = defaultdict(Counter)
    where.count(places)
    return Tally(_numbers(counts), _numbers(places), days, last)


class _Till(Generic[K]):
    """Orders and sums of each member in each cell: a member's orders in it are one square."""

    def __init__(self) -> None:
        self.bought: defaultdict[tuple[K, int], list[int]] = defaultdict(list)

    def add(self, cell: K, order: Sold) -> None:
        self.bought[cell, order.member_id].append(order.net_minor)

    def count(self, counts: Mapping[K, Count]) -> None:
        for (cell, _), sums in self.bought.items():
            counts[cell]["orders"] += len(sums)
            counts[cell]["buyers"] += 1
            counts[cell]["net_minor"] += sum(sums)
            counts[cell]["squares"] += sum(sums) ** 2


async def _count_answers(session: AsyncSession, counts: Mapping[Group, Count], whose: Audience) -> None:
    for each in await queries.members(session, whose):
        counts[each.group]["members"] += each.number
        counts[each.group]["sent"] += each.number if each.what == MessageState.SENT else 0
    for each in await queries.answers(session, whose):
        if each.what in ANSWERS:
            counts[each.group][ANSWERS[each.what]] += each.number
    for each in await queries.vouchers_used(session, whose):
        counts[each.group]["used"] += each.number
    for group, keys in (await queries.points_taken(session, whose)).items():
        counts[group]["used"] += (await read.spent_of(session, keys))[1]


def _numbers(counts: Mapping[K, Count]) -> dict[K, Numbers]:
    return {cell: Numbers(**count) for cell, count in counts.items()}


async def bought(session: AsyncSession, whose: Audience, window: timedelta, since: datetime) -> dict[int, list[int]]:
    """The net sum of each order in each member's window."""
    theirs: defaultdict[int, list[int]] = defaultdict(list)
    async for each in queries.sold(session, whose, since, whose.at):
        if each.due_at <= each.placed_at < each.due_at + window:
            theirs[each.member_id].append(each.net_minor)
    return theirs
