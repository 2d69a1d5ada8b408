"""Olga puts deals on; Ann sees those that are meant for her, what she likes first."""

from datetime import timedelta

import pytest

from bot.usecases import outlets
from bot.usecases.actor import read
from bot.usecases.outlets import Place
from db.enums import Tier
from db.models.members import Member, Person
from tests.support.orders import ANN, NOON, OLGA, Shop, opened
from tests.support.talk import Person as Phone
from tests.support.talk import Talk


@pytest.fixture
async def shop(talk: Talk) -> Shop:
    return await opened(talk.db)


@pytest.fixture
def olga(talk: Talk, shop: Shop) -> Phone:
    return talk.person("Olga", id=OLGA)


@pytest.fixture
def ann(talk: Talk, shop: Shop) -> Phone:
    return talk.person("Ann", id=ANN)


async def makes(olga: Phone, words: str) -> None:
    await olga.says("/offers")
    await olga.presses("➕ New deal")
    await olga.says(words)


async def test_a_deal_is_made_by_questions_and_ann_reads_it(olga: Phone, ann: Phone) -> None:
    await olga.says("/offers")
    assert "None yet" in olga.text
    await makes(olga, "Salmon <bowl>\nfresh from the coast")
    assert "🔥 Salmon <bowl>\nfresh from the coast\n🟢 On now." in olga.text
    await olga.presses("💰 Prices")
    await olga.says("590 / 490")
    assert "lower than the usual one" in olga.text
    await olga.says("490 / 590")
    await olga.presses("🕒 Hours")
    await olga.says("14-18")
    assert "🕒 From 14:00 to 18:00" in olga.text
    await ann.says("/offers")
    assert "🔥 Salmon <bowl>: ₽490 instead of ₽590, 3 hours left" in ann.text


async def test_a_deal_outside_its_hours_days_and_dates_is_not_told(talk: Talk, olga: Phone, ann: Phone) -> None:
    await makes(olga, "Happy hours")
    await olga.presses("🕒 Hours")
    await olga.says("22 – 2")
    assert "▫️ Not on just now." in olga.text
    await ann.says("/offers")
    assert "Happy hours" not in ann.text
    talk.clock.advance(timedelta(hours=10))  # one o'clock in the night to Sunday
    await ann.says("/offers")
    assert "Happy hours" in ann.text
    await olga.presses("📆 Weekdays")
    await olga.presses("Sun")
    await olga.presses("Back")
    await ann.says("/offers")
    assert "Happy hours" not in ann.text
    await olga.presses("🕒 Hours")
    await olga.says("0")
    await ann.says("/offers")
    assert "Happy hours" in ann.text
    await olga.presses("📅 Dates")
    await olga.says("01.12 – 31.12")
    await ann.says("/offers")
    assert "Happy hours" not in ann.text


async def test_a_deal_for_a_tier_is_seen_by_it_and_above_with_the_reason(
    talk: Talk, shop: Shop, olga: Phone, ann: Phone
) -> None:
    await makes(olga, "Tasting night")
    await olga.presses("🏅 From which level")
    await olga.presses("Silver")
    assert "🏅 From Silver on" in olga.text
    await ann.says("/offers")
    assert "Tasting" not in ann.text
    async with talk.db.begin() as session:
        (await session.get_one(Member, shop.ann)).tier = Tier.GOLD
    await ann.says("/offers")
    assert "Because you are Silver or higher." in ann.text


async def test_words_in_another_language_are_read_in_it(talk: Talk, shop: Shop, olga: Phone, ann: Phone) -> None:
    await makes(olga, "Soup")
    await olga.presses("✏️ Words")
    await olga.presses("Polski")
    await olga.says("Zupa")
    assert "EN, PL" in olga.text
    await ann.says("/language")
    await ann.presses("Polski")
    await ann.says("/offers")
    assert "Zupa" in ann.text


async def test_wrong_words_are_told_and_asked_again(olga: Phone) -> None:
    await makes(olga, "x" * 81)
    assert "at most 80 letters" in olga.text
    await olga.says("y")
    assert "🔥 y" in olga.text
    await olga.presses("📅 Dates")
    await olga.says("20.12 – 10.12")
    assert "end before it begins" in olga.text
    await olga.says("31.12")
    assert "📅 Until 31 December 2026" in olga.text
    await olga.presses("🕒 Hours")
    await olga.says("25-30")
    assert "🕒" not in olga.text.split("\n")[0]
    await olga.says("9-12")
    assert "🕒 From 9:00 to 12:00" in olga.text


async def test_two_managers_at_once_look_again_and_a_double_tap_does_no_harm(olga: Phone) -> None:
    await makes(olga, "Soup")
    await olga.presses_data("ded:pause:1:1")
    assert "⏸ Paused" in olga.text
    await olga.presses_data("ded:pause:1:1")
    assert "Somebody changed this deal meanwhile" in olga.toast
    await olga.presses("▶️ Show it")
    await olga.presses("🗑 Remove")
    assert "gone for good" in olga.text
    await olga.presses("Yes, remove")
    await olga.presses_data("deo:1")
    assert "no such deal" in olga.toast


async def test_outlets_segment_and_kind_of_dish_are_chosen(talk: Talk, olga: Phone, ann: Phone) -> None:
    boss = await read(talk.db, OLGA, NOON)
    for name in ("Central", "Harbour"):
        await outlets.add(talk.db, boss, Place(name, ""), at=NOON)
    await makes(olga, "Soup")
    await olga.presses("🏠 Outlets")
    await olga.presses("Harbour")
    await olga.presses("Back")
    assert "🏠 Only at Harbour" in olga.text
    await olga.presses("🍣 Kind of dish")
    await olga.says("soups")
    assert "🍣 Kind of dish: soups" in olga.text
    await olga.presses("👥 For whom")
    await olga.presses("🧾 Orders")
    await olga.presses("💤 Last order")
    await olga.presses("no order for 30 days")
    await olga.presses("Save")
    assert "👥 For: no order for 30 days" in olga.text
    await ann.says("/offers")
    assert "Soup" not in ann.text


async def test_an_owner_who_is_a_member_has_both_screens(talk: Talk, shop: Shop, olga: Phone) -> None:
    await olga.says("/offers")
    assert "✨ My own offers" not in olga.buttons
    async with talk.db.begin() as session:
        (await session.get_one(Person, shop.ann)).chat_id = OLGA
    await makes(olga, "Soup\nof the day")
    await olga.says("/offers")
    await olga.presses("👀 What members see")
    assert "🔥 Soup\nof the day" in olga.text
    await olga.presses("Back")
    await olga.presses("✨ My own offers")
    assert "What's on for you" in olga.text
