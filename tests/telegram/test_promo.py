"""Olga makes codes and limits them; Ann types them, in every way people type."""

import csv
import io

import pytest

from bot.usecases import outlets
from bot.usecases.actor import read
from bot.usecases.outlets import Place
from db.enums import BenefitKind
from tests.support.orders import ANN, BOB, NOON, OLGA, opened
from tests.support.promos import a_code
from tests.support.talk import Person, Talk


@pytest.fixture
async def olga(talk: Talk) -> Person:
    await opened(talk.db)
    return talk.person("Olga", id=OLGA)


@pytest.fixture
def ann(talk: Talk) -> Person:
    return talk.person("Ann", id=ANN)


async def makes(olga: Person, kind: str, value: str | None, code: str) -> None:
    """Olga makes a code by answering."""
    await olga.says("/promo")
    await olga.presses("➕ New code")
    await olga.presses(kind)
    if value is not None:
        await olga.says(value)
    await olga.says(code)


async def test_a_code_is_made_by_questions_and_typed_with_spaces_in_small_letters(olga: Person, ann: Person) -> None:
    await olga.says("/promo")
    assert "None yet" in olga.text
    await makes(olga, "% off", "10", "sushi 10")
    assert "🏷 SUSHI10: 10% off" in olga.text
    assert "👤 1 use per member" in olga.text
    await ann.says("/offers")
    await ann.presses("🏷 I have a code")
    await ann.says("  Sushi-10 ")
    assert "🎉 Your code works" in ann.text
    assert "10% off" in ann.text
    assert "Until 21 December 2026" in ann.text
    await ann.presses("🎟 Show it")
    assert "10% off" in ann.text
    await olga.says("/promo")
    assert "SUSHI10: 10% off, used 1 time" in olga.text


async def test_wrong_answers_are_told_and_asked_again(olga: Person) -> None:
    await olga.says("/promo")
    await olga.presses("➕ New code")
    await olga.presses("% off")
    for wrong in ("0", "101", "ten", "-5", "100.01", ""):
        if wrong:
            await olga.says(wrong)
            assert "from 0.01 to 100 percent" in olga.text
    await olga.says("100%")
    for wrong, why in (
        ("X" * 300, "too long"),
        ("ЗИМА", "only Latin letters"),
        ("A", "too short"),
        ("🍣🍣🍣", "only Latin letters"),
    ):
        await olga.says(wrong)
        assert why in olga.text
    await olga.says("free")
    assert "FREE: 100% off" in olga.text
    await makes(olga, "% off", "5", "FREE")
    assert "There is such a code already" in olga.text


async def test_look_alikes_are_kept_as_latin_and_olga_is_told(olga: Person, ann: Person) -> None:
    await makes(olga, "Points", "50", "СЕКРЕТ".replace("Р", "P")[:2] + "X5")
    assert "only look Latin; kept is CEX5" in olga.text
    await ann.says("/promo сех5")
    assert "🎉 50 points for your code" in ann.text


async def test_each_kind_has_its_question(olga: Person) -> None:
    await makes(olga, "A sum off", "300", "SUM300")
    assert "₽300 off" in olga.text
    await makes(olga, "More points for an order", "x1.5", "TIMES")
    assert "Points × 1.5" in olga.text
    await makes(olga, "Free delivery", None, "HOME")
    assert "Free delivery" in olga.text
    await olga.says("/promo")
    await olga.presses("➕ New code")
    await olga.presses("A reward for nothing")
    assert "The catalogue is empty" in olga.text
    await olga.says("/promo")
    await olga.presses("➕ New code")
    await olga.presses("Points")
    await olga.says("1000000")
    assert "at most 100,000 points" in olga.text
    await olga.says("20")
    await olga.presses("🎲 Make one for me")
    assert "20 points" in olga.text
    await olga.presses_data("pkw:made")
    assert "made or cancelled already" in olga.toast


LIMITS = [
    ("🔢 Uses in all", "100", "🔢 100 uses in all"),
    ("👤 Per member", "0", "👥 For: everybody"),
    ("🔁 In some days", "2 in 30", "🔁 2 uses per member in 30 days"),
    ("📅 Dates", "01.12 – 31.12", "📅 From 1 December 2026"),
    ("✂️ Most off", "500", "10% off, ₽500 at most"),
    ("💰 Budget", "10 000", "💰 All uses together cost ₽10,000 at most"),
    ("🧾 Least bill", "1000", "🧾 Goods for at least ₽1,000"),
    ("⏳ Valid for", "7", "valid for 7 days"),
    ("🐣 First order only: no", None, "🐣 Only before the first delivered order"),
]


async def test_every_limit_has_a_button_and_stands_on_the_card(olga: Person) -> None:
    await makes(olga, "% off", "10", "SUSHI10")
    for label, answer, said in LIMITS:
        await olga.presses(label)
        if answer is not None:
            await olga.says(answer)
        assert said in olga.text, label
    assert "📅 Until 31 December 2026" in olga.text
    assert "per member\n" not in olga.text
    await olga.presses("📅 Dates")
    await olga.says("0")
    assert "📅" not in olga.text


