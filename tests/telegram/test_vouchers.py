"""Bob looks at his vouchers: the ticket for the till, its deadline, and whose it is."""

import io
from dataclasses import replace
from datetime import date, timedelta

import pytest
from PIL import Image

from bot.pictures.read_qr import read_qr
from bot.rules.codes import format_voucher
from bot.usecases import orders, vouchers
from db.enums import VoucherState
from tests.support.orders import ANN, BOB, CARL, OLGA, Shop, opened
from tests.support.talk import USERNAME, Talk
from tests.support.talk import Person as Phone
from tests.support.vouchers import MISO, TEN_PERCENT, issued, states, voucher


async def a_shop(talk: Talk) -> tuple[Shop, Phone, Phone]:
    return await opened(talk.db), talk.person("Ann", id=ANN), talk.person("Bob", id=BOB)


def picture(talk: Talk) -> bytes:
    """As a phone that shows pictures small would have it."""
    shown = Image.open(io.BytesIO(list(talk.session.files.values())[-1])).convert("RGB")
    shown.thumbnail((640, 640))
    small = io.BytesIO()
    shown.save(small, "JPEG", quality=70)
    return small.getvalue()


async def test_bob_shows_the_ticket_and_its_code_is_read_from_a_small_picture(talk: Talk) -> None:
    shop, _, bob = await a_shop(talk)
    bobs = await issued(talk.db, shop.bob)
    await bob.says("/balance")
    await bob.presses_data("vls")
    assert "🍱 Miso soup · until 21 December 2026" in bob.text
    await bob.presses("🍱 Miso soup")
    assert "Your voucher: Miso soup" in bob.text
    assert format_voucher(bobs.code) in bob.text
    assert read_qr(picture(talk)) == [f"https://t.me/{USERNAME}?start=v_{bobs.code}"]
    await bob.presses("Large QR")
    assert read_qr(picture(talk)) == [f"https://t.me/{USERNAME}?start=v_{bobs.code}"]


async def test_the_last_day_is_counted_in_hours(talk: Talk) -> None:
    shop, _, bob = await a_shop(talk)
    await issued(talk.db, shop.bob, valid_until=date(2026, 11, 21))
    await bob.opens("")
    await bob.presses_data("vls")
    assert "Miso soup · 9 hours left" in bob.text
    talk.clock.advance(timedelta(hours=8, minutes=30))
    await bob.presses_data("vls")
    assert "Miso soup · less than an hour left" in bob.text


async def test_the_terms_are_told(talk: Talk) -> None:
    shop, _, bob = await a_shop(talk)
    bobs = await issued(talk.db, shop.bob, replace(TEN_PERCENT, least_minor=100_000))
    await bob.opens(f"v_{bobs.code}")
    assert "Your voucher: 10% off, ₽500 at most" in bob.text
    assert "For orders of ₽1,000 or more" in bob.text


async def test_the_link_of_anothers_voucher_shows_nothing_of_it(talk: Talk) -> None:
    shop, ann, _ = await a_shop(talk)
    bobs = await issued(talk.db, shop.bob)
    await ann.opens(f"v_{bobs.code}")
    assert "belongs to somebody else" in ann.text
    await ann.presses_data(f"vo:{bobs.voucher_id}:0")
    assert "belongs to somebody else" in ann.toast
    gus = talk.person("Gus", id=99)
    await gus.opens(f"v_{bobs.code}")
    assert gus.text.startswith("This voucher belongs to somebody else.\n\n👋 Welcome")


async def test_what_is_over_says_how(talk: Talk) -> None:
    shop, _, bob = await a_shop(talk)
    bobs = await issued(talk.db, shop.bob)
    await vouchers.void(talk.db, await shop.actor(OLGA), bobs.voucher_id, "A slip", at=talk.clock.now())
    await talk.deliver()
    assert "The shop has withdrawn your voucher “Miso soup”." in bob.text
    assert "The shop's words: “A slip”" in bob.text
    await bob.opens(f"v_{bobs.code}")
    assert "The shop has withdrawn it." in bob.text


