"""Lists of other programmes: read in whatever encoding they come, with what is wrong in them told by its line."""

import codecs
import io
from datetime import date

import pytest

from bot.rules.import_columns import columns
from bot.rules.import_files import BadFile, encoding_of, table
from bot.rules.imports import BadRow, Fault, InMemory, Moved, Reading, folded_card, read_all, read_points
from bot.rules.spreadsheets import csv_file
from bot.rules.timing import Birthday
from db.enums import Tier

TODAY = date(2026, 11, 21)
UDS = "ФИО;Телефон;Дата рождения;Баллы;Статус;Дата последней операции\r\n"
UDS += "Иванова Мария;8 (900) 123-45-67;17.05.1990;1 250,50;Золото;01.11.2026\r\n"


def read(text: str, region: str | None = "RU", decimal: str | None = None, **tiers: Tier) -> list[Moved | Fault]:
    found = table(io.StringIO(text, newline=""))
    reading = Reading(columns(found.header, {}), region, TODAY, tiers, decimal)
    return list(read_all(found.records, reading, InMemory()))


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (UDS, "utf-8"),
        (UDS, "utf-8-sig"),
        (UDS, "cp1251"),
        (UDS, "utf-16"),
        (UDS, "utf-16-le"),
        ("Imię;Telefon;Punkty\r\nŁukasz Żółć;600100200;5\r\nMałgorzata Wójcik;600100201;7\r\n", "cp1250"),
        ("phone,name\r\n+48600100200,Ann\r\n", "ascii"),
    ],
)
def test_a_list_is_read_in_the_encoding_it_has(text: str, encoding: str) -> None:
    raw = text.encode(encoding)
    found = encoding_of(raw[start : start + 99] for start in range(0, len(raw), 99))
    assert raw.decode(found).lstrip("\ufeff") == text


@pytest.mark.parametrize("encoding", ["cp1251", "cp1250"])
def test_a_mark_of_utf_8_before_another_encoding_is_no_part_of_the_first_heading(encoding: str) -> None:
    raw = codecs.BOM_UTF8 + ("Телефон;Имя" if encoding == "cp1251" else "Telefon;Imię").encode(encoding)
    header = table(raw.decode(encoding_of([raw])).splitlines()).header
    assert columns(header, {}).width == 2
    assert header[0] in ("Телефон", "Telefon")


@pytest.mark.parametrize(
    ("raw", "code"), [(b"", "import.empty"), (b" \r\n", "import.empty"), (b"PK\x03\x04rest", "import.workbook")]
)
def test_what_is_no_list_is_refused(raw: bytes, code: str) -> None:
    with pytest.raises(BadFile, match=code):
        encoding_of([raw])


def test_a_list_of_uds_says_who_brings_what() -> None:
    assert read(UDS) == [
        Moved(
            line=2,
            phone="+79001234567",
            name="Иванова Мария",
            birthday=Birthday(17, 5, 1990),
            points=1250,
            card=None,
            tier=Tier.GOLD,
            last_order=date(2026, 11, 1),
            remarks=("balance.rounded",),
        )
    ]


@pytest.mark.parametrize(
    "header",
    [
        "Номер телефона;Имя;Фамилия;Карта;Баланс;Категория",  # iiko
        "Phone,First name,Last name,Card number,Bonus,Group",  # Poster
        "phone\tfirstname\tlastname\tbarcode\tpoints_balance\tlevel",
        "Telefon|Imię|Nazwisko|Numer karty|Saldo punktów|Poziom",
        'sep=;\r\n"Мобильный телефон";"Имя";"Фамилия";"Штрих-код";"Накоплено бонусов";"Группа"',
    ],
)
def test_columns_are_known_by_many_names(header: str) -> None:
    sign = next(sign for sign in ";,\t|" if header.replace("sep=;", "").count(sign) == 5)
    cells = ["+48600100200", "Ann", '"Smith; Jones"', "77-01", "300", "silver"]
    (found,) = read(f"{header}\r\n{sign.join(cells)}\r\n", None)
    assert isinstance(found, Moved)
    assert (found.phone, found.card, found.points, found.tier) == ("+48600100200", "7701", 300, Tier.SILVER)
    assert found.name == "Ann Smith; Jones"


