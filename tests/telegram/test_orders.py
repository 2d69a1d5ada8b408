"""The desk's chat: orders are entered question by question, bad answers are refused kindly, a restart loses nothing."""

import pytest
from sqlalchemy import update

from bot.pictures.qr import qr_png
from bot.rules import codes
from bot.telegram import dispatcher
from bot.telegram.admin.callbacks import NewOrder
from bot.telegram.admin.order_callbacks import AssignOrder, CancelOrder, ResendOrder
from bot.usecases import outlets
from db.enums import OrderState, Role, StaffState
from db.models.staff import Staff
from tests.support.orders import BOB, CARL, DAN, NOON, OLGA, Shop, opened
from tests.support.talk import Person, Talk

BOBS_NUMBER = codes.member_number(2)


@pytest.fixture
async def shop(talk: Talk) -> Shop:
    return await opened(talk.db)


@pytest.fixture
def olga(talk: Talk, shop: Shop) -> Person:
    return talk.person("Olga", id=OLGA)


@pytest.fixture
def bob(talk: Talk, shop: Shop) -> Person:
    return talk.person("Bob", id=BOB)


async def placed(shop: Shop, **given: object) -> int:
    return (await shop.place(**given)).order_id


async def test_an_order_is_entered_in_a_minute(talk: Talk, olga: Person, bob: Person) -> None:
    await olga.says("/orders")
    assert "No order" in olga.text or "Nothing is under way" in olga.text
    await olga.presses("New order")
    await olga.says(codes.format_number(BOBS_NUMBER))
    assert "Bob Stone" in olga.text
    await olga.says("1 240")
    await olga.says("150")
    await olga.says("Nevsky 1, flat 7")
    await olga.presses("+45 min")
    await olga.presses("Carl")
    for line in ("Bob Stone", "+62 points", "Nevsky 1, flat 7", "By 15:45", "Carl", "1,240", "150"):
        assert line in olga.text.replace("\N{NO-BREAK SPACE}", " "), line
    await olga.presses("Place the order")
    assert "is placed" in olga.text

    await talk.deliver()
    assert "+62 points on their way" in bob.text
    assert "Your code for the door" in bob.text
    assert "Nevsky" in talk.person("Carl", id=CARL).text


async def test_placing_twice_is_one_order(talk: Talk, shop: Shop, olga: Person) -> None:
    await shop.place(key="warm-up")  # so that there is a fee to offer again
    await olga.says("/orders")
    await olga.presses("New order")
    await olga.says("+48600100222")
    await olga.says("1240")
    await olga.presses("150")
    await olga.presses("Pickup")
    assert "When will it be picked up?" in olga.text
    await olga.presses("No promise")
    assert "is this right?" in olga.text  # nobody brings what is picked up
    await olga.presses("‹ Back")
    assert "When will it be picked up?" in olga.text
    await olga.says("45")
    summary = olga.messages[-1]
    data = summary.reply_markup.inline_keyboard[0][0].callback_data  # type: ignore[union-attr]
    await olga.presses_data(data or "", summary)
    assert "a message about it, and +62 points on the way" in olga.text
    for _ in range(9):
        await olga.presses_data(data or "", summary)
    assert "placed or cancelled already" in olga.toast
    assert (await shop.order(2)).address == ""
    assert (await shop.told(BOB)).count("order.placed") == 2
    await talk.deliver()
    bob = talk.person("Bob", id=BOB)
    assert "Pickup" in bob.text
    assert "code for the door" not in bob.text  # nobody asks for it at the counter


@pytest.mark.parametrize("typed", ["-5", "1e9", "abc", "0", "12,505", "9" * 40])
async def test_a_bad_sum_is_refused_kindly_and_asked_again(olga: Person, typed: str) -> None:
    await olga.says("/orders")
    await olga.presses("New order")
    await olga.says(BOBS_NUMBER)
    await olga.says(typed)
    assert olga.text.startswith("🙏")
    await olga.says("12,50")
    assert "delivery fee" in olga.text


async def test_an_unusually_large_sum_is_asked_twice(olga: Person) -> None:
    await olga.says("/orders")
    await olga.presses("New order")
    await olga.says(BOBS_NUMBER)
    await olga.says("124000")
    assert "really?" in olga.text
    await olga.says("1240")
    assert "delivery fee" in olga.text
    await olga.presses("Back")
    await olga.says("124000")
    await olga.presses("Yes,")
    assert "delivery fee" in olga.text


