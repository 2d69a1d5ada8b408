"""Olga reads and changes the programme: better at once, stricter from an announced day; brand and voice."""

import io
from datetime import timedelta

import pytest
from PIL import Image

from bot.usecases import brand, program
from tests.support.orders import ANN, NOON, OLGA, opened
from tests.support.talk import Person, Talk


@pytest.fixture
async def olga(talk: Talk) -> Person:
    await opened(talk.db)
    return talk.person("Olga", id=OLGA)


def a_picture(size: tuple[int, int] = (900, 300), kind: str = "PNG") -> bytes:
    sink = io.BytesIO()
    Image.new("RGB", size, "#ff6f59").save(sink, kind)
    return sink.getvalue()


async def changes(olga: Person, group: str, label: str, value: str) -> None:
    await olga.says("/program")
    await olga.presses(group)
    await olga.presses(label)
    await olga.says(value)


async def test_days_before_something_are_counted_one_by_one(olga: Person) -> None:
    await olga.says("/program")
    await olga.presses("💰 Points")
    assert "Warnings before points expire: 30 days, 7 days and 1 day before" in olga.text


async def test_every_group_can_be_read_and_every_number_asked_for(olga: Person) -> None:
    await olga.says("/program")
    for group in list(olga.buttons[:8]):
        await olga.says("/program")
        await olga.presses(group)
        for number in [label for label in olga.buttons if label.startswith("✏️")]:
            await olga.presses(number)
            assert "Now:" in olga.text, number
            await olga.presses("Cancel")
            await olga.says("/program")
            await olga.presses(group)


async def test_a_better_rule_holds_at_once(talk: Talk, olga: Person) -> None:
    await changes(olga, "💰 Points", "✏️ Share of an order", "7,5 %")
    assert "5% → 7.5%" in olga.text
    assert "takes effect at once" in olga.text
    await olga.presses("Yes, publish")
    assert "Version 2 is published" in olga.text
    assert (await program.current(talk.db, NOON)).program.earn_rate_bp == 750
    assert await talk.deliver() == 0
    await olga.says("/program")
    await olga.presses("🗂 Versions")
    assert "2 · 21 November 2026, 15:00 · Olga" in olga.text
    assert "Share of an order that comes back as points: 5% → 7.5%" in olga.text


async def test_a_stricter_rule_is_announced_a_week_ahead(talk: Talk, olga: Person) -> None:
    ann = talk.person("Ann", id=ANN)
    await changes(olga, "💰 Points", "✏️ Share of an order", "3")
    assert "takes effect on 28 November 2026" in olga.text
    assert "2 members will be told" in olga.text
    await olga.presses("Yes, publish")
    assert "takes effect on 28 November 2026" in olga.text
    assert await talk.deliver() == 2
    assert "now 5%, then 3%" in ann.text
    assert "28 November 2026" in ann.text
    await olga.says("/program")
    assert "📅 From 28 November 2026" in olga.text
    assert (await program.current(talk.db, NOON)).program.earn_rate_bp == 500
    assert (await program.current(talk.db, NOON + timedelta(days=7))).program.earn_rate_bp == 300


async def test_wrong_values_get_a_sentence_and_the_question_stays(olga: Person) -> None:
    await changes(olga, "💰 Points", "✏️ Share of an order", "a lot")
    assert "can't read that" in olga.text
    await olga.says("101")
    assert "can't be used" in olga.text
    await olga.says("5.001")
    assert "finer" in olga.text
    await olga.says("5")
    assert "nothing to change" in olga.text
    await olga.says("6")
    assert "5% → 6%" in olga.text


async def test_tiers_must_rise(olga: Person) -> None:
    await changes(olga, "🏅 Levels", "✏️ Spending for Gold", "10 000")
    assert "Gold above Silver" in olga.text
    await olga.says("50 000")
    assert "takes effect on" in olga.text


async def test_yes_pressed_twice_publishes_once(talk: Talk, olga: Person) -> None:
    await changes(olga, "💰 Points", "✏️ Welcome points", "150")
    await olga.presses("Yes, publish")
    await olga.presses_data("pp")
    assert "done or was cancelled" in olga.toast
    assert (await program.current(talk.db, NOON)).version == 2


