"""What a standing rule did in the last 30 days, and what members bought after it, beside those held out to compare."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases import automation_remarks, program, responses
from bot.usecases.actor import Actor, allow
from bot.usecases.automations import ACT, MONTH, Rule, found, rule_of
from db.enums import FiringState, MessageState
from db.ledger import read
from db.queries import automation_reports as queries
from db.session import Database

AFTER = timedelta(days=14)
S = TypeVar("S", FiringState, MessageState)
ENOUGH = 20  # members in each of the two groups; with fewer, chance says more than the rule


@dataclass(frozen=True)
class Group:
    """Firings (or holdings-out), and what those members bought within 14 days: orders, and their net sum."""

    members: int
    orders: int
    net_minor: int

    @property
    def average_minor(self) -> int:
        return self.net_minor // self.members if self.members else 0


@dataclass(frozen=True)
class Report:
    """The last 30 days of a rule. `skipped`, `unsent`: reason → how many, before it was planned and before it left.
    `opened`: members who pressed the way to their gift; `used`: vouchers used, or gifts of which points were spent;
    `spent`: those points. `stops`: people who said stop within a day of its message."""

    rule: Rule
    fired: Group
    held_out: Group
    missed: int
    skipped: Mapping[str, int]
    sent: int
    waiting: int
    unsent: Mapping[str, int]
    opened: int
    used: int
    spent: int
    stops: int

    @property
    def comparable(self) -> bool:
        return min(self.fired.members, self.held_out.members) >= ENOUGH


async def report(db: Database, actor: Actor, automation_id: int, *, at: datetime) -> Report:
    """What the rule did in the last 30 days. Refuses `access.denied` and `automation.unknown`."""
    async with db.read(long=True) as session:
        await allow(session, actor, ACT)
        rules = await program.in_force(session, at)
        row = await found(session, automation_id)
        rule = rule_of(row, rules.program)
        since = at - MONTH
        counts = (await queries.outcomes(session, since)).get(automation_id, {})
        messages = await queries.messages(session, automation_id, since)
        groups = await _groups(session, automation_id, since, counts)
        used, spent = await _used(session, automation_id, since)
        opened = await queries.opened(session, responses.of_automation(row.slug), since)
        stops = await automation_remarks.stopped(session, since)
    return Report(
        rule=rule,
        fired=groups[FiringState.FIRED],
        held_out=groups[FiringState.HELD_OUT],
        missed=sum(n for (state, _), n in counts.items() if state is FiringState.MISSED),
        skipped=_reasons(counts, FiringState.SKIPPED),
        sent=sum(n for (state, _), n in messages.items() if state is MessageState.SENT),
        waiting=sum(n for (state, _), n in messages.items() if state in (MessageState.PLANNED, MessageState.SENDING)),
        unsent=_reasons(messages, MessageState.SKIPPED) | _failed(messages),
        opened=opened,
        used=used,
        spent=spent,
        stops=stops.get(automation_id, 0),
    )


def _reasons(counts: Mapping[tuple[S, str | None], int], of: S) -> dict[str, int]:
    return {reason or "": number for (state, reason), number in counts.items() if state == of}


def _failed(messages: Mapping[tuple[MessageState, str | None], int]) -> dict[str, int]:
    failed = sum(n for (state, _), n in messages.items() if state in (MessageState.FAILED, MessageState.UNKNOWN))
    return {"failed": failed} if failed else {}


async def _groups(
    session: AsyncSession, automation_id: int, since: datetime, counts: Mapping[tuple[FiringState, str | None], int]
) -> dict[FiringState, Group]:
    bought = [each for each in await queries.bought(session, automation_id, since) if _soon(each)]
    groups = {}
    for state in (FiringState.FIRED, FiringState.HELD_OUT):
        theirs = [each.net_minor for each in bought if each.state is state]
        members = sum(number for (each, _), number in counts.items() if each is state)
        groups[state] = Group(members, len(theirs), sum(theirs))
    return groups


def _soon(each: queries.Bought) -> bool:
    return each.delivered_at - each.fired_at <= AFTER


async def _used(session: AsyncSession, automation_id: int, since: datetime) -> tuple[int, int]:
    _, vouchers = await queries.vouchers(session, automation_id, since)
    spent, gifts = await read.spent_of(session, await queries.gift_keys(session, automation_id, since))
    return vouchers + gifts, spent
