"""Olga builds a reward step by step, mistypes, changes everything about it; Mia changes it at the same time."""

import io
from datetime import timedelta

import pytest
from PIL import Image
from sqlalchemy import select

from bot.usecases import outlets
from bot.usecases.outlets import Place
from db.enums import Role, StaffState
from db.models.audit import AuditLine
from db.models.rewards import Reward, RewardPicture
from db.models.staff import Staff
from tests.support.orders import ANN, NOON, OLGA, Shop, opened
from tests.support.rewards import reward, rich, takes
from tests.support.talk import Person, Talk

MIA = 60


@pytest.fixture
async def shop(talk: Talk) -> Shop:
    return await opened(talk.db)


@pytest.fixture
async def olga(talk: Talk, shop: Shop) -> Person:
    return talk.person("Olga", id=OLGA)


@pytest.fixture
async def mia(talk: Talk, shop: Shop) -> Person:
    async with talk.db.begin() as session:
        session.add(Staff(chat_id=MIA, name="Mia", role=Role.MANAGER, state=StaffState.ACTIVE, created_at=NOON))
    return talk.person("Mia", id=MIA)


def a_photo(width: int = 1600, height: int = 1200, kind: str = "PNG") -> bytes:
    written = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(written, kind)
    return written.getvalue()


async def acts(talk: Talk) -> list[str]:
    async with talk.db.read() as session:
        return list(await session.scalars(select(AuditLine.act).order_by(AuditLine.id)))


async def opens(person: Person, name: str = "Miso soup") -> None:
    await person.says("/catalogue")
    await person.presses(name)


async def test_olga_builds_a_reward_question_by_question(talk: Talk, olga: Person) -> None:
    await olga.says("/start")
    await olga.presses("What we offer")
    await olga.presses("🎁 Rewards")
    assert "Nothing here yet." in olga.text
    await olga.presses("➕ Add a reward")
    await olga.presses("🍣 dish")
    assert "In this language: Русский" in olga.text
    assert "Skip" not in olga.buttons  # without a name in the shop's own language there is no reward
    await olga.says(" \u202e ")
    assert "nothing to read in this name" in olga.text
    await olga.says("я" * 65)
    assert "too long: at most 64 letters" in olga.text
    await olga.says("Мисо")
    assert "Some words about it" in olga.text
    await olga.says("x" * 401)
    assert "too long: at most 400 characters" in olga.text
    await olga.says("Тёплый суп")
    assert "In this language: English" in olga.text
    await olga.says("Miso soup")
    await olga.presses("Skip")
    assert "In this language: Polski" in olga.text
    await olga.presses("Skip")
    assert "How many points does it cost?" in olga.text
    for wrong, told in (("0", "at least one point"), ("-5", "at least one point"), ("a lot", "can't read that")):
        await olga.says(wrong)
        assert told in olga.text
    await olga.says("150")
    assert "a photo of it?" in olga.text
    await olga.says("no photo")
    assert "I can't open that as a picture." in olga.text
    await olga.sends_photo(b"not a picture")
    assert "I can't open that as a picture." in olga.text
    await olga.sends_photo(a_photo(100, 100))
    assert "too small" in olga.text
    await olga.sends_photo(a_photo())
    assert "Miso soup" in olga.text
    assert "Price: 150 points" in olga.text
    assert "Picture: there is one" in olga.text
    async with talk.db.read() as session:
        kept = await session.get_one(Reward, 1)
        content = (await session.get_one(RewardPicture, 1)).content
    assert (kept.names, kept.texts) == ({"ru": "Мисо", "en": "Miso soup"}, {"ru": "Тёплый суп"})
    with Image.open(io.BytesIO(content)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (1280, 960))
    assert await acts(talk) == ["catalogue.add"]


async def test_a_reward_can_be_had_at_once_with_its_picture(talk: Talk, shop: Shop, olga: Person) -> None:
    await reward(shop)
    await opens(olga)
    await olga.presses("Picture")
    await olga.sends_photo(a_photo(800, 600, "JPEG"))
    ann = talk.person("Ann", id=ANN)
    await ann.says("/rewards")
    await ann.presses("Miso soup")
    assert ann.messages[-1].photo
    await opens(olga)
    await olga.presses("Picture")
    assert olga.messages[-1].photo
    await olga.presses("Take the picture away")
    assert "Picture: none yet" in olga.text
    assert (await acts(talk))[-2:] == ["catalogue.picture", "catalogue.picture"]


async def test_every_number_has_its_button_its_limits_and_its_line(talk: Talk, shop: Shop, olga: Person) -> None:
    await reward(shop)
    await opens(olga)
    for button, wrong, right, told in (
        ("Price", "0", "200", "Price: 200 points"),
        ("Cost to us", "1,234,5", "85,50", "Cost to us: ₽85.50"),
        ("Stock", "-1", "5", "Stock: 5 left"),
        ("For each member", "0", "2", "For each member: 2 at most"),
        ("For each day", "many", "10", "For each day: 10 at most"),
        ("Early access", "99999", "48", "Early access: 48 hours for higher levels"),
        ("Voucher valid", "0", "14", "Voucher valid: 14 days"),
        ("Begins", "tomorrow", "01.12.2026 10:00", "Begins: 1 December 2026, 10:00"),
        ("Ends", "01.12.2026 10:00", "24.12", "Ends: 24 December 2026, 00:00"),
    ):
        await olga.presses(button)
        await olga.says(wrong)
        assert "🙏" in olga.text, button
        await olga.says(right)
        assert told in olga.text
    for button, none, told in (
        ("Stock", "As many as anybody wants", "Stock: as many as anybody wants"),
        ("For each member", "Any number", "For each member: any number"),
        ("Voucher valid", "As for all vouchers", "Voucher valid: 30 days"),
        ("Ends", "No end", "Ends: —"),
    ):
        await olga.presses(button)
        await olga.presses(none)
        assert told in olga.text
    assert await acts(talk) == ["catalogue.add"] + ["catalogue.change"] * 13
    await olga.says("/audit")
    assert "reward changed: Miso soup, Ends" in olga.text


