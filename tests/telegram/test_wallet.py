"""Bob opens what is his: balance, card, history with its "Why?", the proof, what's on. Ann opens her invitation."""

import json
from datetime import date, timedelta
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import update

from bot.pictures.read_qr import read_qr
from bot.rules.codes import read_card
from bot.rules.program import Program
from bot.rules.segments import Condition, to_json
from bot.rules.till_codes import card_key
from bot.telegram import notices
from bot.usecases import automations, consents, deliveries, points, program
from bot.usecases.actor import read as actor_of
from db.enums import AutomationKind
from db.ledger import roots
from db.models.automations import Automation
from db.models.members import Member, Person
from tests.support.friends import first_order, joins
from tests.support.orders import ANN, BOB, CARL, NOON, OLGA, Shop, opened
from tests.support.programs import sushi
from tests.support.talk import SECRET, Talk
from tests.support.talk import Person as Phone

RUB = "₽"


async def a_shop(talk: Talk, rules: Program | None = None) -> tuple[Shop, Phone, Phone]:
    shop = await opened(talk.db, rules) if rules else await opened(talk.db)
    return shop, talk.person("Ann", id=ANN), talk.person("Bob", id=BOB)


async def delivered(shop: Shop, **given: object) -> int:
    order_id = (await shop.place(**given)).order_id
    carl = await shop.actor(CARL)
    await deliveries.accept(shop.db, carl, order_id, at=NOON)
    await deliveries.start(shop.db, carl, order_id, at=NOON)
    await deliveries.confirm(shop.db, carl, order_id, shop.code, at=NOON)
    return order_id


def picture(talk: Talk) -> bytes:
    return list(talk.session.files.values())[-1]


async def test_bob_reads_what_is_coming_and_then_what_is_there(talk: Talk) -> None:
    shop, _, bob = await a_shop(talk)
    await shop.place()
    await bob.says("/balance")
    assert "0 points to spend\n" in bob.text
    assert "+62 points when your order is delivered" in bob.text
    assert "+100 points with your first order" in bob.text
    await delivered(shop, amount_minor=20_000)
    await bob.says("/balance")
    assert f"110 points to spend, worth {RUB}110" in bob.text
    assert "110 points until 21 November 2027" in bob.text
    assert "Bronze ▓░░░░░░░░░ Silver" in bob.text
    assert f"{RUB}14,800 more, and you are Silver." in bob.text


async def test_a_debt_is_told_kindly(talk: Talk) -> None:
    shop, _, bob = await a_shop(talk)
    olga = await actor_of(talk.db, OLGA, NOON)
    await points.adjust(talk.db, olga, shop.bob, 50, "sorry", "k1", at=NOON)
    await points.adjust(talk.db, olga, shop.bob, -40, "oh", "k2", at=NOON)
    await points.undo_adjust(talk.db, olga, "k1", at=NOON)
    await bob.says("/balance")
    assert "40 points were spent before a return" in bob.text
    assert "There is nothing to pay." in bob.text


async def test_why_says_the_sum_the_ledger_has(talk: Talk) -> None:
    shop, _, bob = await a_shop(talk)
    await delivered(shop)
    await bob.says("/history")
    assert "2. 21 November · +62 points · Order № 1" in bob.text
    await bob.presses("Why? +62")
    assert f"{RUB}1,240 × 5% ÷ {RUB}1 a point = 62" in bob.text
    assert f"The delivery, {RUB}150, earns no points." in bob.text
    assert "Rules: version 1, in force since 21 November 2026." in bob.text
    assert "To be spent until 21 November 2027." in bob.text
    assert "Rounded" not in bob.text
    await bob.presses("Back")
    assert "1. 21 November · +100 points · Welcome gift" in bob.text


@pytest.mark.parametrize(("goods", "exact", "whole"), [(123_999, "61.999", 61), (1_640_000, "820", 820)])
async def test_why_shows_what_was_rounded_and_never_up(talk: Talk, goods: int, exact: str, whole: int) -> None:
    shop, _, bob = await a_shop(talk)
    await delivered(shop, amount_minor=goods)
    await bob.says("/history")
    await bob.presses(f"Why? +{whole}")
    assert f"a point = {exact}\n" in bob.text
    assert ("Rounded down to whole points, once: 61 points." in bob.text) == ("." in exact)


async def test_why_names_the_levels_factor(talk: Talk) -> None:
    shop, _, bob = await a_shop(talk)
    await delivered(shop, amount_minor=1_500_000)  # Silver from here on
    await delivered(shop)
    await bob.says("/history")
    await bob.presses("Why? +74")
    assert f"{RUB}1,240 × 5% × 1.2 ÷ {RUB}1 a point = 74.4" in bob.text
    assert "Rounded down to whole points, once: 74 points." in bob.text


async def test_a_correction_brings_the_shops_own_words(talk: Talk) -> None:
    shop, ann, _ = await a_shop(talk)
    olga = await actor_of(talk.db, OLGA, NOON)
    await points.adjust(talk.db, olga, shop.ann, 50, "for <cold> soup", "k1", at=NOON)
    await ann.says("/history")
    await ann.presses("Why? +50")
    assert "The shop added these points by hand." in ann.text
    assert "The shop's words: “for <cold> soup”" in ann.text
    await talk.deliver()
    assert "The shop has added 50 points for you." in ann.text


