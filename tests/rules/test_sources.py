"""Tags of links, cities as members write them, and tables as files."""

import io
from zipfile import ZipFile

import pytest

from bot.rules import deep_links
from bot.rules.people import BadCity, BadName, clean_city
from bot.rules.sources import BadSource, clean_source
from bot.rules.spreadsheets import xlsx_file


@pytest.mark.parametrize(("typed", "tag"), [("Flyer", "flyer"), (" till 2 ", "till-2"), ("a_b-9", "a_b-9")])
def test_a_tag_is_what_a_link_carries(typed: str, tag: str) -> None:
    assert clean_source(typed) == tag
    assert deep_links.parse(deep_links.build("source", tag)) == deep_links.Link("source", tag)


@pytest.mark.parametrize("typed", ["", "листовка", "a:b", "x" * 33, "gift", "a/b", "😀"])
def test_what_a_link_cannot_carry_is_refused(typed: str) -> None:
    with pytest.raises(BadSource):
        clean_source(typed)


@pytest.mark.parametrize(
    ("typed", "city"),
    [
        ("warsaw", "Warsaw"),
        ("  НИЖНИЙ   НОВГОРОД ", "Нижний Новгород"),
        ("ростов-на-дону", "Ростов-на-Дону"),
        ("rostov-on-don", "Rostov-on-Don"),
        ("’s-Hertogenbosch", "’s-Hertogenbosch"),
        ("McAllen", "McAllen"),
    ],
)
def test_one_city_is_one_word_for_all(typed: str, city: str) -> None:
    assert clean_city(typed) == city


@pytest.mark.parametrize("typed", ["", "123", "@me", "http://x", "<b>", "\u202e", "x" * 65, "Warsaw 00-950"])
def test_what_is_no_city_is_refused(typed: str) -> None:
    with pytest.raises((BadCity, BadName)):
        clean_city(typed)


def test_words_in_a_workbook_stay_words_and_numbers_numbers() -> None:
    book = ZipFile(io.BytesIO(xlsx_file("Members", [("Name", "Sum"), ('=HYPERLINK("x")', 12.5), ("https://x", 7)])))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet.lower()
    assert "<v>12.5</v>" in sheet
    assert "=HYPERLINK" in book.read("xl/sharedStrings.xml").decode()