async def test_an_unknown_member_is_said_and_another_way_works(olga: Person, shop: Shop) -> None:
    await olga.says("/orders")
    await olga.presses("New order")
    await olga.says("+48999999999")
    assert "can't find anybody" in olga.text
    await olga.sends_photo(qr_png("https://example.org"))
    assert "not a card of ours" in olga.text or "can't find" in olga.text
    await olga.sends_photo(b"no picture")
    assert "can't open that picture" in olga.text
    await olga.sends_photo(qr_png(f"https://t.me/okaeri_test_bot?start=m_{BOBS_NUMBER:0>13}"))
    assert "Bob Stone" in olga.text


async def test_each_step_can_be_taken_back(olga: Person) -> None:
    await olga.says("/orders")
    await olga.presses("New order")
    await olga.says(BOBS_NUMBER)
    for answer in ("1240", "150", "Nevsky 1", "18:30"):
        await olga.says(answer)
    await olga.presses("Carl")
    seen = []
    for _ in range(6):
        await olga.presses("Back")
        seen.append(olga.text.splitlines()[1])
    assert seen == [
        "Who delivers it?",
        "When should it be there?",
        "Where to?",
        "And the delivery fee?",
        f"For Bob Stone, № {codes.format_number(BOBS_NUMBER)}.",
        "Who is it for?",
    ]


async def test_a_restart_in_the_middle_loses_nothing(talk: Talk, olga: Person, shop: Shop) -> None:
    await olga.says("/orders")
    await olga.presses("New order")
    await olga.says(BOBS_NUMBER)
    await olga.says("1240")
    talk.dispatcher = dispatcher.build(
        talk.db, talk.clock, talk.catalogue, talk.presenter, makers=talk.makers, new_key=talk.makers.key
    )
    await olga.presses("No fee")
    await olga.says("x" * 301)
    assert "too long" in olga.text
    await olga.says("Nevsky 1")
    await olga.says("25:99")
    assert "can't read that as a time" in olga.text
    await olga.says("18:30")
    await olga.presses("Nobody yet")
    assert "By 18:30" in olga.text
    await olga.presses("Place the order")
    assert (await shop.order(1)).amount_minor == 124_000


async def test_a_button_of_a_left_draft_changes_nothing(olga: Person, shop: Shop) -> None:
    await olga.says("/orders")
    await olga.presses("New order")
    await olga.says(BOBS_NUMBER)
    await olga.says("1240")
    old = olga.messages[-1]
    await olga.says("/cancel")
    data = old.reply_markup.inline_keyboard[0][0].callback_data  # type: ignore[union-attr]
    await olga.presses_data(data or "", old)
    assert "begin a new one" in olga.toast
    assert await shop.told(BOB) == []


async def test_cancelling_asks_why_and_is_sure(talk: Talk, olga: Person, bob: Person, shop: Shop) -> None:
    order_id = await placed(shop)
    await talk.deliver()
    await olga.says("/orders")
    await olga.presses(f"{order_id} · Bob")
    assert shop.code not in olga.text
    await olga.presses("Cancel order")
    await olga.presses("sold out")
    assert "62 points on their way would be lost" in olga.text
    assert (await shop.order(order_id)).state is OrderState.PLACED
    await olga.presses("Yes, cancel it")
    assert "Cancelled" in olga.text
    await talk.deliver()
    assert "sold out" in bob.text
    assert shop.code not in "".join(bob.shown)


async def test_a_typed_reason_stays_with_the_desk(talk: Talk, olga: Person, bob: Person, shop: Shop) -> None:
    order_id = await placed(shop)
    await olga.says("/orders")
    await olga.presses(f"{order_id} · Bob")
    await olga.presses("Cancel order")
    await olga.says("Bob is a nuisance <b>")
    await olga.presses("Yes, cancel it")
    assert "Reason: Bob is a nuisance <b>" in olga.text
    await talk.deliver()
    assert "was cancelled" in bob.text
    assert "nuisance" not in "".join(bob.shown)


async def test_the_courier_is_changed_and_both_know(talk: Talk, olga: Person, shop: Shop) -> None:
    order_id = await placed(shop)
    await olga.says("/orders")
    await olga.presses(f"{order_id} · Bob")
    await olga.presses("Change courier")
    await olga.presses("Dan")
    assert "Dan" in olga.text
    await talk.deliver()
    assert "off your list" in talk.person("Carl", id=CARL).text
    assert "is yours" in talk.person("Dan", id=DAN).text


