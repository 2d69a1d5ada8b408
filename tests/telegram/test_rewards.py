"""Ann looks at the shelf, takes a soup, taps twice, changes her mind, and meets what she can't eat."""

from datetime import timedelta

import pytest

from bot.usecases.catalogue import Switch
from db.enums import Allergen, RewardKind, Tier
from db.models.rewards import Reward, RewardPicture
from tests.support.orders import ANN, NOON, Shop, opened
from tests.support.rewards import declares, reward, rich
from tests.support.talk import Person, Talk


@pytest.fixture
async def shop(talk: Talk) -> Shop:
    shop = await opened(talk.db)
    await rich(talk.db, shop.ann, 620)
    return shop


@pytest.fixture
async def ann(talk: Talk, shop: Shop) -> Person:
    return talk.person("Ann", id=ANN)


async def test_an_empty_shelf_says_so(ann: Person) -> None:
    await ann.says("/start")
    await ann.presses("Rewards")
    assert "nothing on the shelf" in ann.text
    assert "Home" in ann.buttons


async def test_the_shelf_tells_what_is_hers_what_is_near_and_what_is_not_for_now(shop: Shop, ann: Person) -> None:
    await reward(shop, "Miso soup", 100)
    await reward(shop, "Philadelphia", 660)
    await reward(shop, "Chef's table", 100, tier=Tier.GOLD)
    await reward(shop, "Matcha", 50, stock=0)
    class_at = NOON + timedelta(days=21)
    await reward(shop, "Sushi class", 600, kind=RewardKind.EXPERIENCE, happens_at=class_at, stock=8)
    await ann.says("/rewards")
    assert "You have 620 points" in ann.text
    for told in (
        "Yours for the taking\n🎟 Sushi class · 600 points\n     📅 12 December 2026, 15:00, 8 seats left\n🍣 Miso soup",
        "Almost yours\n🍣 Philadelphia · 660 points · 40 points more",
        "🍣 Matcha · 50 points · all gone for now",
        "Chef's table · 100 points · for Gold and above",
    ):
        assert told in ann.text
    await ann.presses("Chef's table")
    assert "Not just now: for Gold and above." in ann.text
    assert not any("Take it" in label for label in ann.buttons)


async def test_ann_takes_a_soup_taps_twice_and_changes_her_mind(talk: Talk, shop: Shop, ann: Person) -> None:
    await reward(shop, "Miso soup", 100, stock=2)
    await ann.says("/rewards")
    await ann.presses("Miso soup")
    assert "100 points; you have 620 points" in ann.text
    assert "2 left" in ann.text
    await ann.presses("Take it for 100 points")
    assert "It takes 100 points; 520 points remain." in ann.text
    assert "good until 21 December 2026" in ann.text
    _, yes = ann._find("Yes, take it")
    await ann.presses("Yes, take it")
    first = ann.text
    assert "Your voucher: Miso soup" in first
    assert ann.toast == "🎉 Miso soup is yours! You have 520 points now."
    assert ann.messages[-1].photo
    await ann.presses_data(yes)
    assert ann.text == first
    await ann.says("/start")
    await ann.presses("🎟 My vouchers")
    await ann.presses("Miso soup")
    await ann.presses("↩️ I changed my mind")
    assert "Miso soup is back on the shelf" in ann.text
    assert "you have 620 points" in ann.text
    await ann.says("/history")
    assert "+100 points · Given back: Miso soup" in ann.text
    assert "−100 points · Reward: Miso soup" in ann.text
    await ann.presses("2. Why?")
    assert "You took this reward, and your points paid for it." in ann.text


async def test_taps_on_a_button_that_is_gone_show_one_ticket(shop: Shop, ann: Person) -> None:
    await reward(shop, "Miso soup", 100)
    await ann.says("/rewards")
    await ann.presses("Miso soup")
    await ann.presses("Take it for 100 points")
    question, yes = ann._find("Yes, take it")
    for _ in range(3):
        await ann.presses_data(yes, question)
    assert [message for message in ann.messages if message.photo] == [ann.messages[-1]]
    assert "Your voucher: Miso soup" in ann.text


