"""What an order may tell besides its sum: what is in it, a voucher, a promo code; and who sees what is to be paid."""

from datetime import date

import pytest
from sqlalchemy import select

from bot.rules.benefits import Benefit
from bot.rules.earning_rules import EarningRule
from bot.telegram.admin.callbacks import NewOrder
from bot.telegram.admin.order_callbacks import DraftExtra
from bot.usecases import program, vouchers
from bot.usecases.vouchers import Issue
from db.enums import BenefitKind, VoucherSource, VoucherState
from db.models.orders import Dish, OrderItem
from db.models.vouchers import Voucher
from tests.support.orders import BOB, CARL, NOON, OLGA, Shop, opened
from tests.support.programs import sushi
from tests.support.talk import Person, Talk

DRINKS = EarningRule("r1", "Drinks", "points", 20, categories=("drinks",))
TENTH = Benefit(BenefitKind.PERCENT, 1_000)


@pytest.fixture
async def shop(talk: Talk) -> Shop:
    return await opened(talk.db, sushi(earning_rules=(DRINKS,)))


@pytest.fixture
def olga(talk: Talk, shop: Shop) -> Person:
    return talk.person("Olga", id=OLGA)


def plain(person: Person) -> str:
    return person.text.replace("\N{NO-BREAK SPACE}", " ")


async def holds(shop: Shop, benefit: Benefit, *, key: str = "gift") -> int:
    """Bob holds a voucher."""
    issue = Issue(key, shop.bob, benefit, VoucherSource.STAFF, date(2026, 12, 21))
    async with shop.db.begin() as session:
        rules = await program.in_force(session, NOON)
        return (await vouchers.issue(session, issue, at=NOON, rules=rules)).voucher_id


async def summed_up(olga: Person, shop: Shop, *, fee: str = "150") -> None:
    """Bob's order of 1 240, at its summary."""
    await olga.presses_data(NewOrder(member=shop.bob).pack())
    for answer in ("1240", fee, "Nevsky 1", "45"):
        await olga.says(answer)
    await olga.presses("Carl")


async def test_the_lines_of_an_order_bring_what_its_dishes_earn(talk: Talk, olga: Person, shop: Shop) -> None:
    await olga.says("/orders")
    await summed_up(olga, shop)
    await olga.presses("What's in it?")
    await olga.says("2 Philadelphia 1000")
    assert "something of drinks brings 20 points more" in olga.text
    await olga.presses("What's in it")
    await olga.says("2 Philadelphia 1000\ndrinks: Cola 240")
    for line in ("2 × Philadelphia, ₽1,000", "1 × Cola, ₽240", "+82 points on delivery"):
        assert line in plain(olga), line
    assert "Worth saying" not in olga.text
    await olga.presses("Place the order")
    await olga.presses("Open it")
    assert "2 × Philadelphia" in olga.text
    async with talk.db.read() as session:
        kept = (await session.execute(select(OrderItem.folded, OrderItem.category, OrderItem.quantity))).all()
        dishes = {dish.name: dish.category for dish in await session.scalars(select(Dish))}
    assert [tuple(row) for row in kept] == [("philadelphia", None, 2), ("cola", "drinks", 1)]
    assert dishes == {"Philadelphia": None, "Cola": "drinks"}


@pytest.mark.parametrize(
    ("typed", "said"),
    [("Philadelphia", "can't read"), ("3 Cola 1300", "cost more than the whole order"), ("Cola 0", "more than zero")],
)
async def test_lines_that_make_no_sense_are_asked_again(olga: Person, shop: Shop, typed: str, said: str) -> None:
    await olga.says("/orders")
    await summed_up(olga, shop)
    await olga.presses("What's in it?")
    await olga.says(typed)
    assert olga.text.startswith("🙏")
    assert said in olga.text
    await olga.says("Cola 240")
    assert "1 × Cola" in olga.text


async def test_a_voucher_is_offered_used_and_everybody_sees_what_is_to_be_paid(
    talk: Talk, olga: Person, shop: Shop
) -> None:
    voucher = await holds(shop, TENTH)
    await holds(shop, Benefit(BenefitKind.AMOUNT, 5_00), key="small")
    await holds(shop, Benefit(BenefitKind.AMOUNT, 500_00, least_minor=5_000_00), key="large")
    await olga.says("/orders")
    await summed_up(olga, shop)
    await olga.presses("2 vouchers fit")
    assert "10% off" in olga.buttons[0]
    await olga.presses("10% off")
    for line in ("10% off, −₽124", "To pay: ₽1,266", "+55 points on delivery"):
        assert line in plain(olga), line
    await olga.presses("Place the order")
    order = await shop.order(1)
    assert (order.discount_minor, order.voucher_id, order.base_minor, order.points) == (124_00, voucher, 1_116_00, 55)
    await talk.deliver()
    bob, carl = talk.person("Bob", id=BOB), talk.person("Carl", id=CARL)
    assert "−₽124" in plain(bob)
    assert "To pay: ₽1,266" in plain(bob)
    assert "₽1,266" in plain(carl)
    await olga.presses("Open it")
    assert "To pay: ₽1,266" in plain(olga)
    await olga.presses("Cancel order")
    await olga.presses("Entered by mistake")
    await olga.presses("Yes, cancel it")
    async with talk.db.read() as session:
        assert (await session.get_one(Voucher, voucher)).state is VoucherState.HELD


async def test_no_voucher_is_a_choice_too(olga: Person, shop: Shop) -> None:
    await holds(shop, TENTH)
    await olga.says("/orders")
    await summed_up(olga, shop)
    await olga.presses("1 voucher fits")
    await olga.presses("10% off")
    await olga.presses("Another voucher")
    await olga.presses("No voucher")
    assert "To pay" not in olga.text
    await olga.presses("1 voucher fits")
    await olga.presses("‹ Back")
    await olga.presses("Place the order")
    assert (await shop.order(1)).voucher_id is None


async def test_a_code_nobody_knows_leaves_the_question_open(olga: Person, shop: Shop) -> None:
    await olga.says("/orders")
    await summed_up(olga, shop)
    await olga.presses("Enter a code")
    await olga.says("NONSENSE")
    assert olga.text.startswith("🙏")
    await olga.says("/cancel")


async def test_a_voucher_used_elsewhere_meanwhile_is_refused_and_the_order_is_not_lost(
    olga: Person, shop: Shop
) -> None:
    voucher = await holds(shop, TENTH)
    await olga.says("/orders")
    await summed_up(olga, shop)
    await olga.presses("1 voucher fits")
    await olga.presses("10% off")
    await shop.place(voucher_id=voucher)
    await olga.presses("Place the order")
    assert "is placed" not in olga.text
    assert olga.toast
    await olga.presses_data(DraftExtra(do="use").pack())
    await olga.presses("Place the order")
    assert "is placed" in olga.text
    assert (await shop.order(2)).points == 62


async def test_an_extra_of_a_left_draft_changes_nothing(olga: Person, shop: Shop) -> None:
    await olga.says("/orders")
    for do in ("items", "voucher", "use", "code", "no_items"):
        await olga.presses_data(DraftExtra(do=do).pack())
        assert "begin a new one" in olga.toast
