"""Deals: what is on for a member now, with the reason. How the staff keep them: deal_desk.py."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import deals as rule
from bot.rules import mechanics
from bot.rules.deals import On, Reason, Schedule, Taste
from bot.usecases import program
from bot.usecases.actor import Actor, allow
from bot.usecases.program import Rules
from db.enums import Tier
from db.models.deals import Deal
from db.models.members import Member
from db.queries import deals as queries
from db.queries import outlets as places
from db.queries import segments
from db.session import Database

ACT = "deals.change"


@dataclass(frozen=True)
class DealLine:
    """A deal as a member reads it: `until` is the end of it or of today's hours (None: open end), `outlets` where it is
    to be had ([]: everywhere), `reason` why it is shown to them, with the tier or category that is the reason."""

    id: int
    titles: Mapping[str, str]
    texts: Mapping[str, str]
    price_minor: int | None
    usual_minor: int | None
    until: datetime | None
    outlets: tuple[str, ...]
    reason: Reason
    tier: Tier | None
    category: str | None


async def on_now(session: AsyncSession, member_id: int, at: datetime, rules: Rules) -> list[DealLine]:
    """What is on for the member at *at*: what is for them alone first, then what they like, then the newest."""
    if not mechanics.on(rules.program, "deals"):
        return []
    tier = await session.scalar(select(Member.tier).where(Member.id == member_id)) or Tier.BRONZE
    taste = Taste(await queries.tastes(session, member_id))
    names = await _outlet_names(session)
    found: list[tuple[tuple[int, int, int], DealLine]] = []
    for deal in await queries.running(session):
        is_on = rule.on(schedule_of(deal), tier, at, rules.zone, rules.program)
        if is_on and await segments.has(session, deal.segment, member_id, at, rules.zone):
            liking = taste.of(deal.category)
            why = rule.reason(schedule_of(deal), is_on, has_segment=deal.segment is not None, liking=liking)
            found.append((rule.rank(why, liking, deal.id), _line(deal, is_on, why, names)))
    return [line for _, line in sorted(found, key=lambda each: each[0])]


async def preview(db: Database, actor: Actor, *, at: datetime) -> list[DealLine]:
    """What a member of the highest tier could see now, whoever it is for. Refuses `access.denied`."""
    async with db.read() as session:
        await allow(session, actor, ACT)
        rules = await program.in_force(session, at)
        names, top = await _outlet_names(session), rules.program.tiers[-1].tier
        found = await queries.running(session)
        ons = [(deal, rule.on(schedule_of(deal), top, at, rules.zone, rules.program)) for deal in found]
        return [_line(deal, is_on, "", names) for deal, is_on in ons if is_on]


def schedule_of(deal: Deal) -> Schedule:
    """When the deal is on."""
    return Schedule(
        weekdays=tuple(deal.weekdays),
        hour_from=deal.hour_from,
        hour_until=deal.hour_until,
        opens_at=deal.opens_at,
        closes_at=deal.closes_at,
        tier=deal.tier,
    )


def _line(deal: Deal, is_on: On, why: Reason, names: Mapping[int, str]) -> DealLine:
    return DealLine(
        id=deal.id,
        titles=deal.titles,
        texts=deal.texts,
        price_minor=deal.price_minor,
        usual_minor=deal.usual_minor,
        until=is_on.until,
        outlets=tuple(names[number] for number in deal.outlets if number in names),
        reason=why,
        tier=deal.tier,
        category=deal.category,
    )


async def _outlet_names(session: AsyncSession) -> dict[int, str]:
    return {line.id: line.name for line in await places.every(session)}