async def test_the_list_turns_pages_and_empty_ones_say_so(olga: Person, shop: Shop) -> None:
    for _ in range(7):
        await placed(shop)
    await olga.says("/orders")
    assert "7 · Bob" in "\n".join(olga.buttons)
    await olga.presses("Older")
    assert "1 · Bob" in "\n".join(olga.buttons)
    await olga.presses("Newer")
    await olga.presses("Problems")
    assert "A good day" in olga.text


async def test_the_outlet_is_asked_where_there_is_a_choice(talk: Talk, olga: Person, shop: Shop) -> None:
    async with talk.db.begin() as session:
        for name in ("Centre", "Harbour"):
            await outlets.create(session, outlets.Place(name, ""), at=NOON)
    await olga.says("/orders")
    await olga.presses_data(NewOrder(member=shop.bob).pack())  # as on the member's own screen
    for answer in ("1240", "0", "Nevsky 1", "45"):
        await olga.says(answer)
    await olga.presses("Carl")
    assert "Which outlet" in olga.text
    await olga.presses("Back")
    await olga.presses("Dan")
    await olga.presses("Harbour")
    await olga.presses("Place the order")
    await olga.presses("Open it")
    assert "Harbour" in olga.text
    assert "Dan" in olga.text


async def test_what_is_picked_up_is_handed_out_at_the_counter(
    talk: Talk, olga: Person, bob: Person, shop: Shop
) -> None:
    order_id = await placed(shop, address="", fee_minor=0, courier_id=None)
    await olga.says("/orders")
    await olga.presses(f"{order_id} · Bob")
    await olga.presses("Picked up")
    await olga.presses("Picked up at the counter")
    assert "Delivered" in olga.text
    await talk.deliver()
    assert "+62 points for the order" in bob.text


async def test_a_courier_dismissed_while_the_order_was_entered_can_be_exchanged(
    talk: Talk, olga: Person, shop: Shop
) -> None:
    await olga.says("/orders")
    await olga.presses("New order")
    for answer in (BOBS_NUMBER, "1240", "0", "Nevsky 1", "45"):
        await olga.says(answer)
    await olga.presses("Carl")
    async with talk.db.begin() as session:
        await session.execute(update(Staff).where(Staff.id == shop.carl).values(state=StaffState.DISMISSED))
    await olga.presses("Place the order")
    assert "doesn't work here any more" in olga.toast
    await olga.presses("Back")
    await olga.presses("Dan")
    await olga.presses("Place the order")
    assert "is placed" in olga.text


async def test_support_sees_orders_and_changes_none(talk: Talk, shop: Shop) -> None:
    order_id = await placed(shop)
    async with talk.db.begin() as session:
        await session.execute(update(Staff).where(Staff.id == shop.dan).values(role=Role.SUPPORT))
    sue = talk.person("Sue", id=DAN)
    await sue.says("/orders")
    assert not [label for label in sue.buttons if "New order" in label]
    await sue.presses(f"{order_id} · Bob")
    assert sue.buttons == ["‹ Back", "Home"]
    await sue.presses_data(ResendOrder(order=order_id).pack())
    await sue.presses_data(CancelOrder(order=order_id, reason="mistake", sure=1).pack())
    assert "your role doesn't include it" in sue.toast
    assert (await shop.order(order_id)).state is OrderState.PLACED


async def test_buttons_of_another_role_do_nothing(talk: Talk, bob: Person, shop: Shop) -> None:
    order_id = await placed(shop)
    await talk.deliver()
    for data in (CancelOrder(order=order_id, reason="mistake", sure=1), AssignOrder(order=order_id, courier=0)):
        await bob.presses_data(data.pack())
    order = await shop.order(order_id)
    assert (order.state, order.courier_id) == (OrderState.PLACED, shop.carl)


async def test_a_forwarded_card_finds_its_member(talk: Talk, olga: Person, bob: Person) -> None:
    await bob.says("/card")
    shown = [call for call in talk.calls if type(call).__name__ == "SendPhoto"][-1]
    await olga.says("/orders")
    await olga.presses("New order")
    await olga.sends_photo(shown.photo.data)
    assert "Bob Stone" in olga.text
