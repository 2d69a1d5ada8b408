"""Tom at the counter with a queue before him: the sum, the bill, points, a code, a slip, and what is too large."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from bot.pictures.qr import qr_png
from bot.rules import codes, till_codes
from bot.rules.program import Program
from db.enums import OrderState, StaffState
from db.ledger import read
from db.models.members import Member
from db.models.orders import Order
from db.models.staff import Staff
from tests.support.counter import MIA, TOM, a_counter
from tests.support.orders import OLGA, Shop
from tests.support.programs import SUSHI, sushi
from tests.support.promos import a_code
from tests.support.spending import has
from tests.support.talk import CARD_KEY, Person, Talk
from tests.support.vouchers import TEN_PERCENT, issued


async def serving(talk: Talk, points: int = 0, program: Program = SUSHI) -> tuple[Shop, Person, Person]:
    """Bob stands before Tom and has been found."""
    shop, tom, bob = await a_counter(talk, program)
    if points:
        await has(shop, shop.bob, points)
    await tom.says("/sale")
    await tom.says("0222")
    return shop, tom, bob


async def orders(talk: Talk) -> list[tuple[int, OrderState]]:
    async with talk.db.read() as session:
        rows = await session.execute(select(Order.amount_minor, Order.state).order_by(Order.id))
        return [(row.amount_minor, row.state) for row in rows]


async def balance(talk: Talk, shop: Shop) -> int:
    async with talk.db.read() as session:
        return (await read.balance(session, shop.bob)).available


async def code_of(talk: Talk, shop: Shop) -> str:
    async with talk.db.read() as session:
        card = (await session.get_one(Member, shop.bob)).card_code
    return till_codes.digits(card, talk.clock.now(), CARD_KEY)


async def test_a_bill_further_up_posts_nothing_but_shows_the_one_that_holds(talk: Talk) -> None:
    _, tom, _ = await serving(talk)
    await tom.says("300")
    earlier = tom.data("Paid: ₽300")
    await tom.says("900")
    await tom.presses_data(earlier)
    assert tom.toast == "That bill was another one. This is how it stands now."
    assert await orders(talk) == []
    await tom.presses("Paid: ₽900")
    assert await orders(talk) == [(90_000, OrderState.DELIVERED)]
    await tom.says("0222")
    assert "Type the sum" in tom.text, "the next customer needs no button"


async def test_a_sale_is_a_number_and_one_press_and_a_slip_is_taken_back(talk: Talk) -> None:
    shop, tom, bob = await serving(talk)
    assert "Type the sum" in tom.text
    await tom.says("1240")
    assert tom.text == (
        "🛎 Bob Stone, № 1002 4\n\n🧾 ₽1,240\n💳 To pay: ₽1,240\n🎁 The sale brings +62 points\n"
        "⭐ Too few points to pay with."
    )
    paid = tom.data("Paid: ₽1,240")
    await tom.presses("Paid: ₽1,240")
    assert "✅ Sale 1: Bob Stone" in tom.text
    assert "+62 points, now 162 points" in tom.text
    await tom.presses_data(paid)
    assert tom.toast == "That sale is done."
    assert await orders(talk) == [(124_000, OrderState.DELIVERED)]
    await talk.deliver()
    assert "Thank you for coming to Central!\nReceipt 1" in bob.text
    assert "⭐ +62 points for the order" in bob.text
    await tom.presses("Undo")
    assert "Sale 1 is taken back" in tom.text
    await talk.deliver()
    assert any("Receipt 1 was taken back" in text for text in bob.shown)
    assert await balance(talk, shop) == 0
    await tom.says("99 10024")
    assert "Bob Stone" not in tom.text
    await tom.says("10024")
    assert "Bob Stone" in tom.text, "the next customer is found with no press at all"


async def test_the_sum_by_keys_stays_in_one_message_and_loses_no_fast_press(talk: Talk) -> None:
    _, tom, _ = await serving(talk)
    await tom.presses("🔢 Keys")
    before = len(tom.messages)
    keys = {face: tom.data(face) for face in ("1", "2", "4", "0", ".", "5", "⌫")}
    for face in "124059":
        await tom.presses_data(keys.get(face, keys["5"]))
    for face in ("⌫", "⌫", ".", "5"):
        await tom.presses_data(keys[face])
    assert "₽1,240.50" in tom.text
    assert len(tom.messages) == before
    await tom.presses("✅ ₽1,240.50")
    assert "To pay: ₽1,240.50" in tom.text
    await tom.presses("Another sum")
    await tom.says("twelve")
    assert "Cancel" in tom.buttons
    await tom.says("300")
    assert "To pay: ₽300" in tom.text


async def test_points_are_asked_for_and_bobs_yes_turns_the_screen(talk: Talk) -> None:
    shop, tom, bob = await serving(talk, points=400)
    await tom.says("1000")
    await tom.presses("Up to 300 points")
    await tom.says("250")
    await tom.presses("Ask in their chat")
    assert "Waiting for Bob Stone" in tom.text
    await tom.presses("Answered?")
    assert "No answer yet, 180 seconds left." in tom.toast
    await talk.deliver()
    assert "Pay 250 points at Central?" in bob.text
    await bob.presses("Yes, 250 points")
    waits = len(tom.messages)
    await talk.deliver()
    assert "Yes from Bob Stone" in tom.text
    assert len(tom.messages) == waits, "the waiting screen itself has turned"
    await tom.presses("To the bill")
    assert "⭐ 250 points: −₽250\n💳 To pay: ₽750\n🎁 The sale brings +37 points" in tom.text
    await tom.presses("Paid: ₽750")
    await talk.deliver()
    assert "⭐ 250 points: −₽250\n💳 To pay: ₽750" in bob.text
    assert await balance(talk, shop) == 287  # with the 100 that welcome Bob


async def test_an_answer_that_tom_saw_himself_does_not_turn_what_came_after(talk: Talk) -> None:
    shop, tom, bob = await serving(talk, points=400)
    await tom.says("1000")
    await tom.presses("Up to 300 points")
    await tom.presses("Ask in their chat")
    await talk.deliver()
    await bob.presses("Yes, 300 points")
    await tom.presses("Answered?")
    await tom.presses("Paid: ₽700")
    await talk.deliver()
    assert "✅ Sale 1: Bob Stone" in tom.text
    assert not any("Yes from" in text for text in tom.shown)
    assert shop.bob


async def test_points_by_the_code_on_the_customers_screen_work_once(talk: Talk) -> None:
    shop, tom, _ = await serving(talk, points=400)
    await tom.says("1000")
    await tom.presses("Up to 300 points")
    await tom.presses("They show a code")
    code = await code_of(talk, shop)
    await tom.says("000000" if code != "000000" else "111111")
    assert "🙏" in tom.text
    await tom.says(f"{code[:3]} {code[3:]}")
    assert "To pay: ₽700" in tom.text
    await tom.presses("Without points")
    assert "To pay: ₽1,000" in tom.text
    await tom.presses("Up to 300 points")
    await tom.says(code)
    assert "🙏" in tom.text, "the same half minute pays once"
    talk.clock.advance(timedelta(seconds=31))
    async with talk.db.read() as session:
        card = (await session.get_one(Member, shop.bob)).card_code
    await tom.sends_photo(qr_png(f"https://t.me/x?start={codes.sign_card(card, talk.clock.now(), CARD_KEY)}"))
    assert "To pay: ₽700" in tom.text
    await tom.presses("Next customer")
    assert await balance(talk, shop) == 400, "who goes on to the next customer takes nothing"


async def test_a_voucher_or_a_code_comes_off_the_bill_and_back_with_the_slip(talk: Talk) -> None:
    shop, tom, bob = await a_counter(talk)
    held, soup = await issued(talk.db, shop.bob, TEN_PERCENT), await issued(talk.db, shop.bob)
    await a_code(talk.db)
    await tom.opens(f"v_{held.code}")
    await tom.presses("With a sum")
    await tom.says("1000")
    assert "🏷 10% off, ₽500 at most: −₽100\n💳 To pay: ₽900" in tom.text
    await tom.presses("Without the voucher")
    await tom.presses("⌨️ Code")
    await tom.says("nonsense")
    assert "I don't know this code." in tom.text
    await tom.says("sushi 10")
    assert "To pay: ₽900" in tom.text
    await tom.presses("Paid: ₽900")
    await talk.deliver()
    assert "🏷 −₽100" in bob.text
    await tom.presses("Undo")
    assert "The voucher is the customer's again." in tom.text
    await tom.opens(f"v_{soup.code}")
    await tom.presses("With a sum")
    await tom.says("500")
    await tom.presses("Paid: ₽500")
    await talk.deliver()
    assert "🎁 With your voucher: Miso soup" in bob.text


async def test_an_unusual_sum_is_asked_about_and_one_above_the_limit_needs_mia(talk: Talk) -> None:
    shop, tom, _ = await serving(talk, program=sushi(till_sale_minor=5_000_000))
    mia = talk.person("Mia", id=MIA)
    await tom.says("60000")
    assert "₽60,000: really? That is unusually high." in tom.text
    assert "A second person has to agree." in tom.text
    await tom.presses("Ask a second person")
    assert "Waiting for a second person" in tom.text
    await talk.deliver()
    assert "Tom asks, at Central.\n\n🧾 A sale of ₽60,000\n👤 Bob Stone" in mia.text
    await tom.presses_data(mia.data("Yes"))
    assert await orders(talk) == []
    await mia.presses("Yes")
    assert "Agreed" in mia.text
    await talk.deliver()
    assert "Yes from Mia" in tom.text
    await tom.presses("Go on")
    await tom.presses("Yes, ₽60,000 is right")
    assert await orders(talk) == [(6_000_000, OrderState.DELIVERED)]
    olga = talk.person("Olga", id=OLGA)
    assert "Decided by Mia: yes" in olga.text
    assert shop.bob


async def test_something_comes_back_by_the_receipts_number(talk: Talk) -> None:
    shop, tom, bob = await serving(talk)
    await tom.says("1240")
    await tom.presses("Paid")
    talk.clock.advance(timedelta(hours=1))
    await tom.says("/start")
    await tom.presses("A return")
    await tom.says("77")
    assert "🙏" in tom.text
    await tom.says("№ 1")
    assert "Return, receipt 1\n👤 Bob Stone, № 1002 4\n🧾 ₽1,240 on " in tom.text
    await tom.says("620")
    await tom.presses("Changed their mind")
    assert "To pay back: ₽620\n⭐ 31 points of the sale are taken back" in tom.text
    again = tom.data("Pay back ₽620")
    await tom.presses("Pay back ₽620")
    assert "Return taken, receipt 1" in tom.text
    await tom.presses_data(again)
    assert tom.toast == "That return is done."
    assert await balance(talk, shop) == 131
    await tom.presses("Next customer")
    await tom.presses("A return")
    await tom.presses("1 · 15:00 · Bob Stone · ₽620")
    assert "Of it ₽620 has not come back yet." in tom.text
    await tom.says("621")
    assert "🙏" in tom.text
    await tom.presses("All of it: ₽620")
    await tom.says("It was cold")
    await tom.presses("Pay back ₽620")
    assert await balance(talk, shop) == 0
    await tom.presses("Next customer")
    await tom.presses("Today")
    assert "🧾 1 sale, ₽1,240\n⭐ Given: 62 points\n↩️ 2 returns, ₽1,240" in tom.text
    await talk.deliver()
    assert bob.text
    mia = talk.person("Mia", id=MIA)
    await mia.says("/sale")
    await mia.presses("Today")
    assert "The tills" in mia.text
    assert "👤 Tom" in mia.text


async def test_points_wait_for_somebody_who_has_not_joined(talk: Talk) -> None:
    _, tom, _ = await a_counter(talk)
    await tom.says("/sale")
    await tom.says("+48 600 555 666")
    assert "Nobody has joined with +48 ••• 5666" in tom.text
    await tom.presses("Let points wait")
    await tom.says("1000")
    await tom.presses("Yes, ₽1,000")
    assert "50 points wait for +48 ••• 5666" in tom.text
    assert tom.messages[-1].photo, "the link to join, to be scanned"
    await tom.presses("Undo")
    assert "Nothing waits any more" in tom.text


@pytest.mark.parametrize("content", ["none", "two"])
async def test_a_photo_without_or_with_two_codes_says_so_and_the_question_stands(talk: Talk, content: str) -> None:
    _, tom, _ = await a_counter(talk)
    await tom.says("/sale")
    await tom.sends_photo(photo(content))
    assert ("several codes" if content == "two" else "QR") in tom.text
    await tom.says("0222")
    assert "Bob Stone" in tom.text


def photo(content: str) -> bytes:
    """Two codes of ours side by side, or nothing but grey."""
    import io

    from PIL import Image

    found = [Image.open(io.BytesIO(qr_png(f"https://t.me/x?start=m_{'A' * 12}{n}"))).convert("L") for n in (1, 2)]
    width, height = found[0].size
    paper = Image.new("L", (2 * width, height), 200)
    if content == "two":
        for place, code in enumerate(found):
            paper.paste(code, (place * width, 0))
    kept = io.BytesIO()
    paper.save(kept, "PNG")
    return kept.getvalue()


async def test_old_buttons_of_a_sale_that_is_over_do_nothing(talk: Talk) -> None:
    _, tom, _ = await serving(talk)
    await tom.says("500")
    buttons = [tom.data(label) for label in ("Paid", "Code", "Another sum")]
    await tom.presses("Next customer")
    for data in buttons:
        await tom.presses_data(data)
        assert "find the member first" in tom.toast
    async with talk.db.read() as session:
        assert await session.scalar(select(func.count()).select_from(Order)) == 0
    assert TOM


async def test_the_code_scanned_to_find_bob_takes_points_with_one_press(talk: Talk) -> None:
    shop, tom, _ = await a_counter(talk)
    await has(shop, shop.bob, 400)
    async with talk.db.read() as session:
        card = (await session.get_one(Member, shop.bob)).card_code
    await tom.sends_photo(qr_png(f"https://t.me/x?start={codes.sign_card(card, talk.clock.now(), CARD_KEY)}"))
    await tom.says("1000")
    await tom.presses("Up to 300 points")
    await tom.presses("✅ Take 300 points")
    assert "To pay: ₽700" in tom.text
    await tom.presses("Without points")
    await tom.presses("Up to 300 points")
    await tom.presses("✅ Take 300 points")
    assert "which code do they show?" in tom.text, "it was good once"
    await tom.presses("Back")
    await tom.presses("Up to 300 points")
    await tom.presses("Ask in their chat")
    talk.clock.advance(timedelta(seconds=60))
    await tom.says("what now?")
    assert "Waiting for Bob Stone" in tom.text
    code = await code_of(talk, shop)
    await tom.says(code)
    assert "To pay: ₽700" in tom.text, "they showed a code instead of answering"
    await talk.deliver()
    await tom.says("/start")
    assert await balance(talk, shop) == 400


async def test_a_large_return_needs_a_second_person_and_an_owner_alone_says_the_sum_again(talk: Talk) -> None:
    shop, tom, _ = await serving(talk, program=sushi(till_sale_minor=100_000))
    olga = talk.person("Olga", id=OLGA)
    await dismissed(talk, MIA)
    await olga.says("/sale")
    await olga.says("0222")
    await olga.says("1500")
    await olga.presses("🏠 At Sushi Okaeri")
    await olga.presses("🏠 At Central")
    assert "🏠 At Riverside" in olga.buttons, "who belongs to no outlet says at which one it is"
    await olga.presses("🏠 At Riverside")
    await olga.presses("Ask a second person")
    assert "Nobody else can agree" in olga.text
    await olga.says("1501")
    assert "another sum" in olga.text
    await olga.says("1500")
    await olga.presses("Paid: ₽1,500")
    await tom.presses("Next customer")
    await tom.presses("A return")
    await tom.says("1")
    await tom.presses("All of it")
    await tom.presses("The sum was wrong")
    await tom.presses("Ask a second person")
    await tom.says("hello?")
    assert "Waiting for a second person" in tom.text
    await talk.deliver()
    assert "A return of ₽1,500" in olga.text
    await olga.presses("✖️ No")
    await talk.deliver()
    await tom.presses("Back to it")
    assert tom.toast == "No from Olga."
    await tom.presses("Ask a second person")
    await talk.deliver()
    await olga.presses("✅ Yes")
    await talk.deliver()
    await tom.presses("Go on")
    await tom.presses("Pay back ₽1,500")
    assert await orders(talk) == [(150_000, OrderState.RETURNED)]
    assert shop.bob


async def dismissed(talk: Talk, chat: int) -> None:
    async with talk.db.begin() as session:
        await session.execute(update(Staff).where(Staff.chat_id == chat).values(state=StaffState.DISMISSED))