def test_a_column_can_be_named_by_hand_and_others_are_told_as_not_read() -> None:
    found = columns(["Konto", "Telefon", "E-mail"], {"balance": "konto"})
    assert (found.places, found.ignored) == ({"balance": 0, "phone": 1}, ("E-mail",))
    with pytest.raises(BadFile, match=r"import\.columns"):
        columns(["Name", "E-mail"], {})
    with pytest.raises(BadFile, match=r"import\.columns"):
        columns(["Phone"], {"balance": "Punkte"})


@pytest.mark.parametrize(
    ("told", "points", "whole"),
    [
        ("", 0, True),
        ("-", 0, True),
        ("0", 0, True),
        ("150", 150, True),
        ("150 баллов", 150, True),
        ("1 250", 1250, True),
        ("1\u00a0250,50", 1250, False),
        ("1,250.00", 1250, True),
        ("1.250,99", 1250, False),
        ("1,250,000", 1_250_000, True),
        ("0,500", 0, False),
        ("12.5", 12, False),
    ],
)
def test_a_balance_is_whole_points_however_it_is_written(told: str, points: int, whole: bool) -> None:
    assert read_points(told) == (points, whole)


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ("-5", "row.balance_negative"),
        ("abc", "row.balance"),
        ("=1+1", "row.balance"),
        ("1e9", "row.balance"),
        ("9999999999", "row.balance"),
        ("9" * 5_000, "row.balance"),
        ("1.2,3.4", "row.balance"),
        ("1,250", "row.balance_two_ways"),
    ],
)
def test_a_balance_that_is_none_is_not_guessed(told: str, code: str) -> None:
    with pytest.raises(BadRow, match=code):
        read_points(told)
    assert read_points("1,250", ",") == (1, False)
    assert read_points("1,250", ".") == (1250, True)


def test_what_cannot_be_taken_is_told_by_its_line() -> None:
    text = "phone;name;balance;card;tier;birthday\r\n"
    text += "+48600100200;Ann;10;;;31.02.1990\r\n"  # 2: taken without the birthday
    text += ";;;;;\r\n"
    text += "+48600100200;Ann again;10;;;\r\n"  # 4: the phone of line 2
    text += "12;Bob;5;;;\r\n"
    text += '+48600100201;"Carl\r\nof two lines";-5;;;\r\n'  # 6 and 7
    text += "+48600100202;Dora;5;4,81E+12;;\r\n"
    text += "+48600100203;Eve;5;;VIP;\r\n"
    text += ";Fay;5;;;\r\n"
    text += "+48600100204;Gus;5;;;;more\r\n"
    text += ";Hal;5;77 01;;\r\n"
    text += "+48600100205;Ida;5;77-01;;\r\n"
    found = read(text, None)
    first, *faults = (each for each in found if isinstance(each, Moved) or each.code)
    assert isinstance(first, Moved)
    assert first.remarks == ("birthday.left_out",)
    assert [(fault.line, fault.code, fault.cell) for fault in faults if isinstance(fault, Fault)] == [
        (4, "row.twice", "2"),
        (5, "row.phone", "12"),
        (7, "row.balance_negative", "-5"),
        (8, "row.damaged", "4,81E+12"),
        (9, "row.tier", "VIP"),
        (10, "row.nobody", ""),
        (11, "row.too_many_cells", "more"),
        (13, "row.twice", "12"),
    ]
    assert read("phone;tier\r\n+48600100203;VIP\r\n", None, vip=Tier.GOLD)[0].tier is Tier.GOLD  # type: ignore[union-attr]


def test_a_quote_nobody_closes_is_told_by_its_line() -> None:
    with pytest.raises(BadFile) as torn:
        read('phone;name\r\n+48600100200;"Ann\r\n' + "x" * 140_000)
    assert torn.value.code == "import.torn"


def test_a_formula_in_a_name_is_a_name_before_and_after() -> None:
    """What is written for spreadsheets is read back as it was."""
    written = csv_file([("phone", "name", "birthday"), ("+48600100200", '=HYPERLINK("http://x")', "0000-00-00")])
    (found,) = read(written.decode("utf-8-sig"), None)
    assert isinstance(found, Moved)
    assert (found.phone, found.name, found.birthday) == ("+48600100200", '=HYPERLINK("http://x")', None)


def test_a_card_is_the_same_however_it_is_typed() -> None:
    assert folded_card(" 77-01 ab ") == folded_card("7701AB") == "7701AB"
