"""Deals as the staff keep them: made, changed, paused, removed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import deals as rule
from bot.rules.deals import Schedule
from bot.usecases import audit, program
from bot.usecases.actor import Actor, allow
from bot.usecases.deals import ACT, schedule_of
from bot.usecases.errors import Refused
from bot.usecases.program import Rules
from db.models.deals import Deal
from db.models.staff import Staff
from db.queries import deals as queries
from db.queries import outlets as places
from db.queries import saved_segments
from db.session import Database

CHANGEABLE = frozenset(
    {"titles", "texts", "price_minor", "usual_minor", "category", "weekdays", "hour_from", "hour_until"}
    | {"opens_at", "closes_at", "tier", "segment", "outlets"}
)


@dataclass(frozen=True)
class DealSeen:
    """A deal as its card shows it; `on`: some member could have it now. `outlets` and `categories` are the choices,
    `saved` names every saved segment."""

    id: int
    titles: Mapping[str, str]
    texts: Mapping[str, str]
    price_minor: int | None
    usual_minor: int | None
    category: str | None
    schedule: Schedule
    segment: dict[str, Any] | None
    good_at: tuple[int, ...]
    paused: bool
    edition: int
    on: bool
    rules: Rules
    outlets: Mapping[int, str] = field(default_factory=dict)
    categories: tuple[str, ...] = ()
    saved: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Which:
    """A deal as somebody saw it: changed since then, it is not changed by them."""

    deal_id: int
    edition: int


async def listed(db: Database, actor: Actor, *, at: datetime) -> list[DealSeen]:
    """Every deal, running ones first. Refuses `access.denied`."""
    async with db.read() as session:
        await allow(session, actor, ACT)
        rules = await program.in_force(session, at)
        return [_brief(deal, rules, at) for deal in await queries.kept(session)]


async def show(db: Database, actor: Actor, deal_id: int, *, at: datetime) -> DealSeen:
    """One deal. Refuses `access.denied`, `deal.unknown`."""
    async with db.read() as session:
        await allow(session, actor, ACT)
        deal = await session.get(Deal, deal_id)
        if deal is None or deal.removed:
            raise Refused("deal.unknown")
        return await _seen(session, deal, at)


async def create(db: Database, actor: Actor, words: str, language: str, *, at: datetime) -> DealSeen:
    """A deal with these words in *language*, on at once for everybody. Refuses `access.denied`; raises BadDeal."""
    title, text = rule.read_words(words)
    async with db.begin() as session:
        staff = await allow(session, actor, ACT)
        deal = Deal(titles={language: title}, texts={language: text} if text else {}, created_at=at)
        session.add(deal)
        await session.flush()
        await audit.write(session, staff, "deals.add", f"deal:{deal.id}", at=at, name=title)
        return await _seen(session, deal, at)


async def change(db: Database, actor: Actor, which: Which, values: Mapping[str, Any], *, at: datetime) -> DealSeen:
    """The deal is like this from now on (columns of CHANGEABLE). Refuses `access.denied`, `deal.unknown`,
    `deal.changed_meanwhile`; raises BadDeal."""
    assert set(values) <= CHANGEABLE
    async with db.begin() as session:
        staff = await allow(session, actor, ACT)
        deal = await _locked(session, which)
        for column, value in values.items():
            setattr(deal, column, value)
        rule.check_prices(deal.price_minor, deal.usual_minor)
        await _written(session, staff, deal, "deals.change", at)
        return await _seen(session, deal, at)


async def say(db: Database, actor: Actor, which: Which, words: str, language: str, *, at: datetime) -> DealSeen:
    """The deal's words in *language* are these. Refuses `access.denied`, `deal.unknown`, `deal.changed_meanwhile`;
    raises BadDeal."""
    title, text = rule.read_words(words)
    async with db.begin() as session:
        staff = await allow(session, actor, ACT)
        deal = await _locked(session, which)
        others = {code: told for code, told in deal.texts.items() if code != language}
        deal.titles = {**deal.titles, language: title}
        deal.texts = others | ({language: text} if text else {})
        await _written(session, staff, deal, "deals.change", at)
        return await _seen(session, deal, at)


async def pause(db: Database, actor: Actor, which: Which, paused: bool, *, at: datetime) -> DealSeen:
    """The deal is shown to members, or not. As it is already: nothing changes. Refuses `access.denied`, `deal.unknown`,
    `deal.changed_meanwhile`."""
    async with db.begin() as session:
        staff = await allow(session, actor, ACT)
        deal = await _locked(session, which)
        if deal.paused != paused:
            deal.paused = paused
            act = "deals.pause" if paused else "deals.resume"
            await _written(session, staff, deal, act, at)
        return await _seen(session, deal, at)


async def remove(db: Database, actor: Actor, which: Which, *, at: datetime) -> str:
    """The deal is gone for good; its title. Refuses `access.denied`, `deal.unknown`, `deal.changed_meanwhile`."""
    async with db.begin() as session:
        staff = await allow(session, actor, ACT)
        deal = await _locked(session, which)
        deal.removed = True
        await _written(session, staff, deal, "deals.remove", at)
        return _name(deal)


async def _written(session: AsyncSession, staff: Staff, deal: Deal, act: str, at: datetime) -> None:
    deal.edition += 1
    await session.flush()
    await audit.write(session, staff, act, f"deal:{deal.id}", at=at, name=_name(deal))


def _name(deal: Deal) -> str:
    return str(next(iter(deal.titles.values()), ""))


async def _locked(session: AsyncSession, which: Which) -> Deal:
    deal = await session.get(Deal, which.deal_id, with_for_update=True, populate_existing=True)
    if deal is None or deal.removed:
        raise Refused("deal.unknown")
    if deal.edition != which.edition:
        raise Refused("deal.changed_meanwhile")
    return deal


async def _seen(session: AsyncSession, deal: Deal, at: datetime) -> DealSeen:
    brief = _brief(deal, await program.in_force(session, at), at)
    names = {line.id: line.name for line in await places.every(session)}
    saved = await saved_segments.names(session)
    return replace(brief, outlets=names, categories=tuple(await queries.categories(session)), saved=saved)


def _brief(deal: Deal, rules: Rules, at: datetime) -> DealSeen:
    schedule, top = schedule_of(deal), rules.program.tiers[-1].tier
    return DealSeen(
        id=deal.id,
        titles=deal.titles,
        texts=deal.texts,
        price_minor=deal.price_minor,
        usual_minor=deal.usual_minor,
        category=deal.category,
        schedule=schedule,
        segment=deal.segment,
        good_at=tuple(deal.outlets),
        paused=deal.paused,
        edition=deal.edition,
        on=not deal.paused and rule.on(schedule, top, at, rules.zone, rules.program) is not None,
        rules=rules,
    )
