"""Points that last as long as the rules say: given with a last day, and gone when that day is over."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import timing
from bot.usecases import program
from bot.usecases.notify import Notice, tell_member
from bot.usecases.program import Rules
from db.enums import AccountKind, EntryKind
from db.ledger import post, read
from db.ledger.post import Because, Posted
from db.ledger.read import DueLot
from db.session import Database

AT_ONCE = 500


async def give(
    session: AsyncSession, member_id: int, points: int, source: AccountKind, because: Because, rules: Rules
) -> Posted:
    """Gives *points* that can be spent up to the last day by *rules*; the entry's facts tell version and day."""
    expires_on = timing.lot_expiry(because.at, rules.zone, rules.program.expiry_months)
    facts = {"rules": rules.version, **because.facts, "expires_on": expires_on.isoformat()}
    noted = replace(because, facts=facts)
    return await post.give(session, member_id, points, source=source, because=noted, expires_on=expires_on)


async def expire_lots(db: Database, *, at: datetime) -> int:
    """Every lot whose last day is over in the programme's zone is gone, once, and its member knows; returns how many
    lots. A second run, or another replica at the same time, finds nothing to do."""
    expired, after = 0, 0
    while True:
        async with db.read() as session:
            rules = await program.in_force(session, at)
            today = timing.local_date(at, rules.zone)
            lots = await read.lots_to_expire(session, today, after_id=after, limit=AT_ONCE)
        if not lots:
            return expired
        after = lots[-1].lot_id
        for member_id, theirs in _by_member(lots).items():
            expired += await _expire(db, member_id, theirs, at, rules)


def _by_member(lots: list[DueLot]) -> dict[int, list[DueLot]]:
    theirs: defaultdict[int, list[DueLot]] = defaultdict(list)
    for lot in lots:
        theirs[lot.member_id].append(lot)
    return theirs


async def _expire(db: Database, member_id: int, lots: list[DueLot], at: datetime, rules: Rules) -> int:
    today = timing.local_date(at, rules.zone)
    async with db.begin() as session:
        gone = [posted for lot in lots if (posted := await _expire_lot(session, lot, at, today))]
        if gone:
            facts = {"points": sum(posted.points for posted in gone), "on": lots[-1].expires_on.isoformat()}
            notice = Notice(
                "points.expired",
                facts,
                key=f"points:expired:{gone[0].entry_id}",
                due_at=timing.next_allowed(at, rules.zone, rules.program),  # nobody is woken for this
            )
            await tell_member(session, member_id, notice, at=at)
    return len(gone)


async def _expire_lot(session: AsyncSession, lot: DueLot, at: datetime, today: date) -> Posted | None:
    facts = {"expired_on": lot.expires_on.isoformat()}
    because = Because(f"lot:{lot.lot_id}:expire", EntryKind.EXPIRE, at, "lot.expired", facts)
    posted = await post.expire_lot(session, lot.lot_id, because=because)
    if posted and posted.already:
        # A hold released since brought points back to a lot that had ended: they end, too.
        again = replace(because, key=f"{because.key}:{today.isoformat()}")
        posted = await post.expire_lot(session, lot.lot_id, because=again)
    return None if posted is None or posted.already else posted
