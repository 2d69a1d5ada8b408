"""Points that last as long as the rules say: given with a last day, and gone when that day is over."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import timing
from bot.usecases import program, zones
from bot.usecases.notify import Notice, tell_member
from bot.usecases.program import Rules
from bot.usecases.zones import NewDay
from db.enums import EntryKind
from db.ledger import endings, post, read
from db.ledger.endings import EndingLot
from db.ledger.post import Because, House, Posted
from db.ledger.read import DueLot
from db.session import Database

AT_ONCE = 500
JOB = "lots.expired"
WEST_OF_ALL = timedelta(days=2)  # no clock on earth is further behind another


async def give(
    session: AsyncSession,
    member_id: int,
    points: int,
    source: House,
    because: Because,
    rules: Rules,
    expires_on: date | None = None,
) -> Posted:
    """Gives *points* that can be spent up to *expires_on*, or to the last day by *rules* where the member lives; the
    entry's facts tell version and day."""
    if expires_on is None:
        zone = await zones.of_member(session, member_id, rules)
        expires_on = timing.lot_expiry(because.at, zone, rules.program.expiry_months)
    facts = {"rules": rules.version, **because.facts, "expires_on": expires_on.isoformat()}
    noted = replace(because, facts=facts)
    return await post.give(session, member_id, points, source=source, because=noted, expires_on=expires_on)


async def expire_lots(db: Database, *, at: datetime) -> int:
    """Every lot whose last day is over where its member lives is gone, once, and its member knows; returns how many
    lots. A second run, or another replica at the same time, finds nothing to do."""
    async with db.read() as session:
        rules = await program.in_force(session, at)
        days = await zones.new_days(session, JOB, at, rules)
        earliest = min(timing.local_date(at, zone) for zone in await zones.in_use(session, rules))
    expired = await _expire_everywhere(db, earliest, at, rules)
    for day in days:
        expired += await _expire_there(db, day, at, rules)
        await zones.finish(db, day, at)
    return expired


async def _expire_everywhere(db: Database, before: date, at: datetime, rules: Rules) -> int:
    """What is over on every clock: also what came back meanwhile to a lot that had ended."""
    expired, after, more = 0, 0, True
    while more:
        async with db.read() as session:
            lots = await read.lots_to_expire(session, before, after_id=after, limit=AT_ONCE)
        expired += await _expire_all(db, [_ending(lot) for lot in lots], at, rules)
        more, after = len(lots) == AT_ONCE, lots[-1].lot_id if lots else after
    return expired


def _ending(lot: DueLot) -> EndingLot:
    return EndingLot(lot.lot_id, lot.member_id, lot.remaining, lot.expires_on, extended=False)


async def _expire_there(db: Database, day: NewDay, at: datetime, rules: Rules) -> int:
    """What is over since a day has begun in these places."""
    expired, after, more = 0, 0, True
    last = day.today - timedelta(days=1)
    while more:
        async with db.read() as session:
            lots = await endings.among(
                session, day.place, first=last - WEST_OF_ALL, last=last, after=after, limit=AT_ONCE
            )
        expired += await _expire_all(db, lots, at, rules)
        more, after = len(lots) == AT_ONCE, lots[-1].id if lots else after
    return expired


async def _expire_all(db: Database, lots: Iterable[EndingLot], at: datetime, rules: Rules) -> int:
    theirs: defaultdict[int, list[EndingLot]] = defaultdict(list)
    for lot in lots:
        theirs[lot.member_id].append(lot)
    return sum([await _expire(db, member_id, mine, at, rules) for member_id, mine in theirs.items()])


async def _expire(db: Database, member_id: int, lots: list[EndingLot], at: datetime, rules: Rules) -> int:
    async with db.begin() as session:
        zone = await zones.of_member(session, member_id, rules)
        today = timing.local_date(at, zone)
        gone = [posted for lot in lots if (posted := await _expire_lot(session, lot, at, today))]
        if gone:
            facts = {"points": sum(posted.points for posted in gone), "on": lots[-1].expires_on.isoformat()}
            notice = Notice(
                "points.expired",
                facts,
                key=f"points:expired:{gone[0].entry_id}",
                due_at=timing.next_allowed(at, zone, rules.program),  # nobody is woken for this
            )
            await tell_member(session, member_id, notice, at=at)
    return len(gone)


async def _expire_lot(session: AsyncSession, lot: EndingLot, at: datetime, today: date) -> Posted | None:
    facts = {"expired_on": lot.expires_on.isoformat()}
    because = Because(f"lot:{lot.id}:expire", EntryKind.EXPIRE, at, "lot.expired", facts)
    posted = await post.expire_lot(session, lot.id, because=because, today=today)
    if posted and posted.already:
        # A hold released since brought points back to a lot that had ended: they end, too.
        again = replace(because, key=f"{because.key}:{today.isoformat()}")
        posted = await post.expire_lot(session, lot.id, because=again, today=today)
    return None if posted is None or posted.already else posted
