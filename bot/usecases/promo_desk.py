"""Promo codes as the staff keep them: made, limited, paused; and batches of personal ones."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import promo_terms as terms
from bot.rules.orders import clean_words
from bot.rules.promocodes import needs_cap, read_new
from bot.usecases import audit, program, promo_gifts, rewards
from bot.usecases.actor import Actor, allow
from bot.usecases.errors import Refused
from bot.usecases.promo_cards import ACT, PromoSeen, seen
from db.enums import BenefitKind
from db.models.promocodes import PersonalCode, PromoCode
from db.models.rewards import Reward
from db.queries import promocodes as queries
from db.session import Database, once

LONGEST_NAME = 64
USUAL_MEMBER_LIMIT = 1  # what most people mean by a code; the card has a button for more
CHANGEABLE = frozenset(
    {"valid_days", "outlets", "segment", "first_order", *(name for names in terms.COLUMNS.values() for name in names)}
)


@dataclass(frozen=True)
class NewPromo:
    """A code about to be made. `typed` None: a batch of personal codes called `name`."""

    kind: BenefitKind
    value: int = 0
    reward_id: int | None = None
    typed: str | None = None
    name: str = ""


async def create(db: Database, actor: Actor, wanted: NewPromo, *, at: datetime) -> PromoSeen:
    """The code is there and works at once, once per member. Refuses `access.denied`, `promo.taken`,
    `promo.reward_gone`; raises BadPromoCode, BadWords."""
    code = read_new(wanted.typed) if wanted.typed is not None else None
    name = code or clean_words(wanted.name, LONGEST_NAME)
    async with db.begin() as session:
        staff = await allow(session, actor, ACT)
        if code and await queries.taken(session, code):
            raise Refused("promo.taken")
        rules = await program.in_force(session, at)
        values = {
            "code": code,
            "name": name,
            "kind": await _kind(session, wanted),
            "value": wanted.value,
            "reward_id": wanted.reward_id,
            "valid_days": rules.program.voucher_days,
            "member_limit": USUAL_MEMBER_LIMIT,
            "created_by": staff.id,
            "created_at": at,
        }
        promo = await _written(session, values)
        await audit.write(session, staff, "promo.create", f"promo:{promo.id}", at=at, name=name)
        return await seen(session, promo, at)


async def _written(session: AsyncSession, values: Mapping[str, Any]) -> PromoCode:
    """Of two who make the same code at once, one does."""
    insertion = once(session.get_bind().dialect.name, PromoCode.__table__, ("code",))
    promo_id = await session.scalar(insertion.returning(PromoCode.id), dict(values))
    if promo_id is None:
        raise Refused("promo.taken")
    return await session.get_one(PromoCode, promo_id)


async def _kind(session: AsyncSession, wanted: NewPromo) -> BenefitKind:
    """The kind of the reward, if it is one."""
    if wanted.reward_id is None:
        return wanted.kind
    reward = await session.get(Reward, wanted.reward_id)
    if reward is None or reward.removed:
        raise Refused("promo.reward_gone")
    return rewards.benefit_of(reward).kind


@dataclass(frozen=True)
class Which:
    """A code as somebody saw it: changed since then, it is not changed by them."""

    promo_id: int
    edition: int


async def change(db: Database, actor: Actor, which: Which, values: Mapping[str, Any], *, at: datetime) -> PromoSeen:
    """The code has these limits from now on (columns of CHANGEABLE). Refuses `access.denied`, `promo.unknown`,
    `promo.changed_meanwhile`, `promo.budget_needs_cap`, `promo.least_of_points`."""
    assert set(values) <= CHANGEABLE
    async with db.begin() as session:
        staff = await allow(session, actor, ACT)
        promo = await _locked(session, which)
        for column, value in values.items():
            setattr(promo, column, value)
        await _check(session, promo)
        promo.edition += 1
        await session.flush()
        facts = {"name": promo.name, "field": sorted(values)[0]}
        await audit.write(session, staff, "promo.change", f"promo:{promo.id}", at=at, **facts)
        return await seen(session, promo, at)


async def _check(session: AsyncSession, promo: PromoCode) -> None:
    benefit, _ = await promo_gifts.benefit_of(session, promo)
    if promo.budget_minor is not None and needs_cap(benefit):
        raise Refused("promo.budget_needs_cap")
    if promo.least_minor and promo.kind is BenefitKind.POINTS:
        raise Refused("promo.least_of_points")


async def pause(db: Database, actor: Actor, which: Which, paused: bool, *, at: datetime) -> PromoSeen:
    """The code can(not) be entered from now on; what it has given stays. As it is already: nothing changes. Refuses
    `access.denied`, `promo.unknown`, `promo.changed_meanwhile`."""
    async with db.begin() as session:
        staff = await allow(session, actor, ACT)
        promo = await _locked(session, which)
        if promo.paused != paused:
            promo.paused = paused
            promo.edition += 1
            await session.flush()
            act = "promo.pause" if paused else "promo.resume"
            await audit.write(session, staff, act, f"promo:{promo.id}", at=at, name=promo.name)
        return await seen(session, promo, at)


async def make_batch(
    db: Database, actor: Actor, promo_id: int, number: int, new_code: Callable[[], str], *, at: datetime
) -> list[str]:
    """So many personal codes more (at most 5,000 at once), none of which anybody else has; in the order they were
    made. Refuses `access.denied`, `promo.unknown`, `promo.no_batch`; raises BadTerm."""
    terms.count(str(number), 1, terms.MOST_IN_BATCH)
    async with db.begin() as session:
        staff = await allow(session, actor, ACT)
        promo = await queries.lock(session, promo_id)
        if promo is None:
            raise Refused("promo.unknown")
        if promo.code is not None:
            raise Refused("promo.no_batch")
        made = await _fresh(session, number, new_code)
        await session.execute(insert(PersonalCode), [{"promo_id": promo.id, "code": code} for code in made])
        await audit.write(session, staff, "promo.batch", f"promo:{promo.id}", at=at, name=promo.name, count=number)
    return made


async def _fresh(session: AsyncSession, number: int, new_code: Callable[[], str]) -> list[str]:
    made: dict[str, None] = {}  # in the order they came
    while len(made) < number:
        drawn = dict.fromkeys(new_code() for _ in range(number - len(made)))
        there = await queries.existing(session, list(drawn))
        made |= {code: None for code in drawn if code not in there}
    return list(made)


async def _locked(session: AsyncSession, which: Which) -> PromoCode:
    promo = await queries.lock(session, which.promo_id)
    if promo is None:
        raise Refused("promo.unknown")
    if promo.edition != which.edition:
        raise Refused("promo.changed_meanwhile")
    return promo
