"""Texts: gaps, plurals, numbers and dates in each language, and what happens when a translation is wrong or missing."""

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.i18n import Catalogue, Html, Texts, html, lines

CATALOGUE = Catalogue.load()
EN, RU, PL = (CATALOGUE.texts(language) for language in ("en", "ru", "pl"))
HEADER = 'msgid ""\nmsgstr "Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n==2 ? 1 : 2);\\n"\n\n'


def translated(folder: Path, entries: str, language: str = "xx") -> Texts:
    """A catalogue of one language with these entries."""
    file = folder / language / "LC_MESSAGES" / "messages.po"
    file.parent.mkdir(parents=True)
    file.write_text(HEADER + entries, encoding="utf-8")
    return Catalogue.load(folder).texts(language)


def plain(text: str) -> str:
    """With ordinary spaces, for reading."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("n", "english", "russian", "polish"),
    [
        (0, "0 points", "0 баллов", "0 punktów"),
        (1, "1 point", "1 балл", "1 punkt"),
        (2, "2 points", "2 балла", "2 punkty"),
        (5, "5 points", "5 баллов", "5 punktów"),
        (11, "11 points", "11 баллов", "11 punktów"),
        (21, "21 points", "21 балл", "21 punktów"),
        (22, "22 points", "22 балла", "22 punkty"),
        (62, "62 points", "62 балла", "62 punkty"),
        (112, "112 points", "112 баллов", "112 punktów"),
        (1240, "1,240 points", "1 240 баллов", "1 240 punktów"),
        (-5, "−5 points", "−5 баллов", "−5 punktów"),
    ],
)
def test_points_are_counted_as_each_language_counts(n: int, english: str, russian: str, polish: str) -> None:
    assert [plain(t.points(n)) for t in (EN, RU, PL)] == [english, russian, polish]


def test_signed_points_wear_their_sign() -> None:
    assert [RU.points(n, signed=True) for n in (62, -5, 0)] == ["+62 балла", "−5 баллов", "0 баллов"]


@pytest.mark.parametrize(
    ("minor", "currency", "english", "russian", "polish"),
    [
        (1_240_00, "RUB", "₽1,240", "1 240 ₽", "1 240 ₽"),
        (1_240_50, "RUB", "₽1,240.50", "1 240,50 ₽", "1 240,50 ₽"),
        (86_00, "PLN", "zł 86.00", "86,00 zł", "86,00 zł"),
        (12_50, "EUR", "€12.50", "12,50 €", "12,50 €"),
        (12_50, "USD", "$12.50", "12,50 $", "12,50 $"),
        (5_00, "KZT", "₸5", "5 ₸", "5 ₸"),
        (12_50, "BYN", "Br 12.50", "12,50 Br", "12,50 Br"),
        (5_00, "UAH", "₴5", "5 ₴", "5 ₴"),
        (1_250, "JPY", "¥1,250", "1 250 ¥", "1 250 ¥"),
        (1_234, "KWD", "KWD 1.234", "1,234 KWD", "1,234 KWD"),
        (-50_00, "RUB", "−₽50", "−50 ₽", "−50 ₽"),
    ],
)
def test_money_is_written_as_each_language_writes_it(
    minor: int, currency: str, english: str, russian: str, polish: str
) -> None:
    assert [plain(t.money(minor, currency)) for t in (EN, RU, PL)] == [english, russian, polish]


def test_dates_hours_shares_and_lists_are_the_readers_own() -> None:
    at, zone = datetime(2026, 11, 21, 15, 5, tzinfo=UTC), ZoneInfo("Europe/Moscow")
    assert [plain(t.moment(at, zone)) for t in (EN, RU, PL)] == [
        "21 November 2026, 18:05",
        "21 ноября 2026 г., 18:05",
        "21 listopada 2026, 18:05",
    ]
    assert [t.date(date(2026, 5, 3)) for t in (EN, PL)] == ["3 May 2026", "3 maja 2026"]
    assert [t.day_month(29, 2) for t in (EN, RU, PL)] == ["29 February", "29 февраля", "29 lutego"]
    assert [plain(t.percent(250)) for t in (EN, RU, PL)] == ["2.5%", "2,5 %", "2,5%"]
    assert [t.join(["Ann", "Bob", "Carl"]) for t in (EN, RU)] == ["Ann, Bob and Carl", "Ann, Bob и Carl"]
    assert EN.join([]) == ""


def test_a_time_zone_is_called_by_its_city() -> None:
    assert [t.city("Europe/Warsaw") for t in (EN, RU, PL)] == ["Warsaw", "Варшава", "Warszawa"]
    assert [t.city("Europe/Kyiv") for t in (EN, RU, PL)] == ["Kyiv", "Киев", "Kijów"]


def test_what_fills_a_gap_is_escaped_and_the_sentences_own_tags_are_not() -> None:
    said = EN("<b>Hello, {name}!</b> {link}", name="<i>Bob</i> & Co", link=Html("<a href='x'>here</a>"))
    assert said == "<b>Hello, &lt;i&gt;Bob&lt;/i&gt; &amp; Co!</b> <a href='x'>here</a>"
    assert isinstance(said, Html)
    assert EN.plain("Hello, {name}!", name="<Bob>") == "Hello, <Bob>!"


def test_a_date_that_ends_a_sentence_brings_its_own_full_stop() -> None:
    said = "Until {date}. By <b>{date}</b>. On {date}, or {date}..."
    for t, day in ((RU, "21 ноября 2026 г."), (EN, "21 November 2026")):
        shown, stop = t.date(date(2026, 11, 21)), "" if t is RU else "."
        assert plain(shown) == day
        assert t(said, date=shown) == (f"Until {shown}{stop} By <b>{shown}</b>{stop} On {shown}, or {shown}...")


def test_braces_in_what_people_write_are_only_letters() -> None:
    assert EN("{name} wrote {n}", name="{n} {0} {name.__class__}", n=1_240) == "{n} {0} {name.__class__} wrote 1,240"


def test_lines_leave_out_none_keep_empty_ones_and_escape_plain_text() -> None:
    assert lines(Html("<b>Home</b>"), None, "", "1 < 2") == "<b>Home</b>\n\n1 &lt; 2"
    assert html(html("&")) == "&amp;"


def test_a_list_is_html_only_when_all_of_it_is() -> None:
    assert isinstance(EN.join([html("a"), html("b")]), Html)
    assert not isinstance(EN.join([html("a"), "<b>"]), Html)


@pytest.mark.parametrize(
    "wrong", ["Привет, {imya}!", "Привет, {}!", "Привет, {name", "Привет, {name.first}!", "Привет, {name[0].x}!"]
)
def test_a_translators_slip_in_a_gap_costs_nobody_a_message(tmp_path: Path, wrong: str) -> None:
    t = translated(tmp_path, f'msgid "Hello, {{name}}!"\nmsgstr "{wrong}"\n')
    assert t("Hello, {name}!", name="Ann") == "Hello, Ann!"


def test_a_slip_in_the_code_is_an_error_to_be_seen() -> None:
    with pytest.raises(KeyError):
        EN("Hello, {name}!", nome="Ann")


def test_what_is_not_translated_is_said_in_english(tmp_path: Path) -> None:
    t = translated(tmp_path, 'msgid "Home"\nmsgstr ""\n\n#, fuzzy\nmsgid "Help"\nmsgstr "?"\n')
    assert [t("Home"), t("Help"), t("Settings")] == ["Home", "Help", "Settings"]
    assert t.plural("{n} order", "{n} orders", 2) == "2 orders"


def test_plural_forms_are_the_catalogues_own(tmp_path: Path) -> None:
    forms = "".join(f'msgstr[{form}] "{{n}}-{form}"\n' for form in range(3))
    t = translated(tmp_path, f'msgid "{{n}} order"\nmsgid_plural "{{n}} orders"\n{forms}')
    assert [t.plural("{n} order", "{n} orders", n) for n in (1, 2, 3)] == ["1-0", "2-1", "3-2"]


@pytest.mark.parametrize("content", [None, ""])
def test_a_language_without_a_catalogue_speaks_english(tmp_path: Path, content: str | None) -> None:
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    if content is not None:
        (folder / "messages.po").write_text(content)
    catalogue = Catalogue.load(tmp_path)
    assert catalogue.languages == ("de", "en")
    assert catalogue.texts("de").points(2) == "2 points"


def test_no_folder_at_all_still_speaks_english(tmp_path: Path) -> None:
    assert Catalogue.load(tmp_path / "nowhere").texts("ru").points(1) == "1 point"


@pytest.mark.parametrize(
    ("asked", "got"),
    [("ru", "ru"), ("ru-RU", "ru"), ("pl_PL", "pl"), ("RU", "ru"), ("uk", "pl"), ("", "pl"), (None, "pl")],
)
def test_a_language_is_found_by_its_first_part_or_is_the_default(asked: str | None, got: str) -> None:
    assert Catalogue.load(default="pl").texts(asked).language == got


def test_a_language_is_named_in_its_own_tongue() -> None:
    assert [CATALOGUE.name_of(language) for language in CATALOGUE.languages] == ["English", "polski", "русский"]
