"""Ann looks at what is on: what is about to end first, eight things at most, and every button leads somewhere."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.rules.benefits import Benefit
from bot.usecases import program, vouchers
from bot.usecases.vouchers import Issue
from db.enums import BenefitKind, RewardKind, VoucherSource
from db.models.deals import Deal
from db.models.rewards import Reward
from tests.support.orders import ANN, NOON, Shop, opened
from tests.support.programs import sushi
from tests.support.promos import a_code
from tests.support.talk import Person, Talk


@pytest.fixture
async def shop(talk: Talk) -> Shop:
    return await opened(talk.db)


@pytest.fixture
def ann(talk: Talk, shop: Shop) -> Person:
    return talk.person("Ann", id=ANN)


async def a_voucher(shop: Shop, money: int, last_day: date) -> None:
    async with shop.db.begin() as session:
        benefit = Benefit(BenefitKind.AMOUNT, money)
        wanted = Issue(f"test:{money}", shop.ann, benefit, VoucherSource.STAFF, last_day)
        await vouchers.issue(session, wanted, at=NOON, rules=await program.in_force(session, NOON))


async def a_deal(shop: Shop, title: str, **given: Any) -> None:
    async with shop.db.begin() as session:
        session.add(Deal(titles={"en": title}, texts={"en": f"{title}, in full"}, created_at=NOON, **given))


def places(text: str, *words: str) -> list[int]:
    return [text.index(word) for word in words]


async def test_nothing_special_still_shows_the_ways_on(ann: Person) -> None:
    await ann.says("/offers")
    assert "What's on for you" in ann.text
    assert "100 points wait for you" in ann.text
    assert "🏷 I have a code" in ann.buttons
    assert ann.buttons[-1] == "Home"
    assert "🎟 My vouchers" not in ann.buttons
    assert "🔥 Deals" not in ann.buttons


async def test_what_ends_soon_comes_first_and_then_what_is_hers(shop: Shop, ann: Person) -> None:
    await a_voucher(shop, 30_000, date(2026, 12, 21))
    await a_voucher(shop, 10_000, date(2026, 11, 21))
    await a_deal(shop, "Soup", closes_at=NOON + timedelta(hours=5))
    await a_deal(shop, "Rolls")
    await ann.says("/offers")
    found = places(ann.text, "Soup, 5 hours left", "₽100 off · 9 hours left", "₽300 off", "100 points wait", "Rolls")
    assert found == sorted(found)
    await ann.presses("🎟 My vouchers")
    assert "₽300 off" in ann.text
    await ann.presses("Back")
    await ann.presses("🔥 Deals")
    assert "Rolls, in full" in ann.text
    await ann.presses("Back")
    assert "What's on for you" in ann.text


async def test_it_is_eight_things_at_most(shop: Shop, ann: Person) -> None:
    for number in range(1, 8):
        await a_voucher(shop, number * 10_000, date(2026, 12, number))
        await a_deal(shop, f"Deal {number}")
    await ann.says("/offers")
    things = [block for block in ann.text.split("\n\n")[1:] if block]
    assert len(things) == 8
    assert "🎟 and 4 more vouchers" in ann.text
    assert "Deal 7" in ann.text
    assert "Deal 3" not in ann.text


async def test_the_best_reward_her_points_can_have_is_told_or_how_many_are_missing(
    talk: Talk, shop: Shop, ann: Person
) -> None:
    async with talk.db.begin() as session:
        session.add(Reward(kind=RewardKind.DISH, names={"en": "Miso"}, price=40, created_at=NOON))
    await ann.says("/offers")
    assert "🎁 40 points more for: Miso" in ann.text
    await ann.presses("🎁 Rewards")
    assert "Miso" in ann.text


async def test_what_the_shop_has_switched_off_is_not_told(talk: Talk) -> None:
    shop = await opened(talk.db, replace(sushi(), without=("promo", "deals", "referral")))
    await a_deal(shop, "Soup")
    ann = talk.person("Ann", id=ANN)
    await ann.says("/offers")
    assert "Soup" not in ann.text
    assert "Bring a friend" not in ann.text
    assert "🏷 I have a code" not in ann.buttons
    await a_code(talk.db)
    await ann.says("/promo SUSHI10")
    assert "Your code works" not in ann.text


async def test_guests_are_asked_to_join(talk: Talk, shop: Shop) -> None:
    gus = talk.person("Gus", id=777)
    await gus.says("/offers")
    for data in ("off", "dal", "pct"):
        await gus.presses_data(data)
        assert "First join the programme" in gus.toast


async def test_a_double_tap_shows_the_same(shop: Shop, ann: Person) -> None:
    await a_deal(shop, "Soup")
    await ann.says("/offers")
    await ann.presses("🔥 Deals")
    before = ann.text
    await ann.presses_data("dal")
    assert ann.text == before
