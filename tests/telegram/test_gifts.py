"""Ann gives by a link; Bob takes it; Gus joins for it; what nobody takes comes back."""

import asyncio
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

from sqlalchemy import update

from bot.usecases import gifts, lots, program
from db.enums import AccountKind, EntryKind, VoucherState
from db.ledger import read
from db.ledger.post import Because
from db.models.members import Member
from tests.support.orders import ANN, BOB, NOON, Shop, opened
from tests.support.talk import Person as Phone
from tests.support.talk import Talk
from tests.support.vouchers import issued, states


async def a_shop(talk: Talk) -> tuple[Shop, Phone, Phone]:
    """Ann has ordered before, and has 800 points."""
    shop = await opened(talk.db)
    async with talk.db.begin() as session:
        await session.execute(update(Member).where(Member.id == shop.ann).values(orders_count=1))
        because = Because("test:ann", EntryKind.EARN, NOON, "order.delivered")
        rules = await program.in_force(session, NOON)
        await lots.give(session, shop.ann, 800, AccountKind.ORDERS, because, rules)
    return shop, talk.person("Ann", id=ANN), talk.person("Bob", id=BOB)


async def has(talk: Talk, member_id: int) -> int:
    async with talk.db.read() as session:
        return (await read.balance(session, member_id)).available


def link_in(person: Phone) -> str:
    """The payload of the link the person sees."""
    return person.text.split("start=")[1].split()[0]


async def gives_points(ann: Phone, points: str = "300") -> str:
    await ann.says("/balance")
    await ann.presses("Give points")
    await ann.says(points)
    await ann.presses("Yes, make the link")
    return link_in(ann)


async def gives_soup(talk: Talk, shop: Shop, ann: Phone) -> str:
    anns = await issued(talk.db, shop.ann)
    await ann.opens(f"v_{anns.code}")
    await ann.presses("Give to a friend")
    assert "after 72 hours it comes back" in ann.text
    await ann.presses("Yes, make the link")
    return link_in(ann)


async def test_ann_gives_points_and_bob_takes_them(talk: Talk) -> None:
    shop, ann, bob = await a_shop(talk)
    payload = await gives_points(ann)
    assert payload.startswith("g_")
    share = next(
        button.url
        for row in ann.messages[-1].reply_markup.inline_keyboard  # type: ignore[union-attr]
        for button in row
        if button.url
    )
    assert parse_qs(urlsplit(share).query)["url"] == [f"https://t.me/okaeri_test_bot?start={payload}"]
    await bob.opens(payload)
    assert "A gift for you from Ann Green: 300 points" in bob.text
    assert "It can be used until 21 December 2026." in bob.text
    await bob.presses("Take it")
    assert "You have 300 points now." in bob.text
    await talk.deliver()
    assert "Bob Stone has your gift now: 300 points." in ann.text
    await bob.says("/history")
    assert "+300 points · A friend's gift" in bob.text
    await bob.presses("Why? +300")
    assert "A friend gave you these points of their own." in bob.text
    assert "To be spent until 21 December 2026." in bob.text
    assert (await has(talk, shop.ann), await has(talk, shop.bob)) == (500, 300)


async def test_two_taps_take_once(talk: Talk) -> None:
    shop, ann, bob = await a_shop(talk)
    await bob.opens(await gives_points(ann))
    before = bob.messages[-1]
    await asyncio.gather(*(bob.presses_data("gtk", before) for _ in range(3)))
    assert await has(talk, shop.bob) == 300
    assert "You have it already" in bob.text


async def test_two_taps_give_once(talk: Talk) -> None:
    shop, ann, _ = await a_shop(talk)
    await ann.says("/balance")
    await ann.presses("Give points")
    await ann.presses("100")
    before = ann.messages[-1]
    await asyncio.gather(*(ann.presses_data("gpn", before) for _ in range(3)))
    await ann.presses_data("gpn", before)
    assert await has(talk, shop.ann) == 700
    assert "That gift was given" in ann.toast


