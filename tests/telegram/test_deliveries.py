"""The courier's chat: one thumb, four digits, and every wrong press harmless."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.usecases import referral
from bot.usecases.program import in_force
from db.enums import OrderState, StaffState
from db.models.chats import Chat
from db.models.staff import Staff
from tests.support.orders import ANN, BOB, CARL, NOON, OLGA, Shop, opened
from tests.support.talk import Person, Talk


@pytest.fixture
async def shop(talk: Talk) -> Shop:
    return await opened(talk.db)


@pytest.fixture
def carl(talk: Talk, shop: Shop) -> Person:
    return talk.person("Carl", id=CARL)


@pytest.fixture
def bob(talk: Talk, shop: Shop) -> Person:
    return talk.person("Bob", id=BOB)


@pytest.fixture
def olga(talk: Talk, shop: Shop) -> Person:
    return talk.person("Olga", id=OLGA)


async def leaves(carl: Person) -> None:
    """Carl takes the first order of his list and goes."""
    await carl.says("/deliveries")
    await carl.presses("Nevsky")
    await carl.presses("Accept")
    await carl.presses("On the way")


async def test_from_the_kitchen_to_the_door(talk: Talk, shop: Shop, carl: Person, bob: Person) -> None:
    async with talk.db.begin() as session:
        rules = await in_force(session, NOON)
        await referral.claim(session, friend_id=shop.bob, inviter_id=shop.ann, at=NOON, rules=rules)
        await session.execute(update(Chat).where(Chat.chat_id == ANN).values(language="ru"))
    await shop.place(promised_at=NOON + timedelta(minutes=45))
    await talk.deliver()
    assert "🟠⚪⚪⚪" in bob.text
    assert "4821" in bob.text

    await carl.says("/start")
    assert "0 delivered today" in carl.text
    await carl.presses("Nevsky")
    assert "4821" not in carl.text
    await carl.presses("Accept")
    await talk.deliver()
    assert "🟠🟠⚪⚪" in bob.text
    await carl.presses("On the way")
    await talk.deliver()
    assert "🟠🟠🟠⚪" in bob.text
    assert len(bob.messages) == 1  # the same message all the way
    await carl.presses("Delivered")
    assert "the code, please" in carl.text
    await carl.says("4821")
    assert "Order 1 is delivered!" in carl.text
    assert "1 delivered today" in carl.text

    await talk.deliver()
    assert "🟢🟢🟢🟢" in bob.shown[0]
    assert "4821" not in bob.shown[0]
    for line in ("+62 points for the order", "+100 points to welcome you", "+100 points for coming", "262 points"):
        assert line in bob.text
    assert talk.person("Ann", id=ANN).shown, "Ann hears that Bob's order paid her"


async def test_twenty_taps_on_delivered_are_one_delivery(talk: Talk, shop: Shop, carl: Person) -> None:
    await shop.place()
    await leaves(carl)
    at_door = carl.messages[-1]
    data = at_door.reply_markup.inline_keyboard[0][0].callback_data  # type: ignore[union-attr]
    for _ in range(20):
        await carl.presses_data(data or "", at_door)
    await carl.says("4821")
    for _ in range(20):
        await carl.presses_data(data or "", at_door)
    for _ in range(20):
        await carl.says("4821")
    assert "No order of yours is on the way" in carl.text
    assert (await shop.told(BOB)).count("order.delivered") == 1


async def test_digits_alone_are_enough_with_one_order_on_the_way(shop: Shop, carl: Person) -> None:
    await shop.place()
    await leaves(carl)
    await carl.says("48 21")
    assert "Order 1 is delivered!" in carl.text


async def test_with_two_orders_on_the_way_it_asks_which(shop: Shop, carl: Person) -> None:
    await shop.place()
    await shop.place(address="Second street")
    await leaves(carl)
    await carl.says("/deliveries")
    await carl.presses("Second")
    await carl.presses("Accept")
    await carl.presses("On the way")
    await carl.says("4821")
    assert "Which order is it?" in carl.text
    await carl.presses("Second")
    await carl.says("4821")
    assert "Order 2 is delivered!" in carl.text
    assert "1 order is still to be delivered" in carl.text


async def test_three_wrong_codes_ask_the_owner_who_delivers_without(
    talk: Talk, shop: Shop, carl: Person, olga: Person
) -> None:
    await shop.place()
    await leaves(carl)
    await carl.presses("Delivered")
    await carl.says("what?")
    assert "four digits" in carl.text
    for left in (2, 1):
        await carl.says("1111")
        assert f"Tries left: {left}" in carl.text
    await carl.says("1111")
    assert "locked" in carl.text
    await carl.says("4821")
    assert "locked" in carl.text
    await talk.deliver()
    assert "The code was wrong too often" in olga.text

    await olga.presses("Delivered without a code")
    await olga.says("Bob rang: he has it")
    assert "delivered without a code, Olga: Bob rang: he has it" in olga.text
    await talk.deliver()
    assert "marked it as delivered" in carl.text
    assert (await shop.order(1)).state is OrderState.DELIVERED


async def test_a_problem_goes_to_the_owner_and_the_order_comes_again(
    talk: Talk, shop: Shop, carl: Person, bob: Person, olga: Person
) -> None:
    await shop.place()
    await leaves(carl)
    await carl.presses("Problem")
    await carl.presses("Nobody opens")
    await carl.says("Rang twice, <no> light")
    assert "The shop knows" in carl.text
    await talk.deliver()
    assert "Carl: “Rang twice, <no> light”" in olga.text
    assert "nobody opens" in bob.text

    await olga.presses("Send again, with a new code")
    assert "Placed" in olga.text
    await talk.deliver()
    new_code = (await shop.order(1)).handover_code
    assert new_code in bob.text
    await leaves(carl)
    await carl.presses("Delivered")
    await carl.says(new_code)
    assert "Order 1 is delivered!" in carl.text


async def test_a_problem_is_told_without_words_and_taken_back(
    talk: Talk, shop: Shop, carl: Person, bob: Person, olga: Person
) -> None:
    await shop.place()
    await talk.deliver()
    await leaves(carl)
    await carl.presses("Problem")
    await carl.presses("Wrong address")
    await carl.presses("Tell the shop")
    await talk.deliver()
    assert "can't find your address" in bob.text
    await carl.presses("Undo")
    assert "Undo" in "".join(carl.buttons), "the step before it can be undone as well"
    await talk.deliver()
    assert "all is well again" in bob.text
    assert "Carl took it back" in olga.text


async def test_undo_is_offered_for_two_minutes(talk: Talk, shop: Shop, carl: Person) -> None:
    await shop.place()
    await carl.says("/deliveries")
    await carl.presses("Nevsky")
    await carl.presses("Accept")
    await carl.presses("Undo")
    assert "Placed" in carl.text
    await carl.presses("Accept")
    late = carl.messages[-1]
    talk.clock.advance(timedelta(minutes=3))
    undo = [b for row in late.reply_markup.inline_keyboard for b in row if "Undo" in b.text]  # type: ignore[union-attr]
    await carl.presses_data(undo[0].callback_data or "", late)
    assert "too late" in carl.toast
    await carl.says("/deliveries")
    await carl.presses("Nevsky")
    assert not [label for label in carl.buttons if "Undo" in label]


async def test_nothing_to_do_says_so(carl: Person) -> None:
    await carl.says("/deliveries")
    assert "Nothing to deliver right now" in carl.text


async def test_others_and_the_dismissed_deliver_nothing(talk: Talk, shop: Shop, carl: Person) -> None:
    await shop.place()
    await leaves(carl)
    message = carl.messages[-1]
    data = message.reply_markup.inline_keyboard[0][0].callback_data or ""  # type: ignore[union-attr]
    dan = talk.person("Dan", id=12)
    await dan.says("/deliveries")
    await dan.presses_data(data)
    assert "isn't yours" in dan.toast
    async with talk.db.begin() as session:
        await session.execute(update(Staff).where(Staff.id == shop.carl).values(state=StaffState.DISMISSED))
    await carl.presses_data(data, message)
    await carl.says("4821")
    assert (await shop.order(1)).state is OrderState.ON_THE_WAY


async def test_the_map_opens_at_the_address(shop: Shop, carl: Person) -> None:
    await shop.place(address="Невский 1 & 2")
    await carl.says("/deliveries")
    await carl.presses("Невский")
    links = [b.url for row in carl.messages[-1].reply_markup.inline_keyboard for b in row if b.url]  # type: ignore[union-attr]
    assert links == [
        "https://www.google.com/maps/search/?api=1&query=%D0%9D%D0%B5%D0%B2%D1%81%D0%BA%D0%B8%D0%B9+1+%26+2"
    ]
