"""Bob's level as he sees it, Olga's hand in it, stamps and the growing discount on everybody's screens."""

from datetime import timedelta

import pytest

from bot.rules.program import DiscountStep
from bot.usecases import deliveries, program, tiers
from tests.support.orders import BOB, CARL, NOON, OLGA, Shop, opened
from tests.support.programs import sushi
from tests.support.rewards import reward
from tests.support.talk import Person, Talk
from tests.support.tiers import bought, day, member, recheck

RUB = "₽"
RICH = sushi(
    stamp_every=6, stamp_points=100, discount_steps=(DiscountStep(10_000_00, 300), DiscountStep(30_000_00, 500))
)


@pytest.fixture
async def shop(talk: Talk) -> Shop:
    return await opened(talk.db, RICH)


@pytest.fixture
def bob(talk: Talk, shop: Shop) -> Person:
    return talk.person("Bob", id=BOB)


@pytest.fixture
def olga(talk: Talk, shop: Shop) -> Person:
    return talk.person("Olga", id=OLGA)


def pictures(talk: Talk) -> list[str]:
    return [type(call).__name__ for call in talk.calls if type(call).__name__ in ("SendPhoto", "EditMessageMedia")]


async def test_home_comes_with_the_picture_and_stays_one_message(talk: Talk, shop: Shop, bob: Person) -> None:
    await bob.says("/start")
    assert bob.messages[-1].photo
    assert f"🏅 Bronze ░░░░░░░░░░ {RUB}15,000 to Silver" in bob.text
    assert "🔖 ○○○○○○ 0 of 6" in bob.text
    await bob.presses("My points")
    assert len(bob.messages) == 1
    await bob.presses("Home")
    assert (len(bob.messages), bob.messages[-1].photo) == (1, None), "words stay words: nothing jumps"
    await bob.presses("My card")
    await bob.presses("Home")
    assert len(bob.messages) == 1
    assert bob.messages[-1].photo, "a picture becomes the other picture in place"


async def test_the_picture_is_drawn_once_for_everybody_about_as_far(talk: Talk, shop: Shop, bob: Person) -> None:
    ann = talk.person("Ann", id=21)
    await bob.says("/start")
    await bought(shop, shop.ann, 900_00)
    await ann.says("/start")
    assert len(talk.session.files) == 1
    await bought(shop, shop.ann, 1_100_00)
    await ann.says("/start")
    assert len(talk.session.files) == 2


async def test_bob_rises_and_reads_all_about_it(talk: Talk, shop: Shop, bob: Person) -> None:
    await bob.says("/level")
    assert "My level: Bronze" in bob.text
    assert f"{RUB}0 in the last 365 days" in bob.text
    assert f"{RUB}15,000 more, and you are Silver:" in bob.text
    await bought(shop, shop.bob, 25_800_00)
    await recheck(talk.db, shop.bob)
    await talk.deliver()
    assert bob.messages[-1].photo
    assert "You have reached Silver!" in bob.text
    assert "A gift for you: 100 points" in bob.text
    assert "1.2 × the points of every order" in bob.text
    await bob.presses("My level")
    assert "My level: Silver" in bob.text
    assert f"{RUB}14,200 more, and you are Gold:" in bob.text
    assert "up to 50% of an order paid with points" in bob.text
    assert "🛵 free delivery" in bob.text
    assert "👑 your orders go first" in bob.text
    assert "21 November 2026: Silver, by your orders" in bob.text
    assert f"Your discount: 3%; {RUB}4,200 more make it 5%" in bob.text
    for screen in ("/balance", "/card", "/offers"):
        await bob.says(screen)
        assert f"Your discount: 3%; {RUB}4,200 more make it 5%" in bob.text


async def test_a_tier_about_to_be_lost_is_told_kindly_and_can_be_saved(talk: Talk, shop: Shop, bob: Person) -> None:
    await bought(shop, shop.bob, 40_000_00)
    await bought(shop, shop.bob, 36_800_00, day(100))
    await recheck(talk.db, shop.bob)
    await talk.deliver()
    talk.clock.advance(timedelta(days=366))
    await tiers.review(talk.db, talk.clock.now())
    await talk.deliver()
    assert "Gold could stay yours" in bob.text
    assert f"{RUB}3,200 more before 22 December 2027, and you keep Gold." in bob.text
    await bob.presses("My level")
    assert f"{RUB}3,200 more before 22 December 2027, and you keep Gold." in bob.text
    await bought(shop, shop.bob, 3_200_00, talk.clock.now())
    await recheck(talk.db, shop.bob, talk.clock.now())
    await talk.deliver()
    assert "Gold stays yours" in bob.text


async def test_a_tier_that_is_lost_is_told_kindly(talk: Talk, shop: Shop, bob: Person) -> None:
    await bought(shop, shop.bob, 40_000_00)
    await recheck(talk.db, shop.bob)
    for days in (366, 30):
        talk.clock.advance(timedelta(days=days))
        await tiers.review(talk.db, talk.clock.now())
        await talk.deliver()
    assert "Your level is Silver now" in bob.text
    assert "All your points are still here." in bob.text
    assert f"{RUB}15,000 more before" in bob.text