async def test_the_history_has_pages_and_each_why_leads_back_to_its_own(talk: Talk) -> None:
    shop, ann, _ = await a_shop(talk)
    olga = await actor_of(talk.db, OLGA, NOON)
    for number in range(1, 19):
        await points.adjust(talk.db, olga, shop.ann, number, "more", f"k{number}", at=NOON)
    await ann.says("/history")
    assert ann.text.count("Added by the shop") == 8
    await ann.presses("Older")
    assert "+10 points" in ann.text
    await ann.presses("Why? +9")
    await ann.presses("Back")
    assert "1. 21 November · +10 points" in ann.text
    await ann.presses("Older")
    assert ann.text.count("Added by the shop") == 2
    assert not any("Older" in label for label in ann.buttons)
    await ann.presses("Newest")
    assert "1. 21 November · +18 points" in ann.text


async def test_nobody_reads_anothers_line_and_guests_are_asked_to_join(talk: Talk) -> None:
    shop, ann, _ = await a_shop(talk)
    await delivered(shop)
    await ann.says("/history")
    assert "Nothing yet" in ann.text
    await ann.presses_data("why:1:0")
    assert ann.toast == "That line is not in your history."
    guest = talk.person("Gus")
    for command in ("/balance", "/card", "/history", "/invite", "/offers", "/verify"):
        await guest.says(command)
        assert "First join the programme" in guest.text


async def test_my_orders_are_listed_with_their_state(talk: Talk) -> None:
    shop, _, bob = await a_shop(talk)
    await bob.says("/history")
    await bob.presses("My orders")
    assert "No orders yet" in bob.text
    await delivered(shop)
    await shop.place()
    await bob.says("/history")
    await bob.presses("My orders")
    assert f"№ 2 · 21 November 2026 · {RUB}1,390 · being made\n     +62 points on their way\n🔑" in bob.text
    assert f"№ 1 · 21 November 2026 · {RUB}1,390 · delivered\n     +62 points" in bob.text


async def test_the_code_for_the_door_is_found_again(talk: Talk) -> None:
    shop, _, bob = await a_shop(talk)
    await delivered(shop)
    await bob.says("/start")
    assert "🔑" not in bob.text
    await shop.place()
    await bob.says("/start")
    assert f"We are busy with your order № 2.\n🔑 Your code for the door: {shop.code}" in bob.text
    await bob.presses("History")
    await bob.presses("My orders")
    assert bob.text.count(f"🔑 Your code for the door: {shop.code}") == bob.text.count("🔑") == 1


async def test_the_card_is_drawn_again_only_when_it_changed(talk: Talk) -> None:
    shop, _, bob = await a_shop(talk)
    await bob.says("/card")
    async with talk.db.read() as session:
        code = (await session.get_one(Member, shop.bob)).card_code
    assert read_qr(picture(talk)) == [f"https://t.me/okaeri_test_bot?start=m_{code}"]
    await bob.says("/card")
    assert len(talk.session.files) == 1
    await delivered(shop)
    await bob.says("/card")
    assert len(talk.session.files) == 2


async def test_a_code_for_the_till_is_fresh_for_ninety_seconds(talk: Talk) -> None:
    _, _, bob = await a_shop(talk)
    await bob.says("/card")
    await bob.presses("Code for the till")
    assert "Good until 15:01:30." in bob.text
    [link] = read_qr(picture(talk))
    key = card_key(SECRET)
    assert read_card(link, NOON + timedelta(seconds=90), key).fresh
    assert not read_card(link, NOON + timedelta(seconds=91), key).fresh
    talk.clock.advance(timedelta(seconds=30))
    await bob.presses("A new code")
    assert "Good until 15:02:00." in bob.text


async def test_bob_checks_his_points_and_takes_the_proof_away(talk: Talk) -> None:
    shop, _, bob = await a_shop(talk)
    await bob.says("/verify")
    assert "There is nothing to add up yet" in bob.text
    await delivered(shop)
    async with talk.db.begin() as session:
        sealed = await roots.seal_day(session, date(2026, 11, 21), NOON)
    await bob.says("/verify")
    assert "We added up all your 2 entries again.\nThey add up to 162 points" in bob.text
    assert sealed.root.hex() in bob.text
    await bob.presses("Give me the proof")
    told = json.loads(bob.file())
    head = bytes(32)
    for entry in told["entries"]:
        head = sha256(head + bytes.fromhex(entry)).digest()
    leaf = sha256(b"\x00" + told["sealed"]["account"].to_bytes(8, "big") + head).digest()
    assert (told["balance"], told["head"], told["sealed"]["path"]) == (162, head.hex(), [])
    assert told["sealed"]["root"] == leaf.hex() == sealed.root.hex()


