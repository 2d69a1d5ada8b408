"""Olga reads what a message brought, by its parts, and takes the files along."""

import csv
import io
import re
import zipfile
from datetime import timedelta

import pytest

from bot.rules.broadcasts import OfferButton
from bot.telegram.admin.broadcast_report_callbacks import ShowReport
from db.models.members import Person as PersonRow
from tests.support import broadcasts as shop_says
from tests.support.orders import CARL, NOON, OLGA, Shop, opened
from tests.support.talk import Person, Talk

DAY = timedelta(days=1)
EVIL = '=HYPERLINK("http://evil.example")'


@pytest.fixture
async def shop(talk: Talk) -> Shop:
    return await opened(talk.db)


@pytest.fixture
def olga(talk: Talk) -> Person:
    return talk.person("Olga", id=OLGA)


async def sent(shop: Shop, buyers: int, control_buyers: int) -> int:
    """Forty got it, forty did not; so many of each buy for 1 000 ₽ the day after."""
    number = await shop_says.running(shop.db, name=EVIL)
    got, held_out = await shop_says.crowd(shop.db, 40), await shop_says.crowd(shop.db, 40)
    await shop_says.sent(shop.db, number, got)
    await shop_says.sent(shop.db, number, held_out, None)
    for each in (*got[:buyers], *held_out[:control_buyers]):
        await shop_says.bought(shop.db, each, NOON + DAY)
    return number


async def opens(person: Person, number: int, **what: str) -> None:
    if not person.messages:
        await person.says("/start")
    await person.presses_data(ShowReport(broadcast=number, **what).pack())


def cells(book: bytes) -> list[str]:
    """Every string of a workbook, and "F:" before whatever is a formula."""
    with zipfile.ZipFile(io.BytesIO(book)) as packed:
        words = re.findall(r"<t[^>]*>([^<]*)</t>", "".join(_read(packed, "xl/sharedStrings.xml", "xl/worksheets")))
        formulas = re.findall(r"<f>([^<]*)</f>", "".join(_read(packed, "xl/worksheets")))
    return [*words, *(f"F:{each}" for each in formulas)]


def _read(packed: zipfile.ZipFile, *begins: str) -> list[str]:
    return [packed.read(name).decode() for name in packed.namelist() if name.startswith(begins)]


async def test_the_report_tells_the_difference_and_its_parts(talk: Talk, shop: Shop, olga: Person) -> None:
    number = await sent(shop, 20, 8)
    await shop_says.changed(shop.db, number, cost_minor=300_000)
    talk.clock.advance(8 * DAY)
    await opens(olga, number)
    assert "what it brought" in olga.text
    assert "Sent to 40 of 40" in olga.text
    assert "Bought: 20 (50%), 20 orders for ₽20,000" in olga.text
    assert "Buyers in a hundred: 50 and 20, difference +30 (+9.1 to +47.6)" in olga.text
    assert "Spent by each: ₽500 and ₽200, difference +₽300 (+₽95.72 to +₽504.28)" in olga.text
    assert "more than chance would: about ₽12,000 in all" in olga.text
    assert "What was taken costs about ₽3,000" in olga.text
    assert olga.messages[-1].photo
    await olga.presses("By version")
    assert "Version A" in olga.text
    await olga.presses("By outlet")
    assert "Of no outlet" in olga.text
    await olga.presses("By level")
    assert "Bronze" in olga.text
    await olga.presses("By language")
    assert "English" in olga.text
    await olga.presses("‹ Back")
    assert "what it brought" in olga.text


async def test_it_says_when_there_is_too_little_or_nobody_to_compare_with(talk: Talk, shop: Shop, olga: Person) -> None:
    number = await sent(shop, 2, 1)
    talk.clock.advance(DAY)
    await opens(olga, number)
    assert "Still counting, until 28 November 2026" in olga.text
    assert "Not enough data yet" in olga.text
    assert "each group needs about" in olga.text
    page = OfferButton("link", {"en": "The menu"}, "https://example.org")
    alone = await shop_says.running(shop.db, buttons=(page,))
    await opens(olga, alone)
    assert "Nobody has got it yet" in olga.text
    await shop_says.sent(shop.db, alone, [shop.ann])
    await opens(olga, alone)
    assert "Nobody was left without it" in olga.text
    assert "how often a link was opened" in olga.text


async def test_files_hold_no_formula_and_names_leave_a_line(talk: Talk, shop: Shop, olga: Person) -> None:
    number = await sent(shop, 20, 8)
    talk.clock.advance(8 * DAY)
    await opens(olga, number)
    await olga.presses("📄 CSV")
    rows = list(csv.reader(io.StringIO(olga.file().decode("utf-8-sig")), delimiter=";"))
    whole = dict(zip(rows[0], rows[1], strict=True))
    assert (whole["Members"], whole["Bought"], whole["Net sales"]) == ("40", "20", "20000.0")
    assert (whole["Got nothing: bought"], whole["More buyers in a hundred"]) == ("8", "30.0")
    await opens(olga, number, file="xlsx")
    assert {"The whole", "Version A", "Bronze"} <= set(cells(olga.file()))
    async with talk.db.begin() as session:
        (await session.get_one(PersonRow, shop.ann)).name = EVIL
    await shop_says.sent(shop.db, number, [shop.ann])
    await opens(olga, number, file="names")
    taken = cells(olga.file())
    assert any("HYPERLINK" in each for each in taken), "the name is there, as words"
    assert not [each for each in taken if each.startswith("F:")]
    await olga.says("/audit")
    assert "names and orders of a message's members taken as a file" in olga.text
    carl = talk.person("Carl", id=CARL)
    files = len([call for call in talk.calls if type(call).__name__ == "SendDocument"])
    for what in ("", "xlsx", "names"):
        await opens(carl, number, file=what)
    assert len([call for call in talk.calls if type(call).__name__ == "SendDocument"]) == files