async def test_levels_allergens_outlets_and_words_are_chosen_by_buttons(talk: Talk, shop: Shop, olga: Person) -> None:
    await reward(shop)
    await outlets.add(talk.db, await shop.actor(OLGA), Place("Central", ""), at=NOON)
    await opens(olga)
    await olga.presses("From which level")
    await olga.presses("Silver")
    assert "From which level: Silver" in olga.text
    await olga.presses("Allergens")
    await olga.presses("milk")
    await olga.presses("gluten")
    assert "✅ milk" in olga.buttons
    await olga.presses("✅ milk")
    await olga.presses("‹ Back")
    assert "Allergens: gluten" in olga.text
    await olga.presses("Outlets")
    await olga.presses("Central")
    await olga.presses("‹ Back")
    assert "Outlets: Central" in olga.text
    await olga.presses("Title")
    await olga.presses("Русский")
    await olga.says("Мисо-суп")
    await olga.presses("Words")
    await olga.presses("English")
    await olga.says("Warm and <good>")
    assert "Warm and <good>" in olga.text
    async with talk.db.read() as session:
        kept = await session.get_one(Reward, 1)
        assert (kept.names, kept.edition) == ({"en": "Miso soup", "ru": "Мисо-суп"}, 8)


async def test_of_two_who_edit_at_once_the_second_looks_again(
    talk: Talk, shop: Shop, olga: Person, mia: Person
) -> None:
    await reward(shop)
    await opens(olga)
    await olga.presses("Price")
    await opens(mia)
    await mia.presses("Price")
    await mia.says("300")
    assert "Price: 300 points" in mia.text
    await olga.says("200")
    assert "A colleague changed this reward meanwhile." in olga.text
    await olga.presses("The catalogue")
    await olga.presses("Miso soup")
    assert "Price: 300 points" in olga.text
    await opens(mia)
    await olga.presses("⏸ Pause")
    await mia.presses("🗑 Remove")
    await mia.presses_data("ctw:1:2:removed")
    assert "A colleague changed this reward meanwhile." in mia.toast


async def test_seats_are_never_fewer_than_promised(talk: Talk, shop: Shop, olga: Person) -> None:
    await olga.says("/catalogue")
    for step in ("➕ Add a reward", "experience"):
        await olga.presses(step)
    await olga.says("Класс")
    for _ in range(3):
        await olga.presses("Skip")
    await olga.says("100")
    await olga.presses("Skip")
    await olga.presses("Date of the event")
    await olga.says("12.12.2026 18:00")
    await olga.presses("Seats")
    await olga.says("2")
    assert "Seats: 2, 2 left" in olga.text
    await rich(talk.db, shop.ann)
    await takes(shop, 1)
    await takes(shop, 1)
    await opens(olga, "Класс")
    assert "Seats: 2, 0 left" in olga.text
    assert "2 vouchers given out so far" in olga.text
    await olga.presses("Seats")
    await olga.says("1")
    assert "not enough: 2 are promised already" in olga.text
    await olga.says("3")
    assert "Seats: 3, 1 left" in olga.text


async def test_pausing_and_removing_take_it_from_the_shelf(talk: Talk, shop: Shop, olga: Person) -> None:
    await reward(shop)
    ann = talk.person("Ann", id=ANN)
    await opens(olga)
    await olga.presses("⏸ Pause")
    assert "paused: members don't see it" in olga.text
    await ann.says("/rewards")
    assert "nothing on the shelf" in ann.text
    await olga.presses("▶️ Show it again")
    await ann.says("/rewards")
    assert "Miso soup" in ann.text
    await olga.presses("🗑 Remove")
    assert "Vouchers that members hold stay good." in olga.text
    await olga.presses("Yes, remove")
    assert "Nothing here yet." in olga.text
    await ann.presses("Miso soup")
    assert "no such reward" in ann.toast
    assert await acts(talk) == ["catalogue.add", "catalogue.pause", "catalogue.resume", "catalogue.remove"]


async def test_what_was_taken_is_shown_things_beside_money(talk: Talk, shop: Shop, olga: Person) -> None:
    await olga.says("/catalogue")
    await olga.presses("📊 What was taken")
    assert olga.text.count("Nothing was given out.") == 2
    await rich(talk.db, shop.ann)
    number = await reward(shop)
    for _ in range(2):
        await takes(shop, number)
    talk.clock.advance(timedelta(days=1))
    await olga.says("/catalogue")
    await olga.presses("📊 What was taken")
    assert "dish: 2 given out, 0 used, 200 points" in olga.text
    assert "Together: 2 given out, 0 used: 0%" in olga.text


async def test_the_list_has_pages_and_old_buttons_do_no_harm(talk: Talk, shop: Shop, olga: Person) -> None:
    for number in range(9):
        await reward(shop, f"Roll {number}")
    await olga.says("/catalogue")
    assert "Roll 8" in olga.text
    await olga.presses("More ›")
    assert "Roll 0" in olga.text
    await olga.presses_data("ctr:99")
    assert "no such reward" in olga.toast
    await olga.presses_data("cts:picture")
    assert "That step is done or was cancelled." in olga.toast
    carl = talk.person("Carl", id=11)
    await carl.says("/catalogue")
    assert "Roll" not in carl.text
