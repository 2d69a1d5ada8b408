"""Members' habits, kept beside them so that many are asked at once: anew with every order that is delivered or taken
back; those of before the programme kept any are filled in bit by bit."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import timing
from bot.rules.habits import ENOUGH_GAPS, NEWEST, Bought, habits_of
from bot.usecases import program, zones
from bot.usecases.program import Rules
from db.models.automations import JobMark
from db.models.members import Member
from db.queries import habits as queries
from db.session import Database, upsert

MARK = "habits.filled"
AT_ONCE = 500


async def refresh(session: AsyncSession, member_id: int, *, rules: Rules) -> None:
    """The member's rhythm, usual hour and weekday and favourite are those of their orders now: three statements and a
    write. Called where an order has just been delivered, or taken back."""
    await _refresh(session, [member_id], rules)


async def fill(db: Database, at: datetime) -> int:
    """So many more members whose orders tell of habits have them; returns how many. When nobody is left, it looks again
    on the next local day. Asked again it changes nothing."""
    async with db.read() as session:
        rules, mark = await program.in_force(session, at), await session.get(JobMark, MARK)
    today = timing.local_date(at, rules.zone)
    if rules.version == 0 or (mark and mark.done_through >= today):
        return 0
    async with db.read(long=True) as session:
        found = await queries.without(session, orders=ENOUGH_GAPS, limit=AT_ONCE)
    async with db.begin() as session:
        if found:
            await _refresh(session, found, rules)
        if len(found) < AT_ONCE:
            await upsert(session, JobMark, {"name": MARK, "done_through": today, "at": at}, index=["name"])
    return len(found)


async def _refresh(session: AsyncSession, member_ids: Sequence[int], rules: Rules) -> None:
    orders = await queries.newest_orders(session, member_ids, NEWEST)
    spent = await queries.spent(session, member_ids)
    live = await zones.of_members(session, member_ids, rules)
    rows = []
    for member_id in member_ids:
        bought = [Bought(row.placed_at, row.delivered_at) for row in orders[member_id]]
        habits = habits_of(bought, spent[member_id], live[member_id])
        rows.append({"id": member_id, **asdict(habits)})
    await session.execute(update(Member), rows)