@pytest.mark.parametrize(
    ("label", "wrong", "why"),
    [
        ("📅 Dates", "31.12.2026 – 01.12.2026", "end before it begins"),
        ("📅 Dates", "20.12 – 10.12", "end before it begins"),
        ("📅 Dates", "01.01.2026 – 02.01.2026", "over already"),
        ("📅 Dates", "31.02", "can't read these dates"),
        ("📅 Dates", "soon", "can't read these dates"),
        ("🔢 Uses in all", "-1", "whole number from 1"),
        ("🔁 In some days", "2", "two numbers"),
        ("💰 Budget", "100", "a budget could not hold"),
        ("⏳ Valid for", "366", "from 1 to 365"),
        ("🧾 Least bill", "much", "can't read that as a sum"),
    ],
)
async def test_a_wrong_limit_changes_nothing_and_can_be_said_again(
    olga: Person, label: str, wrong: str, why: str
) -> None:
    await makes(olga, "% off", "10", "SUSHI10")
    before = olga.text
    await olga.presses(label)
    await olga.says(wrong)
    assert why in olga.text
    await olga.presses("Cancel")
    await olga.says("/promo")
    await olga.presses("SUSHI10")
    assert olga.text == before


async def test_two_managers_at_once_look_again(talk: Talk, olga: Person) -> None:
    await makes(olga, "% off", "10", "SUSHI10")
    await olga.presses("🔢 Uses in all")
    await olga.presses_data("pkd:pause:1:1")
    await olga.says("100")
    assert "Somebody changed this code meanwhile" in olga.text
    await olga.presses("🏷 Promo codes")
    await olga.presses("SUSHI10")
    assert "⏸ Paused" in olga.text
    await olga.presses("▶️ Go on")
    assert "🟢 Can be entered" in olga.text


async def test_outlets_and_the_segment_are_chosen_by_buttons(talk: Talk, olga: Person, ann: Person) -> None:
    boss = await read(talk.db, OLGA, NOON)
    for name in ("Central", "Harbour"):
        await outlets.add(talk.db, boss, Place(name, ""), at=NOON)
    await makes(olga, "Points", "50", "HARBOUR")
    await olga.presses("🏠 Outlets")
    await olga.presses("Harbour")
    assert "✅ Harbour" in olga.buttons
    await olga.presses("Back")
    assert "🏠 Only at Harbour" in olga.text
    await ann.says("/promo HARBOUR")
    assert "works only at: Harbour" in ann.text
    assert "✨ What's on" in ann.buttons
    await olga.presses("👥 For whom")
    await olga.presses("⭐ Points and levels")
    await olga.presses("🏅 Level")
    await olga.presses("Gold")
    await olga.presses("Save")
    assert "👥 For: Gold" in olga.text


async def test_personal_codes_come_as_a_file_and_each_is_good_once(talk: Talk, olga: Person, ann: Person) -> None:
    await olga.says("/promo")
    await olga.presses("➕ New code")
    await olga.presses("Points")
    await olga.says("50")
    await olga.presses("🎟 Personal codes")
    await olga.says('=HYPERLINK("x")')
    await olga.presses("🎟 Make codes")
    for wrong in ("0", "5001", "many"):
        await olga.says(wrong)
        assert "from 1 to 5,000" in olga.text
    await olga.says("3")
    content = olga.file()
    assert content.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")
    assert head == ["code", "name"]
    assert len({code for code, _ in rows}) == 3
    assert all(name == '\'=HYPERLINK("x")' for _, name in rows)
    await ann.says(f"/promo {rows[0][0].lower()}")
    assert "50 points" in ann.text
    bob = talk.person("Bob", id=BOB)
    await bob.says(f"/promo {rows[0][0]}")
    assert "used by somebody else" in bob.text
    await olga.says("/promo")
    await olga.presses("HYPERLINK")
    assert "🎟 3 personal codes, 1 used" in olga.text


async def test_launch_words_bring_a_link_that_enters_the_code(olga: Person, ann: Person) -> None:
    await makes(olga, "Points", "50", "SUSHI10")
    await olga.presses("📣 Launch words")
    assert "50 points at Sushi Okaeri" in olga.text
    assert "?start=p_SUSHI10" in olga.text
    await ann.opens("p_SUSHI10")
    assert "🎉 50 points for your code" in ann.text
    await ann.opens("p_SUSHI10")
    assert "as often as it allows" in ann.text


async def test_a_code_can_be_said_at_any_time_and_chatter_is_no_code(talk: Talk, olga: Person, ann: Person) -> None:
    await a_code(talk.db, kind=BenefitKind.AMOUNT, value=1_000)
    await ann.says("SUSHI10")
    assert "🎉 Your code works" in ann.text
    await ann.says("sushi 10")
    assert "🎟 You have this already" in ann.text
    for chatter in ("HELLO", "hello", "ПРИВЕТ", "12:30"):
        await ann.says(chatter)
        assert "I didn't get that" in ann.text


async def test_ann_is_told_why_and_the_question_waits_for_another_code(olga: Person, ann: Person) -> None:
    await ann.says("/promo")
    assert "Send it as you have it" in ann.text
    for wrong, why in (("NOSUCH", "I don't know this code"), ("Ж" * 300, "too long"), ("!!", "only Latin")):
        await ann.says(wrong)
        assert why in ann.text
    await makes(olga, "Points", "50", "SUSHI10")
    await ann.says("sushi10")
    assert "🎉 50 points" in ann.text


async def test_the_eleventh_guess_waits(olga: Person, ann: Person) -> None:
    for number in range(11):
        await ann.says(f"/promo GUESS{number}")
    assert "Codes can be entered again in 1 hour" in ann.text


async def test_guests_are_asked_to_join_and_couriers_have_no_desk(talk: Talk, olga: Person) -> None:
    gus, carl = talk.person("Gus", id=777), talk.person("Carl", id=11)
    for person in (gus, carl):
        await person.says("/promo")
        assert "First join the programme" in person.text
        await person.presses_data("pkl")
        assert "Promo codes" not in person.text