async def test_colours_and_the_sample_card(talk: Talk, olga: Person) -> None:
    await olga.says("/program")
    await olga.presses("🎨 Brand")
    assert "this is how a card looks" in olga.text
    first = list(talk.session.files.values())[-1]
    await olga.presses("Main colour")
    await olga.says("pink")
    assert "#22304a" in olga.text
    await olga.says("#1F4D3A")
    await olga.presses("Yes, publish")
    await olga.presses("‹ Back")
    assert "#1f4d3a" in olga.text
    assert list(talk.session.files.values())[-1] != first
    await olga.presses("Second colour")
    await olga.presses("Honey")
    await olga.presses("Yes, publish")
    assert (await program.current(talk.db, NOON)).program.accent == "#f2b134"


async def test_a_logo_is_kept_small_and_can_go(talk: Talk, olga: Person) -> None:
    await olga.says("/program")
    await olga.presses("🎨 Brand")
    await olga.presses("🖼 Logo")
    await olga.sends_photo(b"not a picture")
    assert "can't open" in olga.text
    await olga.sends_photo(b"x" * 1_000_001)
    assert "at most 1 MB" in olga.text
    await olga.sends_photo(a_picture((8, 8)))
    assert "too small" in olga.text
    await olga.sends_photo(a_picture(kind="JPEG"))
    assert "this is how a card looks" in olga.text
    kept = await brand.logo(talk.db)
    assert kept is not None
    assert Image.open(io.BytesIO(kept)).size == (512, 171)
    await olga.presses("Remove the logo")
    assert await brand.logo(talk.db) is None


async def test_the_shop_speaks_its_own_words(talk: Talk, olga: Person) -> None:
    await olga.says("/program")
    await olga.presses("✍️ Voice")
    await olga.presses("Speak short and plain")
    assert "Tone: short and plain" in olga.text
    await olga.says("/start")
    assert "➕ New order" not in olga.buttons
    assert "New order" in olga.buttons
    await olga.presses("The programme")
    await olga.presses("Voice")
    await olga.presses("Speak warm and friendly")
    await olga.presses("Greeting of a newcomer · English")
    await olga.presses("✏️ Write")
    await olga.says("Hello {stranger}")
    assert "{stranger}" in olga.text
    assert "{shop}" in olga.text
    await olga.says("Hello { there")
    assert "curly bracket" in olga.text
    await olga.says("x" * 301)
    assert "300" in olga.text
    await olga.says("Irasshaimase at <b>{shop}</b>!")
    assert "“Irasshaimase at <b>Sushi Okaeri</b>!”" in olga.text
    eve = talk.person("Eve", id=50)
    await eve.says("/start")
    assert "Irasshaimase at <b>Sushi Okaeri</b>!" in eve.text
    rules = await program.current(talk.db, NOON)
    assert rules.program.words == {"en": {"greeting": "Irasshaimase at <b>{shop}</b>!"}}
    await olga.presses("Back to the usual words")
    assert (await program.current(talk.db, NOON)).program.words == {}


async def test_outlets_are_added_renamed_closed_and_opened(olga: Person) -> None:
    await olga.says("/outlets")
    assert "None yet" in olga.text
    await olga.presses("➕ Add an outlet")
    await olga.says("x" * 65)
    assert "64" in olga.text
    await olga.says("Green <Street>\n5 Green Street")
    assert "Green <Street>" in olga.text
    assert "5 Green Street" in olga.text
    await olga.presses("✏️ Name")
    await olga.says("Red Street")
    await olga.presses("📍 Address")
    await olga.says("7 Red Street")
    assert "7 Red Street" in olga.text
    await olga.presses("Close it")
    assert "Closed" in olga.text
    await olga.presses("‹ Back")
    assert "Red Street (closed)" in olga.text
    await olga.presses("Red Street")
    await olga.presses("Open it again")
    assert "Open: orders can name it." in olga.text
