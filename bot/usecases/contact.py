"""The contact policy: asked for every advertising message when it is planned, and again when it is about to leave."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import contact, timing
from bot.rules.cadence import limits_for
from bot.rules.contact import Ad, Standing, Wishes
from bot.usecases import cadence, program, zones
from bot.usecases.program import Rules
from db.enums import Topic
from db.queries import contact as queries

ELSEWHERE = timedelta(seconds=1)  # another sender is looking at this member's budget: ask again
WAITS = ("cap_day", "quiet")
OVERTAKEN = frozenset(f"automation.{kind}" for kind in ("inactivity", "second_order", "welcome"))  # by an order
# Not advertising, but nobody asked for it just now: it wakes nobody, not even when it is late.
BY_DAY = frozenset(
    {
        *("points.ending", "points.expired", "points.released", "voucher.expired", "automation.voucher_ending"),
        *("gift.returned", "tier.ending", "tier.left", "program.changed"),
    }
)
PASSES = ("cap_week", "cap_month", "outweighed")  # against an offer now; a later one may leave


class Leaving(Protocol):
    """A row of the outbox that is due."""

    id: int
    member_id: int | None
    kind: str
    created_at: datetime
    topic: Topic | None
    worth: int
    due_at: datetime
    expires_at: datetime | None


async def may_send(
    session: AsyncSession, member_ids: Sequence[int], at: datetime, rules: Rules, *, topic: Topic | None = None
) -> dict[int, str | None]:
    """For each member None, or the reason why advertising about *topic* must not leave now: see rules/contact.py. Who
    erased themselves is "unreachable"."""
    found = await _standings(session, member_ids, at, rules)
    return {each: _reason(found.get(each), topic, at, rules) for each in member_ids}


async def may_plan(
    session: AsyncSession,
    member_ids: Sequence[int],
    at: datetime,
    rules: Rules,
    *,
    topic: Topic | None = None,
    worth: int = 0,
) -> dict[int, str | None]:
    """The same for an offer that is to be planned now: what only waits (the night, today's cap) is left to the moment
    it leaves, and "outweighed" is whose budget better offers will use up. With a reason nothing is to be given."""
    found = await _standings(session, member_ids, at, rules)
    others = await _planned(session, member_ids, at)
    ad = Ad(0, worth, topic, at)
    said: dict[int, str | None] = {}
    for each in member_ids:
        reason, standing = _reason(found.get(each), topic, at, rules), found.get(each)
        if standing is not None and (reason is None or reason in WAITS):
            weighed = contact.outweighed(ad, others[each], standing, at, rules.program)
            reason = weighed if weighed == "outweighed" else None
        said[each] = reason
    return said


async def mornings(session: AsyncSession, rows: Sequence[Leaving], at: datetime) -> dict[int, datetime]:
    """For what comes by day and is about to leave at night: the moment it waits for, by the clocks of its member."""
    theirs = {row.id: row.member_id for row in rows if row.kind in BY_DAY and row.member_id is not None}
    if not theirs:
        return {}
    rules = await program.in_force(session, at)
    homes = await zones.of_members(session, list(theirs.values()), rules)
    open_at = {row: timing.next_allowed(at, homes[member], rules.program) for row, member in theirs.items()}
    return {row: moment for row, moment in open_at.items() if moment > at}


async def policy(session: AsyncSession, rows: Sequence[Leaving], at: datetime) -> dict[int, str | datetime | None]:
    """For advertising about to leave: a reason for each message to skip, a moment for each that must wait, else None.

    The members are locked until the end of the unit, so that two senders never spend the same budget; those another
    sender has locked are asked again in a second. "acted": what asks for an order is overtaken by one.
    """
    rules = await program.in_force(session, at)
    members = sorted({row.member_id for row in rows if row.member_id is not None})
    ours = await queries.lock(session, members)
    found = await _standings(session, ours, at, rules)
    others = await _planned(session, ours, at)
    ordered = await queries.ordered(session, [row.member_id for row in rows if row.member_id and row.kind in OVERTAKEN])
    said: dict[int, str | datetime | None] = {}
    for row in rows:
        standing = None if row.member_id is None else found.get(row.member_id)
        if row.member_id in members and row.member_id not in ours:
            said[row.id] = at + ELSEWHERE
        elif standing is None or row.member_id is None:
            said[row.id] = "unreachable"
        elif row.kind in OVERTAKEN and ordered.get(row.member_id, row.created_at) > row.created_at:
            said[row.id] = "acted"
        else:
            said[row.id] = contact.fate(_ad(row), others[row.member_id], standing, at, rules.program)
    return said


def _reason(standing: Standing | None, topic: Topic | None, at: datetime, rules: Rules) -> str | None:
    return "unreachable" if standing is None else contact.may_advertise(standing, topic, at, rules.program)


async def _standings(
    session: AsyncSession, member_ids: Sequence[int], at: datetime, rules: Rules
) -> dict[int, Standing]:
    """Those of the members who still are persons."""
    trial = await cadence.running(session)
    sent = await queries.sent_since(session, member_ids, at - contact.MONTH)
    return {
        row.id: Standing(
            consent=bool(row.consent),
            reachable=row.reachable,
            holdout=row.holdout,
            zone=zones.named(row.time_zone, rules),
            sent=sent.get(row.id, ()),
            wishes=wishes_of(row),
            complaint=row.complaint,
            limits=limits_for(trial, row.id),
        )
        for row in await queries.standings(session, member_ids)
    }


def wishes_of(row: queries.WishColumns) -> Wishes:
    """The columns of a ContactWish (all None where there is none) as the rules read them."""
    return Wishes(
        month_cap=row.month_cap,
        without=frozenset(Topic(each) for each in row.without or ()),
        hour_from=row.hour_from,
        hour_until=row.hour_until,
        paused_until=row.paused_until,
    )


async def _planned(session: AsyncSession, member_ids: Sequence[int], at: datetime) -> defaultdict[int, list[Ad]]:
    theirs: defaultdict[int, list[Ad]] = defaultdict(list)
    for row in await queries.planned(session, member_ids, until=at + contact.WEEK):
        theirs[row.member_id].append(_ad(row))
    return theirs


def _ad(row: Leaving) -> Ad:
    return Ad(row.id, row.worth, row.topic, row.due_at, row.expires_at)