async def test_ann_shares_her_link_and_sees_what_it_brings(talk: Talk) -> None:
    shop, ann, _ = await a_shop(talk)
    await ann.says("/invite")
    assert "200 points for you and 100 points for your friend" in ann.text
    assert "Nobody has opened it yet" in ann.text
    url = ann.messages[-1].reply_markup.inline_keyboard[0][0].url  # type: ignore[union-attr]
    async with talk.db.read() as session:
        code = (await session.get_one(Member, shop.ann)).referral_code
    link = f"https://t.me/okaeri_test_bot?start=r_{code}"
    assert parse_qs(urlsplit(url or "").query)["url"] == [f"{link}-b"]
    first, second = await joins(talk.db, 1, shop.ann), await joins(talk.db, 2, shop.ann)
    await first_order(talk.db, first)
    assert second
    await ann.says("/invite")
    assert "2 friends have joined.\nIt has brought you 200 points." in ann.text
    assert "• Friend 1: +200 points" in ann.text
    assert "• Friend 2: first order awaited until 20 May 2027" in ann.text
    await ann.presses("As a picture")
    assert read_qr(picture(talk)) == [f"{link}-q"]
    await talk.deliver()
    assert "Friend 1 has joined by your invitation!" in "\n".join(ann.shown)
    assert "The first order of Friend 1 has been delivered.\n+200 points are yours to spend." in ann.text


async def test_olga_decides_about_a_doubtful_invitation_in_her_chat(talk: Talk) -> None:
    shop, ann, _ = await a_shop(talk, sushi(referral_burst=1))
    friend = await joins(talk.db, 1, shop.ann)
    await first_order(talk.db, friend)
    olga = talk.person("Olga", id=OLGA)
    await talk.deliver()
    assert "Ann Green → Friend 1" in olga.text
    await olga.presses("Pay both")
    assert "The inviter got +200 points, the friend +100 points." in olga.text
    await olga.presses("What else to look at")
    assert "None: everything looks as it should." in olga.text
    await ann.says("/balance")
    assert "200 points to spend" in ann.text


async def test_offers_promise_only_what_can_come(talk: Talk) -> None:
    shop, ann, _ = await a_shop(talk)
    await ann.says("/offers")
    assert "100 points wait for you" in ann.text
    assert "irthday" not in ann.text  # no such rule is switched on
    async with talk.db.begin() as session:
        await automations.ensure(session, NOON, await program.in_force(session, NOON))
    await ann.says("/offers")
    assert "Tell us your birthday: each year it brings 150 points." in ann.text
    assert "🎂 Add my birthday" in ann.buttons
    async with talk.db.begin() as session:
        person = await session.get_one(Person, shop.ann)
        person.birthday_day, person.birthday_month, person.birthday_set_on = 14, 3, date(2026, 11, 21)
    await ann.says("/offers")
    assert "switch offers on in the settings" in ann.text
    await consents.advertise(talk.db, await actor_of(talk.db, ANN, NOON), True, source="settings", at=NOON)
    await ann.says("/offers")
    assert "Your birthday gift of 150 points comes on 7 March 2027." in ann.text
    birthday = update(Automation).where(Automation.kind == AutomationKind.BIRTHDAY)
    async with talk.db.begin() as session:
        offer = {"kind": "points", "points": 300, "benefit": None, "valid_days": 14}
        await session.execute(birthday.values(moment={"days": -3}, offer=offer))
    await ann.says("/offers")
    assert "Your birthday gift of 300 points comes on 11 March 2027." in ann.text
    async with talk.db.begin() as session:
        await session.execute(birthday.values(segment=to_json(Condition("orders", "least", 10))))
    await ann.says("/offers")
    assert "irthday" not in ann.text, "the rule is not for Ann"


async def test_a_friend_whose_name_is_gone_is_spoken_of_without_it(talk: Talk) -> None:
    await opened(talk.db)
    reader = notices.Reader(talk.catalogue.texts("en"), await program.current(talk.db, NOON), "bot")
    told = notices.render("referral.paid", {"name": "", "points": 0}, reader)
    assert told.text == (
        "🎉 The first order of a friend of yours has been delivered.\n"
        "You have reached this month's limit of gifts, but your friend got theirs. Thank you!"
    )


async def test_who_has_lost_the_phone_gets_another_card_and_the_old_one_opens_nothing(talk: Talk) -> None:
    _, _, bob = await a_shop(talk)
    olga = talk.person("Olga", id=OLGA)
    await bob.says("/card")
    [old_card] = read_qr(picture(talk))
    await bob.presses("Block this card")
    assert "the old one stops working at once" in bob.text
    await bob.presses("Yes, a new card")
    [new_card] = read_qr(picture(talk))
    assert "The old one works no more" in bob.toast
    await olga.says(f"/member {old_card}")
    assert "Nobody found" in olga.text
    await olga.says(f"/member {new_card}")
    await olga.presses("💳 New card")
    await olga.presses("Yes, a new card")
    await talk.deliver()
    assert "You have a new card" in bob.text
    await olga.says(f"/member {new_card}")
    assert "Nobody found" in olga.text
    await olga.says("/member 1002 4")
    assert "Bob Stone, № 1002 4" in olga.text
