"""Olga keeps codes: of two who make the same one does, a batch has no code twice, nobody overwrites anybody."""

import asyncio
import itertools
from collections import Counter
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.rules.promo_terms import BadTerm
from bot.usecases import promo_cards, promo_desk
from bot.usecases.errors import Refused
from bot.usecases.promo_desk import NewPromo, Which
from db.enums import BenefitKind, RewardKind
from db.models.promocodes import PersonalCode
from db.models.rewards import Reward
from db.session import Database
from tests.support.orders import ANN, CARL, NOON, OLGA, Shop, opened
from tests.support.promos import a_code, entered, row


@pytest.fixture
async def shop(db: Database) -> Shop:
    return await opened(db)


async def outcomes(attempts: Any) -> Counter[str]:
    results = await asyncio.gather(*attempts, return_exceptions=True)
    return Counter(each.code if isinstance(each, Refused) else type(each).__name__ for each in results)


async def test_of_fifty_who_make_the_same_code_one_does(shop: Shop) -> None:
    olga = await shop.actor(OLGA)
    for number in range(20):
        wanted = NewPromo(BenefitKind.PERCENT, 1_000, typed=f"same {number}")
        told = await outcomes(promo_desk.create(shop.db, olga, wanted, at=NOON) for _ in range(50))
        assert told == {"PromoSeen": 1, "promo.taken": 49}


async def test_of_fifty_changes_of_the_same_edition_one_is_made(shop: Shop) -> None:
    olga, promo = await shop.actor(OLGA), await a_code(shop.db)
    for edition in range(1, 21):
        which = Which(promo, edition)
        changes = [promo_desk.change(shop.db, olga, which, {"total_limit": n}, at=NOON) for n in range(1, 51)]
        assert await outcomes(changes) == {"PromoSeen": 1, "promo.changed_meanwhile": 49}


async def test_a_use_is_no_change_of_the_code(shop: Shop) -> None:
    promo = await a_code(shop.db)
    await entered(shop, ANN)
    seen = await promo_desk.pause(shop.db, await shop.actor(OLGA), Which(promo, 1), True, at=NOON)
    assert (seen.limits.paused, seen.used) == (True, 1)


async def test_five_thousand_personal_codes_are_all_different_also_when_chance_repeats_itself(shop: Shop) -> None:
    promo = await a_code(shop.db, None)
    numbers = itertools.count()
    repeating = lambda: f"CODE{next(numbers) // 2:06d}"  # noqa: E731 - every code is drawn twice
    made = await promo_desk.make_batch(shop.db, await shop.actor(OLGA), promo, 5_000, repeating, at=NOON)
    assert len(set(made)) == 5_000
    numbers = itertools.count()  # and all over again: those exist already
    more = await promo_desk.make_batch(shop.db, await shop.actor(OLGA), promo, 10, repeating, at=NOON)
    assert not set(more) & set(made)
    async with shop.db.read() as session:
        assert await session.scalar(select(func.count()).select_from(PersonalCode)) == 5_010
    with pytest.raises(BadTerm, match=r"promo\.count"):
        await promo_desk.make_batch(shop.db, await shop.actor(OLGA), promo, 5_001, repeating, at=NOON)


async def test_only_a_batch_has_personal_codes_and_only_managers_see_any(shop: Shop) -> None:
    promo = await a_code(shop.db)
    with pytest.raises(Refused, match=r"promo\.no_batch"):
        await promo_desk.make_batch(shop.db, await shop.actor(OLGA), promo, 1, lambda: "X", at=NOON)
    for chat_id in (CARL, ANN):
        with pytest.raises(Refused, match=r"access\.denied"):
            await promo_cards.listed(shop.db, await shop.actor(chat_id), at=NOON)


async def a_soup(shop: Shop, stock: int | None) -> int:
    async with shop.db.begin() as session:
        reward = Reward(
            kind=RewardKind.DISH, names={"en": "Soup"}, price=100, cost_minor=9_000, stock=stock, created_at=NOON
        )
        session.add(reward)
        await session.flush()
        return reward.id


async def test_a_code_gives_a_reward_for_nothing_as_long_as_there_is_one(shop: Shop) -> None:
    olga, soup = await shop.actor(OLGA), await a_soup(shop, stock=1)
    made = await promo_desk.create(shop.db, olga, NewPromo(BenefitKind.ITEM, reward_id=soup, typed="SOUP"), at=NOON)
    given = await entered(shop, ANN, "SOUP")
    assert (given.benefit.kind, given.benefit.names) == (BenefitKind.ITEM, {"en": "Soup"})
    assert (await row(shop.db, made.id)).cost_minor == 9_000
    with pytest.raises(Refused, match=r"code\.sold_out"):
        await entered(shop, 22, "SOUP")
    assert (await row(shop.db, made.id)).used == 1
    with pytest.raises(Refused, match=r"promo\.reward_gone"):
        await promo_desk.create(shop.db, olga, NewPromo(BenefitKind.ITEM, reward_id=99, typed="TEA"), at=NOON)
