"""Olga prints cards for her tables; Ann scans one, and so does Nina, who has no card yet. Vera types an old number."""

import io
import zipfile
from datetime import timedelta

import pytest
import zxingcpp
from PIL import Image

from bot.usecases import claims, makers
from bot.usecases.actor import read
from bot.usecases.claims import SaleSeen
from db.models.tills import Import, OldCard
from tests.support.orders import ANN, CARL, NOON, OLGA, opened
from tests.support.talk import Person, Talk

PHONE = "+48600400001"


@pytest.fixture
async def olga(talk: Talk) -> Person:
    await opened(talk.db)
    return talk.person("Olga", id=OLGA)


@pytest.fixture
def ann(talk: Talk) -> Person:
    return talk.person("Ann", id=ANN)


async def printed(olga: Person, count: str, points: str) -> list[str]:
    """The payloads of the links that Olga prints, read from the pictures."""
    await olga.says("/start")
    for label in ("What we offer", "Receipts and tables", "➕ Print links", "Cards for tables"):
        await olga.presses(label)
    await olga.says(count)
    await olga.says(points)
    await olga.presses("✅ Make them")
    await olga.presses("Pictures")
    return [found for page in pages(olga.file()) for found in payloads(page)]


def pages(file: bytes) -> list[bytes]:
    if file.startswith(b"\x89PNG"):
        return [file]
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return [archive.read(name) for name in archive.namelist()]


def payloads(page: bytes) -> list[str]:
    codes = zxingcpp.read_barcodes(Image.open(io.BytesIO(page)).convert("L"))
    return [code.text.rpartition("?start=")[2] for code in codes]


async def test_cards_are_printed_scanned_by_a_member_and_by_a_guest_and_taken_back(
    talk: Talk, olga: Person, ann: Person
) -> None:
    links = await printed(olga, "9", "20")
    assert len(set(links)) == 9
    await ann.opens(links[0])
    assert "🎉 +20 points" in ann.text
    assert "You have 20 points now." in ann.text
    await ann.opens(links[0])
    assert "You have these points already" in ann.text
    nina = talk.person("Nina", id=4001)
    await nina.opens(links[0])
    assert "The link has been used already" in nina.text
    await nina.opens(links[1])
    assert "20 points wait for you" in nina.text
    for label in ("English", "I agree"):
        await nina.presses(label)
    await nina.shares_contact(PHONE)
    assert any("20 points were waiting for you" in shown for shown in nina.shown)
    await nina.opens(links[1])
    assert "You have these points already" in nina.text
    await talk.person("Carl", id=CARL).opens(links[2])
    await olga.presses("‹ Back")
    assert "2 of 9 claimed, 7 still open." in olga.text
    await olga.presses("PDF to print")
    assert olga.file().startswith(b"%PDF")
    await olga.presses("‹ Back")
    await olga.presses("Take them back")
    await olga.presses("Take them back")
    assert "7 were taken back." in olga.text
    await ann.opens(links[3])
    assert "The shop has taken this link back." in ann.text


async def test_questions_about_links_are_asked_again_and_receipts_have_a_sum(olga: Person) -> None:
    await olga.says("/start")
    for label in ("What we offer", "Receipts and tables", "➕ Print links", "🧾 Receipts"):
        await olga.presses(label)
    for wrong in ("0", "501", "many"):
        await olga.says(wrong)
        assert "from 1 to 500" in olga.text
    await olga.presses("24")
    await olga.says("free")
    await olga.says("390")
    assert "Each stands for ₽390: 19 points, more for higher levels." in olga.text
    await olga.presses("30 days")
    assert "✅ 30 days" in olga.buttons
    make = olga.data("✅ Make them")
    await olga.presses("✅ Make them")
    assert "0 of 24 claimed, 24 still open." in olga.text
    assert "Until 21 December 2026" in olga.text
    await olga.presses_data(make)
    assert "made or cancelled already" in olga.toast


async def test_points_that_waited_on_a_number_are_there_with_their_receipt(talk: Talk, olga: Person) -> None:
    seller = await read(talk.db, OLGA, NOON)
    await claims.wait_on_phone(talk.db, seller, PHONE, SaleSeen("till:1", 124_000), at=NOON)
    made = await claims.make_receipt(talk.db, seller, SaleSeen("till:2", 50_000), at=NOON, new=makers.from_system())
    talk.clock.advance(timedelta(days=1))
    nina = talk.person("Nina", id=4001)
    await nina.opens(f"v_{made.code}_0000000000000000")  # made up
    assert "The link" not in nina.text
    for label in ("English", "I agree"):
        await nina.presses(label)
    await nina.shares_contact(PHONE)
    assert any("162 points were waiting for you" in shown for shown in nina.shown)
    await talk.deliver()
    assert any("₽1,240" in shown for shown in nina.shown)


async def test_the_number_of_an_old_card_is_typed_once(talk: Talk, olga: Person, ann: Person) -> None:
    async with talk.db.begin() as session:
        session.add(Import(id=1, digest="d", name="list.csv", state="done", started_at=NOON))
        session.add(OldCard(number="7701", import_id=1, facts={}, points=350, tier="gold"))
    await ann.says("/oldcard")
    assert "Type the number that is printed on it." in ann.text
    await ann.says("77-02")
    assert "I don't know a card with this number." in ann.text
    await ann.says("77-01")
    assert "Your card has moved" in ann.text
    assert "+350 points came along." in ann.text
    assert "So did your level: Gold." in ann.text
    await ann.says("/promo")
    await ann.presses("I had a card before")
    await ann.says("7701")
    assert "This card has moved already" in ann.text