async def test_the_day_after_bob_reads_that_it_has_ended(talk: Talk) -> None:
    shop, _, bob = await a_shop(talk)
    bobs = await issued(talk.db, shop.bob)
    talk.clock.advance(timedelta(days=31))
    await vouchers.expire(talk.db, talk.clock.now())
    await talk.deliver()
    assert "Your voucher “Miso soup” could be used until 21 December 2026." in bob.text
    assert (await voucher(talk.db, bobs.voucher_id)).state is VoucherState.EXPIRED


@pytest.mark.parametrize(("language", "name"), [("ru", "Мисо-суп"), ("pl", "Zupa miso"), ("en", "Miso soup")])
async def test_the_thing_is_named_in_the_readers_language(talk: Talk, language: str, name: str) -> None:
    shop, _, bob = await a_shop(talk)
    bobs = await issued(talk.db, shop.bob, MISO)
    await bob.opens("")
    await bob.presses_data(f"lg:{language}")
    await bob.opens(f"v_{bobs.code}")
    assert name in bob.text


async def test_the_soup_of_a_voucher_goes_along_with_the_order(talk: Talk) -> None:
    shop, _, bob = await a_shop(talk)
    bobs = await issued(talk.db, shop.bob)
    carl, olga = talk.person("Carl", id=CARL), talk.person("Olga", id=OLGA)
    placed = await shop.place(voucher_id=bobs.voucher_id)
    await talk.deliver()
    assert "🎁 Hand over: Miso soup (voucher)" in carl.text
    await carl.says("/deliveries")
    assert "🎁 Hand over: Miso soup (voucher)" in carl.text
    assert "🎁 With your voucher: Miso soup" in bob.text
    await olga.says("/orders")
    await olga.presses_data(f"oro:{placed.order_id}")
    assert "🎁 Hand over: Miso soup (voucher)" in olga.text
    await carl.presses(f"{placed.order_id} · ")
    for button in ("Accept", "On the way", "Delivered"):
        await carl.presses(button)
    await carl.says(shop.code)
    used = await voucher(talk.db, bobs.voucher_id)
    assert (used.state, used.used_by) == (VoucherState.USED, shop.carl)


async def test_a_cancelled_order_gives_the_voucher_back(talk: Talk) -> None:
    shop, _, bob = await a_shop(talk)
    bobs = await issued(talk.db, shop.bob)
    placed = await shop.place(voucher_id=bobs.voucher_id)
    assert (await voucher(talk.db, bobs.voucher_id)).state is VoucherState.RESERVED
    await orders.cancel(talk.db, await shop.actor(OLGA), placed.order_id, "sold_out", at=talk.clock.now())
    assert (await voucher(talk.db, bobs.voucher_id)).state is VoucherState.HELD
    await talk.deliver()
    assert "🎟 Your voucher is yours again." in bob.text


async def test_support_sees_what_bob_holds_and_withdraws_one_with_a_reason(talk: Talk) -> None:
    shop, _, bob = await a_shop(talk)
    await issued(talk.db, shop.bob)
    await issued(talk.db, shop.bob, TEN_PERCENT)
    olga = talk.person("Olga", id=OLGA)
    await olga.says("/member Bob")
    await olga.presses("🎟 Vouchers")
    assert "Vouchers of Bob Stone" in olga.text
    await olga.presses("Withdraw: Miso soup")
    await olga.says("   ")
    assert "Withdraw" not in olga.buttons
    await olga.says("The kitchen has no miso")
    assert "withdrawn" in olga.text
    assert [label for label in olga.buttons if "Withdraw" in label] == ["✖️ Withdraw: 10% off, ₽500 at most"]
    await talk.deliver()
    assert "The shop's words: “The kitchen has no miso”" in bob.text
    await olga.says("/audit")
    assert "voucher withdrawn: member № 1002" in olga.text
    assert await states(talk.db, shop.bob) == [VoucherState.VOIDED, VoucherState.HELD]
