"""Petra's till at the Green Bakery: Bob shows his card, pays a part with points, gets bread, brings some of it back."""

from dataclasses import dataclass

import pytest

from bot.rules import codes, till_codes
from tests.support.orders import BOB, NOON, Shop, opened
from tests.support.partners import PETRA, bakery
from tests.support.spending import card_code, has, points_of
from tests.support.talk import CARD_KEY, Person, Talk


@dataclass(frozen=True)
class Counter:
    """Petra behind it, Bob in front, with 500 points."""

    shop: Shop
    petra: Person
    bob: Person

    async def rings_up(self, sum_: str) -> None:
        await self.petra.says(codes.member_number(2))
        await self.petra.says(sum_)


@pytest.fixture
async def counter(talk: Talk) -> Counter:
    shop = await opened(talk.db)
    await bakery(shop)
    await has(shop, shop.bob, 500)
    return Counter(shop, talk.person("Petra", id=PETRA), talk.person("Bob", id=BOB))


async def test_bob_says_yes_in_his_chat_and_petra_enters_the_sale(talk: Talk, counter: Counter) -> None:
    petra, bob = counter.petra, counter.bob
    await petra.says("/start")
    assert "a partner of" in petra.text
    await petra.presses("🛎 Serve a member")
    await petra.says("Bob")
    assert "Nobody found" in petra.text
    await petra.opens(codes.sign_card(await card_code(counter.shop, counter.shop.bob), NOON, CARD_KEY))
    assert "Bob Stone" in petra.text
    assert not {"+48", "Bronze", "№"} & set(petra.text.split())
    await petra.says("a lot")
    await petra.says("1000")
    assert "To pay" in petra.text
    assert "900" in petra.text
    await petra.presses("⭐ Pay with points")
    await petra.says("300")
    await petra.presses("📲 Ask in their chat")
    await talk.deliver()
    assert "Green Bakery" in bob.text
    await bob.presses("✅ Yes, 300 points")
    await talk.deliver()
    await petra.presses("🧾 To the bill")
    assert "600" in petra.text
    entered = petra.data("✅ Enter the sale")
    await petra.presses("✅ Enter the sale")
    await talk.deliver()
    assert "Thank you for going to Green Bakery" in bob.text
    assert "230 points" in bob.text
    await bob.says("/history")
    assert "Bought at Green Bakery" in bob.text
    await bob.presses("1")
    assert "₽600" in bob.text
    await petra.presses_data(entered)
    assert "Nobody is being served" in petra.toast
    assert await points_of(counter.shop, counter.shop.bob) == (230, 0)


async def test_six_digits_do_as_well_and_a_slip_is_undone(talk: Talk, counter: Counter) -> None:
    petra, shop = counter.petra, counter.shop
    await counter.rings_up("1000")
    await petra.presses("⭐ Pay with points")
    await petra.presses("🔑 They show a code")
    await petra.says("000000")
    assert "🙏" in petra.text
    await petra.says(till_codes.digits(await card_code(shop, shop.bob), NOON, CARD_KEY))
    await petra.presses("✅ Enter the sale")
    assert await points_of(shop, shop.bob) == (500 - 450 + 22, 0)
    await petra.presses("↩️ Undo")
    assert "Taken back" in petra.text
    await talk.deliver()
    assert "slip" in counter.bob.text
    assert await points_of(shop, shop.bob) == (500, 0)


async def test_points_asked_for_are_free_again_when_the_sale_is_left(talk: Talk, counter: Counter) -> None:
    petra, shop = counter.petra, counter.shop
    await counter.rings_up("1000")
    await petra.presses("⭐ Pay with points")
    await petra.says(till_codes.digits(await card_code(shop, shop.bob), NOON, CARD_KEY))
    assert await points_of(shop, shop.bob) == (50, 450)
    await petra.says("/cancel")
    assert await points_of(shop, shop.bob) == (500, 0)


async def test_bread_comes_back_in_part_and_the_month_is_a_table(talk: Talk, counter: Counter) -> None:
    petra, shop = counter.petra, counter.shop
    await counter.rings_up("1000")
    await petra.presses("✅ Enter the sale")
    await talk.deliver()
    await petra.presses("Home")
    await petra.presses("🧾 Sales")
    await petra.presses("🧾 ")
    await petra.presses("✂️ A part of it")
    await petra.says("901")
    assert "more than is left" in petra.text
    await petra.says("300")
    yes = petra.data("✅ Yes")
    await petra.presses("✅ Yes")
    assert "300" in petra.text
    await petra.presses_data(yes)
    assert await points_of(shop, shop.bob) == (500 + 30, 0)
    await talk.deliver()
    assert [text.splitlines()[0] for text in counter.bob.shown] == [
        "🤝 Thank you for going to Green Bakery!",
        "↩️ Goods went back to Green Bakery",
    ]
    await petra.presses("Home")
    await petra.presses("📄 This month")
    assert "agrees with the books" in petra.text
    await petra.presses("⬇️ As a table")
    rows = petra.file().decode("utf-8-sig").splitlines()
    assert [row.split(";")[3:8] for row in rows[1:]] == [
        ["45", "4050", "0", "0", "-4050"],
        ["-15", "-1350", "0", "0", "1350"],
        ["30", "2700", "0", "0", "-2700"],
    ]


async def test_no_button_of_petras_reaches_the_florists_sales(talk: Talk, counter: Counter) -> None:
    florist = await bakery(counter.shop, chat_id=52, name="Florist")
    sold = await florist.sells(counter.shop.ann)
    before = await points_of(counter.shop, counter.shop.ann)
    await counter.petra.says("/start")
    for data in (
        f"pnc:{sold.sale_id}",
        f"pnu:{sold.sale_id}",
        *(f"pnb:{sold.sale_id}:{how}" for how in ("whole", "yes")),
    ):
        await counter.petra.presses_data(data)
        assert "no such sale" in counter.petra.toast, data
    assert await points_of(counter.shop, counter.shop.ann) == before
