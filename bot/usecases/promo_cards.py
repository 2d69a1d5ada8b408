"""Promo codes as the staff see them: the list, one code with its limits, and what it has brought."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules.benefits import Benefit
from bot.rules.promocodes import Limits
from bot.usecases import program, promo_gifts
from bot.usecases.actor import Actor, allow
from bot.usecases.errors import Refused
from bot.usecases.program import Rules
from db.models.promocodes import PromoCode
from db.queries import outlets as places
from db.queries import promocodes as queries
from db.queries import rewards as shelf
from db.queries import saved_segments
from db.queries.promocodes import BatchCount, Brought
from db.session import Database

ACT = "promo.change"
SHOWN = 20
NO_BATCH, NOTHING = BatchCount(), Brought(0, 0, 0)


@dataclass(frozen=True)
class PromoSeen:
    """A code as its card shows it. `code` is None for a batch of personal ones; `outlets` and `saved` name every outlet
    and every saved segment."""

    id: int
    code: str | None
    name: str
    benefit: Benefit
    limits: Limits
    segment: dict[str, Any] | None
    valid_days: int
    used: int
    cost_minor: int
    edition: int
    rules: Rules
    outlets: Mapping[int, str] = field(default_factory=dict)
    saved: Mapping[int, str] = field(default_factory=dict)
    batch: BatchCount = NO_BATCH
    brought: Brought = NOTHING


async def listed(db: Database, actor: Actor, *, at: datetime) -> list[PromoSeen]:
    """The newest codes, running ones first. Refuses `access.denied`."""
    async with db.read() as session:
        await allow(session, actor, ACT)
        rules = await program.in_force(session, at)
        return [await _brief(session, promo, rules) for promo in await queries.newest(session, SHOWN)]


async def show(db: Database, actor: Actor, promo_id: int, *, at: datetime) -> PromoSeen:
    """One code with what it has brought. Refuses `access.denied`, `promo.unknown`."""
    async with db.read() as session:
        await allow(session, actor, ACT)
        promo = await session.get(PromoCode, promo_id)
        if promo is None:
            raise Refused("promo.unknown")
        return await seen(session, promo, at)


async def rewards(db: Database, actor: Actor) -> list[tuple[int, Mapping[str, str]]]:
    """What a code can give for nothing: rewards by number and names. Refuses `access.denied`."""
    async with db.read() as session:
        await allow(session, actor, ACT)
        return [(reward.id, reward.names) for reward in await shelf.on_offer(session)]


async def seen(session: AsyncSession, promo: PromoCode, at: datetime) -> PromoSeen:
    """A step: the code with all its card shows."""
    brief = await _brief(session, promo, await program.in_force(session, at))
    return replace(
        brief,
        outlets={line.id: line.name for line in await places.every(session)},
        saved=await saved_segments.names(session),
        batch=await queries.batch(session, promo.id),
        brought=await queries.brought(session, promo.id),
    )


async def _brief(session: AsyncSession, promo: PromoCode, rules: Rules) -> PromoSeen:
    benefit, _ = await promo_gifts.benefit_of(session, promo)
    return PromoSeen(
        id=promo.id,
        code=promo.code,
        name=promo.name,
        benefit=benefit,
        limits=promo_gifts.limits_of(promo),
        segment=promo.segment,
        valid_days=promo.valid_days,
        used=promo.used,
        cost_minor=promo.cost_minor,
        edition=promo.edition,
        rules=rules,
    )
