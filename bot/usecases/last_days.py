"""Points that will end soon: their member hears of it in time, as often as the programme's rules say."""

from collections import defaultdict
from datetime import date, datetime, timedelta

from bot.rules import timing
from bot.usecases import program
from bot.usecases.notify import Notice, tell_member
from bot.usecases.program import Rules
from db.ledger import read
from db.models.automations import JobMark
from db.session import Database, upsert

AT_ONCE = 500
MARK = "last_days.announced"
MAY_BE_LATE = timedelta(days=2)  # after days without us; who got points since then is not told of 30 days any more


async def announce(db: Database, at: datetime) -> int:
    """Whose points end in so many days as the rules warn before (30, 7 and 1) is told, once for each of these and each
    last day, outside the quiet hours; returns how many were. Looks once a local day; again it changes nothing."""
    async with db.read() as session:
        rules, mark = await program.in_force(session, at), await session.get(JobMark, MARK)
    today = timing.local_date(at, rules.zone)
    if rules.version == 0 or (mark and mark.done_through >= today):
        return 0
    told = sum([await _warn(db, days, at, rules) for days in rules.program.expiry_warnings])
    async with db.begin() as session:
        await upsert(session, JobMark, {"name": MARK, "done_through": today, "at": at}, index=["name"])
    return told


async def _warn(db: Database, days: int, at: datetime, rules: Rules) -> int:
    day = timing.local_date(at, rules.zone) + timedelta(days=days)
    told = 0
    for member_id, theirs in (await _ending(db, day)).items():
        async with db.begin() as session:
            for last_day, points in theirs.items():
                notice = _notice(f"{member_id}:{last_day}:{days}", last_day, points, at, rules)
                told += await tell_member(session, member_id, notice, at=at)
    return told


async def _ending(db: Database, day: date) -> dict[int, dict[date, int]]:
    """By member and last day, the points that end on *day* or a little sooner."""
    found: defaultdict[int, defaultdict[date, int]] = defaultdict(lambda: defaultdict(int))
    after, more = 0, True
    while more:
        async with db.read() as session:
            lots = await read.lots_to_expire(session, day + timedelta(days=1), after_id=after, limit=AT_ONCE)
        for lot in lots:
            if lot.expires_on >= day - MAY_BE_LATE:
                found[lot.member_id][lot.expires_on] += lot.remaining
        more, after = len(lots) == AT_ONCE, lots[-1].lot_id if lots else after
    return {member_id: dict(theirs) for member_id, theirs in found.items()}


def _notice(key: str, last_day: date, points: int, at: datetime, rules: Rules) -> Notice:
    return Notice(
        "points.ending",
        {"points": points, "on": last_day.isoformat()},
        key=f"points:ending:{key}",
        due_at=timing.next_allowed(at, rules.zone, rules.program),
        until=timing.end_of_local_day(last_day, rules.zone),
    )
