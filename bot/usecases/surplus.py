"""So many of a dish until an hour: a message to those who are likely to take one, ready to be sent; food saved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import dishes as dish_rules
from bot.rules import segments, timing
from bot.rules import surplus as rule
from bot.rules.automations import Offer
from bot.rules.benefits import WHOLE_BP, Benefit
from bot.rules.segments import Segment
from bot.rules.surplus import Surplus
from bot.usecases import broadcast_drafts as drafts
from bot.usecases import broadcast_plan, program
from bot.usecases.actor import Actor, allow
from bot.usecases.broadcast_drafts import Draft
from bot.usecases.broadcast_ready import Said
from bot.usecases.program import Rules
from db.enums import BenefitKind, BroadcastOrigin, BroadcastState, OfferKind
from db.models.broadcasts import Broadcast
from db.queries import surplus as queries
from db.session import Database

ACT = "broadcasts.send"
SHOWN = 5


@dataclass(frozen=True)
class Flash:
    """One that was sent: `saved` of `pieces` were handed over, `claimed` were taken."""

    id: int
    name: str
    state: BroadcastState
    pieces: int
    claimed: int
    saved: int


@dataclass(frozen=True)
class Saved:
    """The newest flashes, and how many pieces were saved since the month began."""

    flashes: tuple[Flash, ...]
    this_month: int


async def look(db: Database, actor: Actor, *, at: datetime) -> Saved:
    """What became of what was left over. Refuses `access.denied`."""
    async with db.read() as session:
        await allow(session, actor, ACT)
        zone = (await program.in_force(session, at)).zone
        month = timing.at_local(timing.local_date(at, zone).replace(day=1), 0, zone)
        flashes = [Flash(row[0], row[1], row[2], row[3] or 0, row[4], row[5]) for row in await _newest(session)]
        return Saved(tuple(flashes), await queries.saved_since(session, month))


async def _newest(session: AsyncSession) -> Sequence[Any]:
    return await queries.newest(session, SHOWN)


async def spelled(db: Database, actor: Actor, surplus: Surplus) -> Surplus:
    """The same with the dish as the shop spells it, where there is one that fits. Refuses `access.denied`."""
    async with db.read() as session:
        await allow(session, actor, ACT)
        found = await queries.dishes(session, dish_rules.fold(surplus.dish))
        known = found[0].name if len(found) == 1 and len(found[0].name) <= rule.LONGEST_DISH else surplus.dish
        return replace(surplus, dish=known)


async def begin(db: Database, actor: Actor, surplus: Surplus, said: Said, *, at: datetime) -> Draft:
    """There is a draft that tells those likely to want it, wave after wave, until all pieces are taken or the time is
    up; nobody has been written to. Whom: the first of `rules.surplus.likely` of whom there are as many as pieces.

    Refuses `access.denied`; raises BadSurplus.
    """
    async with db.read(long=True) as session:
        await allow(session, actor, ACT)
        rules = await program.in_force(session, at)
        sides = await _sides(session, surplus, said, rules, at)
    async with db.begin() as session:
        staff = await allow(session, actor, ACT)
        row = _row(staff.id, sides, at)
        session.add(row)
        await session.flush()
        return await drafts.draft_of(session, row, at)


def _row(staff_id: int, sides: Mapping[str, Any], at: datetime) -> Broadcast:
    row = drafts.made(staff_id, at, BroadcastOrigin.SURPLUS)
    drafts.write(row, sides)
    return row


async def _sides(session: AsyncSession, surplus: Surplus, said: Said, rules: Rules, at: datetime) -> dict[str, Any]:
    until = rule.deadline(surplus, at, rules.zone)
    dishes = await queries.dishes(session, dish_rules.fold(surplus.dish))
    folded = [each.folded for each in dishes] or [dish_rules.fold(surplus.dish)]
    benefit = _benefit(surplus, await queries.price_minor(session, folded), said)
    sides = said.sides | {
        "name": f"{surplus.pieces} × {surplus.dish}",
        "offer": Offer(OfferKind.VOUCHER, benefit=benefit, valid_days=0),
        "stock": surplus.pieces,
        "deadline": until,
        "wave_size": rule.wave_size(surplus.pieces),
        "wave_goal": surplus.pieces,
        "wave_minutes": rule.wave_minutes(at, until),
        "window_days": 1,
    }
    category = next((each.category for each in dishes if each.category), None)
    whom = rule.likely(folded, category, at, rules.zone)
    return sides | {"segment": segments.to_json(await _aimed(session, sides, whom, surplus.pieces, rules, at))}


def _benefit(surplus: Surplus, price_minor: int | None, said: Said) -> Benefit:
    """The dish for nothing, or a share off the bill that is never more than that share of one piece."""
    if not surplus.off_bp:
        return Benefit(BenefitKind.ITEM, names=dict.fromkeys(said.texts, surplus.dish))
    most = price_minor * surplus.off_bp // WHOLE_BP if price_minor else None
    return Benefit(BenefitKind.PERCENT, surplus.off_bp, most_minor=most)


async def _aimed(
    session: AsyncSession, sides: Mapping[str, Any], whom: Sequence[Segment], pieces: int, rules: Rules, at: datetime
) -> Segment:
    """The first segment that holds as many members as there are pieces; else the one that holds most."""
    best, most = whom[0], 0
    for segment in whom:
        row = _row(0, dict(sides) | {"segment": segments.to_json(segment)}, at)
        gets = (await broadcast_plan.reach(session, row, at, rules)).gets
        if gets >= pieces:
            return segment
        best, most = (segment, gets) if gets > most else (best, most)
    return best
