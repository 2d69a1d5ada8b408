"""Points that will end soon: their member hears of it in time, and what can be had for exactly these points."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import timing
from bot.usecases import extension, program, rewards, zones
from bot.usecases.notify import Notice, tell_member
from bot.usecases.program import Rules
from bot.usecases.zones import NewDay
from db.ledger import endings
from db.session import Database

AT_ONCE = 500
JOB = "points.ending"
MAY_BE_LATE = timedelta(days=2)  # after days without us; who got points since then is not told of 30 days any more
SHOWN = 3  # rewards, the dearest first


async def announce(db: Database, at: datetime) -> int:
    """Whose points end in so many days as the rules warn before (30, 7 and 1) is told, once for each of these and each
    last day, outside the quiet hours of where they live; returns how many were. Looks once a local day of each zone;
    again it changes nothing."""
    async with db.read() as session:
        rules = await program.in_force(session, at)
        days = await zones.new_days(session, JOB, at, rules) if rules.version else []
    told = 0
    for day in days:
        for ahead in rules.program.expiry_warnings:
            told += await _warn(db, day, ahead, at, rules)
        await zones.finish(db, day, at)
    return told


async def _warn(db: Database, day: NewDay, ahead: int, at: datetime, rules: Rules) -> int:
    last, told, after, more = day.today + timedelta(days=ahead), 0, 0, True
    first = max(day.today, last - MAY_BE_LATE)
    while more:
        async with db.read() as session:
            lots = await endings.among(session, day.place, first=first, last=last, after=after, limit=AT_ONCE)
        more, after = len(lots) == AT_ONCE, lots[-1].id if lots else after
        for member_id, on in sorted({(lot.member_id, lot.expires_on) for lot in lots}):
            async with db.begin() as session:
                told += await _tell(session, member_id, on, ahead, at, rules)
    return told


async def _tell(session: AsyncSession, member_id: int, on: date, ahead: int, at: datetime, rules: Rules) -> bool:
    ends = await extension.ending_on(session, member_id, on, rules)
    zone = await zones.of_member(session, member_id, rules)
    within = await rewards.reach(session, member_id, ends.points, at, rules)
    facts: dict[str, Any] = {
        "points": ends.points,
        "on": on.isoformat(),
        "rewards": [{"names": dict(line.terms.names), "price": line.terms.price} for line in within.now[:SHOWN]],
        "longer": rules.program.extension_days if ends.extendable else 0,
    }
    notice = Notice(
        "points.ending",
        facts,
        key=f"points:ending:{member_id}:{on}:{ahead}",
        due_at=timing.next_allowed(at, zone, rules.program),
        until=timing.end_of_local_day(on, zone),
    )
    return ends.points > 0 and await tell_member(session, member_id, notice, at=at)