async def test_everybody_can_read_what_levels_bring(talk: Talk, shop: Shop, bob: Person) -> None:
    await bob.says("/rules")
    await bob.presses("What levels bring")
    assert f"Gold, from {RUB}40,000" in bob.text
    assert "A gift with every 6 orders" in bob.text
    assert f"from {RUB}10,000: 3%; from {RUB}30,000: 5%" in bob.text


async def test_olga_gives_bob_gold_until_new_year(talk: Talk, shop: Shop, olga: Person, bob: Person) -> None:
    await olga.says("/member Bob")
    await olga.presses("🏅 Level")
    await olga.presses("Gold")
    await olga.says("yesterday")
    assert "Cancel" in olga.buttons
    await olga.says("20.11.2026")
    assert "That day has passed already" in olga.text
    await olga.says("31.12")
    await olga.says("Our first guest")
    assert "Gold until 31 December 2026" in olga.text
    await talk.deliver()
    assert "Gold for you, from the shop" in bob.text
    await olga.says("/member Bob")
    assert "By hand until 31 December 2026 (Olga: Our first guest)" in olga.text
    await olga.presses("🏅 Level")
    await olga.presses("End what was given by hand")
    assert "Bronze, by their orders" in olga.text
    await olga.says("/audit")
    assert "level by hand ended" in olga.text


async def test_a_level_is_given_for_some_months_by_a_button(talk: Talk, shop: Shop, olga: Person) -> None:
    await olga.says("/member Bob")
    await olga.presses("🏅 Level")
    await olga.presses("Silver")
    await olga.presses("3 months")
    await olga.says("A kind word")
    assert (await member(talk.db, shop.bob)).tier_until == (NOON + timedelta(days=92)).date()
    await olga.presses_data("thu:3")
    assert "That choice is over" in olga.toast


async def test_olga_picks_a_reward_for_stamps_and_types_the_steps(talk: Talk, shop: Shop, olga: Person) -> None:
    await olga.says("/program")
    await olga.presses("🔖 Stamps and discount")
    await olga.presses("🎟 Reward for a full stamp card")
    assert "The catalogue is empty" in olga.text
    soup = await reward(shop, "Miso soup")
    await olga.says("/program")
    await olga.presses("🔖 Stamps and discount")
    await olga.presses("🎟 Reward for a full stamp card")
    await olga.presses("Miso soup")
    await olga.presses("Yes, publish")
    assert (await program.current(talk.db, NOON)).program.stamp_reward_id == soup
    await olga.says("/program")
    await olga.presses("🔖 Stamps and discount")
    await olga.presses("✏️ Discount for what was spent so far")
    await olga.says("a lot: much")
    assert "I can't read these steps" in olga.text
    await olga.says("10 000: 3 %\n30 000: 6 %")
    assert "from" in olga.text
    await olga.presses("Yes, publish")
    steps = (await program.current(talk.db, NOON)).program.discount_steps
    assert [(step.from_minor, step.discount_bp) for step in steps] == [(10_000_00, 300), (30_000_00, 600)]
    await olga.says("/program")
    await olga.presses("🗂 Versions")
    assert f"from {RUB}30,000: 6%" in olga.text


async def test_golds_orders_go_first_from_the_desk_to_the_door(talk: Talk, shop: Shop, olga: Person) -> None:
    carl = talk.person("Carl", id=CARL)
    await bought(shop, shop.bob, 40_000_00)
    await recheck(talk.db, shop.bob)
    usual = (await shop.place(member_id=shop.ann)).order_id
    first = (await shop.place()).order_id
    await talk.deliver()
    assert "👑 First, please" in carl.text
    await carl.says("/deliveries")
    assert [label.split(" · ")[0] for label in carl.buttons[:2]] == [f"🆕 {first} 👑", f"🆕 {usual}"]
    await olga.says("/orders")
    assert any(label.startswith(f"🆕 {first} 👑") for label in olga.buttons)
    await olga.presses(f"🆕 {first} 👑")
    assert "👑 First, please" in olga.text


async def test_a_delivery_tells_the_stamps_and_a_full_card_its_gift(talk: Talk) -> None:
    shop, bob = await opened(talk.db, sushi(stamp_every=2, stamp_points=100)), talk.person("Bob", id=BOB)
    carl, olga = await shop.actor(CARL), await shop.actor(OLGA)
    for _ in range(2):
        order_id = (await shop.place()).order_id
        await deliveries.accept(talk.db, carl, order_id, at=NOON)
        await deliveries.start(talk.db, carl, order_id, at=NOON)
        await deliveries.settle(talk.db, olga, order_id, "Bob rang us", at=NOON)
        await talk.deliver()
    told = "\n".join(bob.shown)
    assert "🔖 ●○ 1 of 2" in told
    assert "Your stamp card is full!\n●●\n🎁 A gift for you: 100 points" in told
