"""Olga finds Bob by whatever he can show, looks after his profile, and corrects his points."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.pictures.qr import qr_png
from bot.rules import codes
from db.models.audit import AuditLine
from db.models.members import MemberNote, MemberTag
from tests.support.orders import ANN, BOB, NOON, OLGA, Shop, opened
from tests.support.talk import CARD_KEY, Person, Talk

BOBS_CARD = "0000000010024"


@pytest.fixture
async def shop(talk: Talk) -> Shop:
    return await opened(talk.db)


@pytest.fixture
async def olga(talk: Talk, shop: Shop) -> Person:
    return talk.person("Olga", id=OLGA)


@pytest.mark.parametrize(
    "said",
    ["10024", "1002 4", "+48600100222", "bob", "STONE", f"m_{BOBS_CARD}", f"https://t.me/bot?start=m_{BOBS_CARD}"],
)
async def test_bob_is_found_by(olga: Person, said: str) -> None:
    await olga.says("/member")
    await olga.says(said)
    assert "Bob Stone, № 1002 4" in olga.text
    assert "0 points" in olga.text
    assert "+48 ••• 0222" in olga.text


async def test_last_digits_and_names_that_fit_two_ask_who(talk: Talk, olga: Person, shop: Shop) -> None:
    await olga.says("/member e")
    assert "Nobody found" in olga.text
    await olga.says("/member en")
    assert "Ann Green" in olga.text
    await olga.says("/member on")
    assert "Bob Stone" in olga.text
    await olga.says("/member n ")
    await olga.says("/member 0221")
    assert "Ann Green, № 1001 9" in olga.text
    async with talk.db.begin() as session:
        from db.models.members import Person as Row

        (await session.get_one(Row, shop.ann)).phone = "+79000000222"
    await olga.says("/member 0222")
    assert "Who is it?" in olga.text
    await olga.presses("Ann Green")
    assert "Ann Green, № 1001 9" in olga.text


@pytest.mark.parametrize(
    "said", ["%", "_", "'; drop table people", "<b>x</b>", "9" * 4000, "\u202e", "m_nonsense", "0000"]
)
async def test_hostile_words_find_nobody_and_break_nothing(olga: Person, said: str) -> None:
    await olga.says("/member")
    await olga.says(said)
    assert "Bob Stone" not in olga.text
    assert "Nobody found" in olga.text or "not a card of ours" in olga.text


async def test_a_photo_tells_whether_the_card_was_shown_just_now(talk: Talk, olga: Person) -> None:
    await olga.sends_photo(qr_png(f"https://t.me/okaeri_test_bot?start=m_{BOBS_CARD}"))
    assert "Bob Stone" in olga.text
    assert "A saved picture" in olga.text
    fresh = codes.sign_card(BOBS_CARD, NOON, CARD_KEY)
    await olga.sends_photo(qr_png(fresh))
    assert "shown just now" in olga.text
    talk.clock.advance(timedelta(minutes=2))
    await olga.sends_photo(qr_png(fresh))
    assert "A saved picture" in olga.text
    await olga.sends_photo(qr_png(codes.sign_card(BOBS_CARD, NOON, b"another key")))
    assert "not made by us" in olga.text
    await olga.sends_photo(qr_png("https://example.com"))
    assert "Nobody found" in olga.text


async def test_the_whole_number_takes_a_press_and_leaves_a_line(talk: Talk, olga: Person) -> None:
    await olga.says("/member 10024")
    await olga.presses("📱 Full number")
    assert "+48600100222" in olga.text
    async with talk.db.read() as session:
        acts = list(await session.scalars(select(AuditLine.act)))
    assert acts == ["members.phone"]
    await olga.says("/audit")
    assert "Olga: full phone number viewed: member № 1002 4" in olga.text


async def test_notes_and_tags(talk: Talk, olga: Person) -> None:
    await olga.says("/member 10024")
    await olga.presses("📝 Add a note")
    await olga.says("   ")
    await olga.says("x" * 501)
    assert "500" in olga.text
    await olga.says("Rings <b>twice</b>,\nleft door")
    assert "📝 Rings <b>twice</b>, left door (Olga, 21 November 2026)" in olga.text
    await olga.presses("🏷 Tags")
    await olga.says("#VIP")
    await olga.says("<script>")
    assert "A tag is" in olga.text
    await olga.says("аллергия на рыбу и ещё на что-то")
    assert "✖️ vip" in olga.buttons
    await olga.presses("✖️ аллергия")
    assert olga.buttons[0] == "✖️ vip"
    async with talk.db.read() as session:
        assert list(await session.scalars(select(MemberTag.tag))) == ["vip"]
        assert list(await session.scalars(select(MemberNote.text))) == ["Rings <b>twice</b>, left door"]


async def test_points_by_hand_say_old_and_new_and_can_be_undone(talk: Talk, olga: Person) -> None:
    bob = talk.person("Bob", id=BOB)
    await olga.says("/member 10024")
    await olga.presses("± Points")
    await olga.says("many")
    assert "can't read" in olga.text
    await olga.says("+5001")
    assert "5,000 points" in olga.text
    await olga.says("-1")
    assert "only 0 points" in olga.text
    await olga.says("+100")
    await olga.presses("A sign of goodwill")
    assert "Before: 0 → after: 100" in olga.text
    await olga.presses("Yes, do it")
    assert "The member now has 100 points" in olga.text
    await talk.deliver()
    assert "100" in bob.text
    await olga.presses("↩️ Undo")
    assert "taken back" in olga.text
    assert "0 points" in olga.text


async def test_a_second_press_of_yes_gives_nothing_more(talk: Talk, olga: Person) -> None:
    await olga.says("/member 10024")
    await olga.presses("± Points")
    await olga.says("50")
    await olga.says("A cold soup")
    await olga.presses("Yes, do it")
    await olga.presses_data("ac")
    assert "done or was cancelled" in olga.toast
    await olga.says("/member 10024")
    assert "💰 50 points" in olga.text
    await olga.presses("📖 History")
    assert "+50 points, Added by the shop (then 50)" in olga.text


async def test_undoing_too_late_names_the_time_there_was(talk: Talk, olga: Person) -> None:
    await olga.says("/member 10024")
    await olga.presses("± Points")
    await olga.says("50")
    await olga.says("A cold soup")
    await olga.presses("Yes, do it")
    talk.clock.advance(timedelta(minutes=2, seconds=1))
    await olga.presses("↩️ Undo")
    assert "the time for it was 2 minutes" in olga.toast


async def test_nobody_adjusts_their_own_points(talk: Talk, shop: Shop) -> None:
    async with talk.db.begin() as session:
        from db.models.members import Person as Row

        (await session.get_one(Row, shop.ann)).chat_id = OLGA
    olga = talk.person("Olga", id=OLGA)
    await olga.says("/member 10019")
    assert "± Points" not in olga.buttons
    await olga.presses_data(f"aj:{shop.ann}")
    assert "their own points" in olga.toast


async def test_the_log_can_be_narrowed(talk: Talk, olga: Person) -> None:
    await olga.says("/audit")
    assert "Nothing here" in olga.text
    for number in range(10):
        await olga.says("/member 10024")
        await olga.presses("📝 Add a note")
        await olga.says(f"note {number}")
    await olga.presses_data("md:phone:2:0")
    await olga.says("/audit")
    assert "Older ›" in olga.buttons
    await olga.presses("Older ›")
    assert "full phone number" not in olga.text
    await olga.presses("🗂 By kind")
    await olga.presses("Members")
    await olga.presses("👤 By person")
    await olga.presses("Olga")
    assert "Only: Olga" in olga.text


async def test_members_see_nothing_of_the_desk(talk: Talk, shop: Shop) -> None:
    ann = talk.person("Ann", id=ANN)
    for command in ("/member 10024", "/staff", "/audit", "/program", "/outlets"):
        await ann.says(command)
        assert "Bob Stone" not in ann.text
        assert "Olga" not in ann.text
    for data in (f"mb:{shop.bob}", f"md:phone:{shop.bob}:0", "sf", "ad:0:0:", "pg:", f"aj:{shop.bob}", "ac"):
        await ann.presses_data(data)
        assert "Bob Stone" not in ann.text