async def test_a_drink_is_offered_besides_a_dish(shop: Shop, ann: Person) -> None:
    await reward(shop, "Philadelphia", 400)
    await reward(shop, "Green tea", 60, kind=RewardKind.DRINK)
    await reward(shop, "Sake", 300, kind=RewardKind.DRINK)
    await ann.says("/rewards")
    for label in ("Philadelphia", "Take it", "Yes, take it"):
        await ann.presses(label)
    assert ann.buttons[0] == "And 🍵 Green tea for 60 points?"
    assert not any("Sake" in label for label in ann.buttons)  # 220 points are left
    await ann.presses("And 🍵 Green tea")
    assert "160 points remain" in ann.text
    await ann.presses("Yes, take it")
    assert "Your voucher: Green tea" in ann.text
    assert not any("And" in label for label in ann.buttons)


async def test_words_that_do_not_fit_under_a_picture_come_without_it(talk: Talk, shop: Shop, ann: Person) -> None:
    number = await reward(shop)
    async with talk.db.begin() as session:
        satay = await session.get_one(Reward, number)
        satay.texts, satay.allergens, satay.has_picture = {"en": "🍣" * 400}, [each.value for each in Allergen], True
        session.add(RewardPicture(reward_id=number, content=b"jpeg", changed_at=NOON))
    await ann.says("/rewards")
    await ann.presses("Miso soup")
    assert ann.messages[-1].photo
    await declares(talk.db, shop.ann, *Allergen)
    await ann.says("/rewards")
    await ann.presses("Miso soup")
    assert not ann.messages[-1].photo
    assert "You told us you can't eat gluten, crustaceans" in ann.text


async def test_too_late_to_give_back_is_said_kindly(talk: Talk, shop: Shop, ann: Person) -> None:
    await reward(shop)
    await ann.says("/rewards")
    for label in ("Miso soup", "Take it", "Yes, take it"):
        await ann.presses(label)
    talk.clock.advance(timedelta(minutes=11))
    await ann.presses("↩️ I changed my mind")
    assert "too late to give it back: the time for it was 10 minutes" in ann.toast
    assert "Your voucher: Miso soup" in ann.text


async def test_a_reward_that_went_meanwhile_is_refused_with_a_sentence(shop: Shop, ann: Person) -> None:
    number = await reward(shop, stock=1)
    await ann.says("/rewards")
    for label in ("Miso soup", "Take it"):
        await ann.presses(label)
    await rich(shop.db, shop.bob)
    bob = ann.talk.person("Bob", id=22)
    await bob.says("/rewards")
    await bob.presses_data(f"rwt:{number}:bobs:0")
    assert "Your voucher: Miso soup" in bob.text
    await ann.presses("Yes, take it")
    assert "the last one is gone" in ann.toast
    await ann.presses_data("rwt:99:x:0")
    assert "no such reward" in ann.toast
    await ann.presses_data("rwu:99")
    assert "nothing of yours" in ann.toast


async def test_what_ann_cannot_eat_is_marked_and_asked_again(shop: Shop, ann: Person) -> None:
    await reward(shop, "Satay", 200, allergens=Switch("peanuts", True))
    await ann.says("/settings")
    await ann.presses("Allergies")
    assert "something you can't eat?" in ann.text
    await ann.presses("peanuts")
    await ann.presses("milk")
    assert "You can't eat: peanuts and milk." in ann.text
    assert "⚠️ peanuts" in ann.buttons
    await ann.presses("⚠️ milk")
    assert "You can't eat: peanuts." in ann.text
    await ann.says("/rewards")
    assert "⚠️ Contains peanuts" in ann.text
    await ann.presses("⚠️ 🍣 Satay")
    assert "You told us you can't eat peanuts." in ann.text
    await ann.presses("Take it for 200 points")
    assert "Satay contains peanuts" in ann.text
    _, agreed = ann._find("Take it all the same")
    await ann.presses_data(agreed[:-1] + "0")
    assert "something you told us you can't eat" in ann.toast
    await ann.presses("Take it all the same")
    assert "Your voucher: Satay" in ann.text


async def test_a_long_shelf_has_pages(shop: Shop, ann: Person) -> None:
    for number in range(10):
        await reward(shop, f"Roll {number}", 10 + number)
    await ann.says("/rewards")
    assert "Roll 9" in ann.text
    assert "Roll 1 " not in ann.text
    await ann.presses("More ›")
    assert "Roll 1 " in ann.text
    await ann.presses("‹ Before")
    assert "Roll 9" in ann.text
    await ann.presses_data("rw:999")
    assert "Roll 0" in ann.text


async def test_a_guest_is_shown_the_way_to_a_card(talk: Talk, shop: Shop) -> None:
    eve = talk.person("Eve", id=777)
    await eve.says("/rewards")
    assert eve.text
    assert "Yours" not in eve.text
