"""The contact policy: asked for every advertising message when it is planned, and again when it is about to leave."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import contact, timing
from bot.usecases import program
from bot.usecases.attempts import Outgoing
from bot.usecases.program import Rules
from db.queries import contact as queries


async def may_send(
    session: AsyncSession, member_ids: Sequence[int], at: datetime, rules: Rules
) -> dict[int, str | None]:
    """For each member None, or the reason why advertising must not leave now ("quiet" only waits).

    Members who erased themselves are "unreachable". Counts are per local day, and per 7 and 30 days back from *at*.
    """
    found = {row.id: row for row in await queries.standings(session, member_ids)}
    midnight = timing.at_local(timing.local_date(at, rules.zone), 0, rules.zone)
    sent = await queries.advertised(
        session, member_ids, day=midnight, week=at - timedelta(days=7), month=at - timedelta(days=30)
    )
    quiet = timing.quiet(at, rules.zone, rules.program)
    said: dict[int, str | None] = {}
    for member_id in member_ids:
        row = found.get(member_id)
        if row is None:
            said[member_id] = "unreachable"
            continue
        day, week, month = sent.get(member_id, (0, 0, 0))
        standing = contact.Standing(bool(row.consent), row.reachable, row.holdout, day, week, month, quiet)
        said[member_id] = contact.may_advertise(standing, rules.program)
    return said


async def policy(session: AsyncSession, rows: Sequence[Outgoing], at: datetime) -> dict[int, str | datetime | None]:
    """For advertising about to leave: a reason for each message to skip, a moment for each that must wait, else None.

    Quiet hours wait for the morning.
    """
    rules = await program.in_force(session, at)
    members = [row.member_id for row in rows if row.member_id is not None]
    reasons = await may_send(session, members, at, rules)
    said: dict[int, str | datetime | None] = {}
    for row in rows:
        reason = "unreachable" if row.member_id is None else reasons[row.member_id]
        said[row.id] = timing.next_allowed(at, rules.zone, rules.program) if reason == "quiet" else reason
    return said


async def may_plan(
    session: AsyncSession, member_ids: Sequence[int], at: datetime, rules: Rules
) -> dict[int, str | None]:
    """The same for a message that may wait: quiet hours and caps are left to the moment it leaves."""
    waits = ("quiet", "cap_day", "cap_week", "cap_month")
    said = await may_send(session, member_ids, at, rules)
    return {member_id: None if reason in waits else reason for member_id, reason in said.items()}
