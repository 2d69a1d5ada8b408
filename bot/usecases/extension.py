"""Points that end soon, and the member's one chance to have each lot end later."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import timing
from bot.usecases import program, zones
from bot.usecases.actor import Actor, member_of
from bot.usecases.errors import Refused
from bot.usecases.program import Rules
from db.ledger import accounts, endings
from db.ledger.endings import EndingLot
from db.ledger.extend import extend
from db.session import Database


@dataclass(frozen=True)
class Ending:
    """*points* that end with the day *on*; with `extendable` the member may have (some of) them longer."""

    on: date
    points: int
    extendable: bool


async def ending(session: AsyncSession, member_id: int, at: datetime, rules: Rules) -> list[Ending]:
    """What ends within the time of the first warning, day by day, the soonest first."""
    today = timing.local_date(at, await zones.of_member(session, member_id, rules))
    last = today + timedelta(days=_ahead(rules))
    lots = await endings.of_member(session, member_id, first=today, last=last)
    return [_ending(day, list(mine), rules) for day, mine in groupby(lots, key=lambda lot: lot.expires_on)]


async def ending_on(session: AsyncSession, member_id: int, on: date, rules: Rules) -> Ending:
    """What ends with that day."""
    return _ending(on, await endings.of_member(session, member_id, first=on, last=on), rules)


def _ending(on: date, lots: Sequence[EndingLot], rules: Rules) -> Ending:
    offered = rules.program.extension_days > 0
    return Ending(on, sum(lot.remaining for lot in lots), offered and not all(lot.extended for lot in lots))


def is_soon(last_day: date, at: datetime, rules: Rules) -> bool:
    """Whether that day may lie within the time of the first warning, wherever one lives: to be looked at closer."""
    return last_day <= timing.local_date(at, rules.zone) + timedelta(days=_ahead(rules) + 1)


def _ahead(rules: Rules) -> int:
    return max(rules.program.expiry_warnings, default=0)


@dataclass(frozen=True)
class Extended:
    """*points* last until `until` now; `already`: they did before, and nothing changed."""

    points: int
    until: date
    already: bool = False


async def put_off(db: Database, actor: Actor, last_day: date, *, at: datetime) -> Extended:
    """The member's points that end with *last_day* (soon, and never put off before) last some days longer, once.

    Refuses `member.needed`, `extension.off`, and `extension.nothing` when none end then any more.
    """
    member_id = member_of(actor)
    async with db.begin() as session:
        rules = await program.in_force(session, at)
        longer = timedelta(days=rules.program.extension_days)
        if not longer:
            raise Refused("extension.off")
        today = timing.local_date(at, await zones.of_member(session, member_id, rules))
        if not today <= last_day <= today + timedelta(days=_ahead(rules)):
            raise Refused("extension.nothing")
        await accounts.lock_members(session, [member_id])
        lots = await endings.of_member(session, member_id, first=last_day, last=last_day + longer)
        ids = [lot.id for lot in lots if lot.expires_on == last_day]
        moved = await extend(session, member_id, ids, longer.days, today=today, at=at)
        if moved:
            return Extended(sum(lot.points for lot in moved), last_day + longer)
        before = [lot for lot in lots if lot.extended and lot.expires_on in (last_day, last_day + longer)]
        if not before:
            raise Refused("extension.nothing")
        return Extended(sum(lot.remaining for lot in before), max(lot.expires_on for lot in before), already=True)
