"""Counting what a broadcast brought: once over everything that happened, into cells that add up to any part of it."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

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
    """Everything so far; orders count from the moment of each member's message to *window* after, and from *since*
    on by day."""
    last = await queries.last_due(session, whose)
    counts: defaultdict[Group, Count] = defaultdict(Counter)
    await _count_answers(session, counts, whose)
    for each in await queries.unwelcome(session, whose):
        if each.did_at - each.left_at <= DAY:
            counts[each.group][each.what] += 1
    orders = [
        each
        for each in await queries.sold(session, whose, since - BEFORE * DAY, whose.at)
        if each.placed_at < each.due_at + window
    ]
    after = [each for each in orders if each.placed_at >= each.due_at]
    _count_bought(counts, after, lambda each: each.group)
    places: defaultdict[tuple[bool, int | None], Count] = defaultdict(Counter)
    _count_bought(places, after, lambda each: (each.group.variant is None, each.outlet_id))
    days = Counter((each.group.variant is None, (each.placed_at - each.due_at) // DAY) for each in orders)
    return Tally(_numbers(counts), _numbers(places), days, last)


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


def _count_bought(counts: Mapping[K, Count], orders: Iterable[Sold], of: Callable[[Sold], K]) -> None:
    """Orders and sums of each cell; a member's orders in it are one square."""
    net: defaultdict[tuple[K, int], int] = defaultdict(int)
    for each in orders:
        counts[of(each)]["orders"] += 1
        net[of(each), each.member_id] += each.net_minor
    for (cell, _), spent in net.items():
        counts[cell]["buyers"] += 1
        counts[cell]["net_minor"] += spent
        counts[cell]["squares"] += spent * spent


def _numbers(counts: Mapping[K, Count]) -> dict[K, Numbers]:
    return {cell: Numbers(**count) for cell, count in counts.items()}


async def bought(session: AsyncSession, whose: Audience, window: timedelta, since: datetime) -> dict[int, list[int]]:
    """The net sum of each order in each member's window."""
    theirs: defaultdict[int, list[int]] = defaultdict(list)
    for each in await queries.sold(session, whose, since, whose.at):
        if each.due_at <= each.placed_at < each.due_at + window:
            theirs[each.member_id].append(each.net_minor)
    return theirs
