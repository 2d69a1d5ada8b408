"""Tom at the till: whoever comes is found, a voucher is used once, and a slip is taken back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.pictures.qr import qr_png
from bot.rules import codes, deep_links
from bot.rules.benefits import Benefit
from db.enums import BenefitKind, Role, StaffState, VoucherState
from db.models.chats import Chat
from db.models.staff import Outlet, Staff
from tests.support.orders import BOB, CARL, NOON, OLGA, Shop, opened
from tests.support.promos import a_code
from tests.support.talk import USERNAME, Talk
from tests.support.talk import Person as Phone
from tests.support.vouchers import MISO, TEN_PERCENT, issued, states, voucher

TOM, SUE = 41, 42


async def a_till(talk: Talk) -> tuple[Shop, Phone, Phone]:
    """Tom works at Central (outlet 1), Sue at Riverside (2)."""
    shop = await opened(talk.db)
    async with talk.db.begin() as session:
        for number, name in ((1, "Central"), (2, "Riverside")):
            session.add(Outlet(id=number, name=name, address="", active=True, created_at=NOON))
        await session.flush()
        for chat, name, outlet in ((TOM, "Tom", 1), (SUE, "Sue", 2)):
            session.add(Chat(chat_id=chat, first_name=name, language="en", created_at=NOON))
            person = {"role": Role.CASHIER, "state": StaffState.ACTIVE, "created_at": NOON}
            session.add(Staff(chat_id=chat, name=name, outlet_id=outlet, **person))
    return shop, talk.person("Tom", id=TOM), talk.person("Bob", id=BOB)


def link(kind: str, value: str) -> str:
    return deep_links.url(USERNAME, deep_links.build(kind, value))  # type: ignore[arg-type]


async def test_a_cashier_begins_at_the_till(talk: Talk) -> None:
    _, tom, _ = await a_till(talk)
    await tom.says("/start")
    assert "cashier" in tom.text
    await tom.presses("Serve a customer")
    assert "Who is it?" in tom.text
    await tom.presses("Cancel")
    assert tom.buttons == ["🛎 Serve a customer", "↩️ A return", "📊 Today"]


@pytest.mark.parametrize("said", ["number", "phone", "last", "card"])
async def test_bob_is_found_by_what_he_says_and_his_soup_is_handed_over(talk: Talk, said: str) -> None:
    shop, tom, bob = await a_till(talk)
    bobs = await issued(talk.db, shop.bob)
    number = codes.member_number(2)
    words = {"number": codes.format_number(number), "phone": "+486001002" + str(BOB), "last": f"02{BOB}"}
    await tom.says("/sale")
    await (tom.sends_photo(qr_png(link("card", f"{number:0>13}"))) if said == "card" else tom.says(words[said]))
    assert "Bob Stone" in tom.text
    await tom.presses("🍱 Miso soup")
    assert "Give: Miso soup" in tom.text
    await tom.presses("Use it now")
    assert "✅ Used\n🎁 Give: Miso soup" in tom.text
    await talk.deliver()
    assert bob.text.startswith("✅ Used at Central: Miso soup\nWas that not you?")
    assert (await voucher(talk.db, bobs.voucher_id)).outlet_id == 1


@pytest.mark.parametrize("how", ["typed", "photo", "camera", "at any time", "typed at any time"])
async def test_the_voucher_itself_leads_to_its_use(talk: Talk, how: str) -> None:
    shop, tom, _ = await a_till(talk)
    bobs = await issued(talk.db, shop.bob, TEN_PERCENT)
    if how == "camera":
        await tom.opens(f"v_{bobs.code}")
    elif how == "at any time":
        await tom.sends_photo(qr_png(link("voucher", bobs.code)))
    elif how == "typed at any time":
        await tom.says(f" {bobs.code.lower()}")
    else:
        await tom.says("/sale")
        spoken = codes.format_voucher(bobs.code).lower().replace("-", " ").replace("0", "o").replace("1", "l")
        await (tom.says(spoken) if how == "typed" else tom.sends_photo(qr_png(link("voucher", bobs.code))))
    assert "Bob Stone" in tom.text
    assert "Off the bill: 10% off, ₽500 at most" in tom.text
    await tom.presses("Use it now")
    assert await states(talk.db, shop.bob) == [VoucherState.USED]


async def test_two_taps_are_one_use_and_the_slip_is_taken_back(talk: Talk) -> None:
    shop, tom, bob = await a_till(talk)
    bobs = await issued(talk.db, shop.bob)
    await tom.opens(f"v_{bobs.code}")
    use = f"slu:{bobs.voucher_id}"
    await tom.presses_data(use)
    done = tom.text
    await tom.presses_data(use)
    assert tom.text == done  # a double tap is one act, and told as one
    talk.clock.advance(timedelta(seconds=30))
    await tom.presses_data(use)
    assert "Used already at 15:00, by you" in tom.text
    await talk.deliver()
    await tom.presses("Undo")
    await tom.presses_data(f"slz:{bobs.voucher_id}")
    assert "Taken back" in tom.text
    await talk.deliver()
    assert bob.shown == ["↩️ Your voucher “Miso soup” is yours again.\nIt was a slip at the till."]
    await tom.presses("Bob Stone")
    await tom.presses("Miso soup")
    await tom.presses("Use it now")
    await talk.deliver()
    assert "Used at Central" in bob.text
    assert await states(talk.db, shop.bob) == [VoucherState.USED]


async def test_after_two_minutes_or_by_another_person_nothing_is_taken_back(talk: Talk) -> None:
    shop, tom, _ = await a_till(talk)
    bobs = await issued(talk.db, shop.bob)
    await tom.opens(f"v_{bobs.code}")
    await tom.presses("Use it now")
    sue = talk.person("Sue", id=SUE)
    await sue.says("/start")
    await sue.presses_data(f"slz:{bobs.voucher_id}")
    assert "too late" in sue.toast
    talk.clock.advance(timedelta(seconds=121))
    await tom.presses("Undo")
    assert "too late" in tom.toast
    assert await states(talk.db, shop.bob) == [VoucherState.USED]


async def test_a_used_or_ended_voucher_says_so(talk: Talk) -> None:
    shop, tom, _ = await a_till(talk)
    bobs = await issued(talk.db, shop.bob)
    await tom.opens(f"v_{bobs.code}")
    await tom.presses("Use it now")
    talk.clock.advance(timedelta(minutes=5))
    await tom.opens(f"v_{bobs.code}")
    assert "This voucher was used on 21 November 2026. Each one works once." in tom.text
    late = await issued(talk.db, shop.bob)
    talk.clock.advance(timedelta(days=40))
    await tom.opens(f"v_{late.code}")
    assert "could be used until 21 December 2026" in tom.text
    await tom.opens("v_0000000000")
    assert "There is no such voucher" in tom.text


async def test_a_voucher_of_another_outlet_or_of_an_order_is_told_and_not_used(talk: Talk) -> None:
    shop, tom, _ = await a_till(talk)
    there = await issued(talk.db, shop.bob, replace(MISO, outlets=(2,)))
    double = await issued(talk.db, shop.bob, Benefit(BenefitKind.MULTIPLIER, value=20_000))
    await tom.says("/sale")
    await tom.says("Bob")
    assert "No voucher to use here just now." in tom.text
    assert "🏠 Only at Riverside" in tom.text
    assert "✨ Points × 2: works with an order" in tom.text
    for other in (there, double):
        await tom.presses_data(f"slu:{other.voucher_id}")
    assert "works with an order" in tom.toast
    assert await states(talk.db, shop.bob) == [VoucherState.HELD] * 2
    sue = talk.person("Sue", id=SUE)
    await sue.opens(f"v_{there.code}")
    await sue.presses("Use it now")
    assert (await voucher(talk.db, there.voucher_id)).state is VoucherState.USED


async def test_nobody_serves_themselves(talk: Talk) -> None:
    shop, _, bob = await a_till(talk)
    async with talk.db.begin() as session:
        person = {"role": Role.CASHIER, "state": StaffState.ACTIVE, "created_at": NOON}
        session.add(Staff(chat_id=BOB, name="Bob", **person))
    bobs = await issued(talk.db, shop.bob)
    await bob.opens(f"v_{bobs.code}")
    assert "Your voucher: Miso soup" in bob.text, "one's own is shown as to any member"
    await bob.says("/sale")
    await bob.says("Bob")
    assert "This is you. Please let a colleague serve you." in bob.text
    await bob.presses_data(f"slu:{bobs.voucher_id}")
    assert "your own voucher" in bob.toast
    assert await states(talk.db, shop.bob) == [VoucherState.HELD]


async def test_who_is_not_found_may_try_again(talk: Talk) -> None:
    _, tom, _ = await a_till(talk)
    await tom.says("/sale")
    await tom.says("99999")
    assert "Nobody found" in tom.text
    await tom.says("Bob")
    assert "Bob Stone" in tom.text, "the question still stands"


async def test_a_courier_or_a_member_uses_nothing(talk: Talk) -> None:
    shop, _, bob = await a_till(talk)
    bobs = await issued(talk.db, shop.bob)
    for chat in (CARL, BOB):
        person = talk.person("x", id=chat)
        await person.says("/start")
        await person.presses_data(f"slu:{bobs.voucher_id}")
    assert await states(talk.db, shop.bob) == [VoucherState.HELD]
    assert bob.text


async def test_olga_serves_at_any_outlet_and_the_log_tells_it(talk: Talk) -> None:
    shop, _, _ = await a_till(talk)
    there = await issued(talk.db, shop.bob, replace(MISO, outlets=(2,)))
    olga = talk.person("Olga", id=OLGA)
    await olga.says("/sale")
    await olga.says("Bob")
    await olga.presses("Miso soup")
    await olga.presses("Use it now")
    await olga.presses("Undo")
    await olga.says("/audit")
    assert "voucher used at the till: member № 1002" in olga.text
    assert "use of a voucher taken back" in olga.text
    assert (await voucher(talk.db, there.voucher_id)).state is VoucherState.HELD


async def test_a_code_is_entered_for_bob_used_right_away_or_taken_back(talk: Talk) -> None:
    shop, tom, bob = await a_till(talk)
    await a_code(talk.db)
    await tom.says("/sale")
    await tom.says("Bob")
    await tom.presses("Enter a code")
    await tom.says("sushi 11")
    assert "I don't know this code." in tom.text
    assert "✨ What's on" not in tom.buttons
    await tom.says("sushi 10")
    assert "The code gives: 10% off" in tom.text
    await tom.presses("Undo")
    assert "As if the code had never been entered." in tom.text
    assert VoucherState.HELD not in await states(talk.db, shop.bob)
    await tom.presses("Bob Stone")
    await tom.presses("Enter a code")
    await tom.says("SUSHI10")
    await tom.presses("Use it now")
    assert "Off the bill: 10% off" in tom.text
    await tom.presses("Use it now")
    await talk.deliver()
    assert "Used at Central: 10% off" in bob.text