async def test_bob_takes_a_voucher_and_shows_it(talk: Talk) -> None:
    shop, ann, bob = await a_shop(talk)
    payload = await gives_soup(talk, shop, ann)
    await bob.opens(payload)
    await bob.presses("Take it")
    await bob.presses("Show it")
    assert "Your voucher: Miso soup" in bob.text
    eve = talk.person("Fay", id=ANN)
    await eve.opens(payload)
    assert "Somebody has already taken this gift." in eve.text


async def test_ann_opens_her_own_link_and_takes_it_back(talk: Talk) -> None:
    shop, ann, bob = await a_shop(talk)
    payload = await gives_soup(talk, shop, ann)
    await ann.opens(payload)
    assert "It is from you" in ann.text
    await ann.presses("Take it back")
    assert "Miso soup: yours again" in ann.text
    await bob.opens(payload)
    assert "it has gone back to whoever gave it" in bob.text
    assert await states(talk.db, shop.ann) == [VoucherState.HELD]


async def test_what_is_on_its_way_can_be_seen_and_taken_back_later(talk: Talk) -> None:
    shop, ann, _ = await a_shop(talk)
    await gives_soup(talk, shop, ann)
    await gives_points(ann)
    await ann.presses_data("vls")
    assert "🍱 Miso soup · on its way to a friend" in ann.text
    assert "300 points · on their way to a friend until 24 November 2026" in ann.text
    await ann.presses("Take 300 points back")
    assert "300 points: yours again" in ann.text
    assert await has(talk, shop.ann) == 800


async def test_nobody_opened_it_and_ann_hears_by_day(talk: Talk) -> None:
    shop, ann, _ = await a_shop(talk)
    await gives_points(ann)
    talk.clock.advance(timedelta(hours=72))
    assert await gifts.end_due(talk.db, talk.clock.now()) == 1
    await talk.deliver()
    assert ann.text == "↩️ Nobody opened your gift: 300 points.\nIt is yours again."
    assert await has(talk, shop.ann) == 800


async def test_gus_joins_through_the_link_with_a_restart_in_between(talk: Talk) -> None:
    shop, ann, _ = await a_shop(talk)
    payload = await gives_soup(talk, shop, ann)
    gus = talk.person("Gus", id=99)
    await gus.opens(payload)
    assert "Ann Green gives you: Miso soup. It is yours as soon as you have your card." in gus.text
    await gus.presses("English")
    again = Talk(talk.db, talk.dispatcher["settings"], start=talk.clock.now())
    again.session.chats = talk.session.chats
    gus = again.person("Gus", id=99)
    await gus.presses_data("ja:0")
    await gus.shares_contact("+48600100999")
    await again.deliver()
    assert "Your gift is here: Miso soup\nFrom Ann Green, with love." in gus.text
    await gus.presses_data("vls")
    assert "🍱 Miso soup · until 21 December 2026" in gus.text


async def test_bad_numbers_get_a_clear_word_and_the_question_stands(talk: Talk) -> None:
    shop, ann, _ = await a_shop(talk)
    await ann.says("/balance")
    await ann.presses("Give points")
    for words, answer in (("many", "can't read that"), ("-5", "more than zero"), ("9" * 30, "more than I can count")):
        await ann.says(words)
        assert answer in ann.text
    await ann.says("501")
    assert "One gift has 500 points at most." in ann.text
    await ann.says("500")
    await ann.presses("Yes, make the link")
    assert "Your gift is ready: 500 points" in ann.text
    assert await has(talk, shop.ann) == 300


async def test_who_never_ordered_is_told_when_they_can_give(talk: Talk) -> None:
    shop, _, bob = await a_shop(talk)
    bobs = await issued(talk.db, shop.bob)
    await bob.opens(f"v_{bobs.code}")
    await bob.presses("Give to a friend")
    assert "after your first delivered order" in bob.toast
    await bob.presses_data(f"vgv:{bobs.voucher_id}:1")
    assert "after your first delivered order" in bob.toast
    assert await states(talk.db, shop.bob) == [VoucherState.HELD]


async def test_an_unknown_link_says_so(talk: Talk) -> None:
    _, ann, _ = await a_shop(talk)
    await ann.opens("g_" + "A" * 22)
    assert "There is no such gift." in ann.text
    await ann.presses_data("gtk")
    assert "There is no such gift." in ann.toast
