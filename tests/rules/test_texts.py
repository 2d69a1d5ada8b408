"""The tool that compares the code's sentences with the catalogues finds each kind of fault."""

from pathlib import Path

import polib  # type: ignore[import-untyped]
import pytest

from tests.support.texts import Sentence, extract, faults, lost, updated

HELLO = Sentence(("Hello, <b>{name}</b>!", ""), "bot/start.py", "")
ORDERS = Sentence(("{n} order", "{n} orders"), "bot/orders.py", "")


def polish(*entries: polib.POEntry) -> polib.POFile:
    catalogue = polib.POFile()
    catalogue.metadata = {"Plural-Forms": "nplurals=3; plural=(n==1 ? 0 : 1);", "Language": "pl"}
    catalogue.extend(entries)
    return catalogue


def hello(translation: str, **more: object) -> polib.POEntry:
    return polib.POEntry(msgid=HELLO.key[0], msgstr=translation, **more)


def orders(*forms: str) -> polib.POEntry:
    return polib.POEntry(msgid="{n} order", msgid_plural="{n} orders", msgstr_plural=dict(enumerate(forms)))


GOOD_ORDERS = orders("jedno zamówienie", "{n} zamówienia", "{n} zamówień")


def test_a_complete_catalogue_has_no_fault() -> None:
    assert faults([HELLO, ORDERS], {"pl": polish(hello("Cześć, <b>{name}</b>!"), GOOD_ORDERS)}) == []


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        (hello(""), "is not translated"),
        (hello("Cześć, <b>{name}</b>!", flags=["fuzzy"]), "is fuzzy"),
        (hello("Cześć, <b>{imię}</b>!"), "gaps ['imię'] instead of ['name']"),
        (hello("Cześć, <b>Ann</b>!"), "gaps [] instead of ['name']"),
        (hello("Cześć, <b>{name</b>!"), "the gaps cannot be read"),
        (hello("Cześć, {name}!"), "tags [] instead of ['b']"),
        (hello("Cześć, <b>{name}!"), "<b> is left open"),
        (hello("Cześć, <b>{name}</i>!"), "</i> closes nothing"),
        (hello("Cześć, <h1>{name}</h1>!"), "Telegram knows no <h1>"),
    ],
)
def test_a_wrong_translation_is_named(entry: polib.POEntry, fault: str) -> None:
    found = faults([HELLO], {"pl": polish(entry)})
    assert len(found) == 1
    assert fault in found[0]


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        (orders("{n} zamówienie", "{n} zamówienia"), "needs 3 plural forms"),
        (orders("{n} zamówienie", "{n} zamówienia", ""), "needs 3 plural forms"),
        (orders("{n} zamówienie", "{m} zamówienia", "{n} zamówień"), "gaps ['m'] instead of ['n']"),
    ],
)
def test_a_wrong_plural_is_named(entry: polib.POEntry, fault: str) -> None:
    found = faults([ORDERS], {"pl": polish(entry)})
    assert len(found) == 1
    assert fault in found[0]


def test_missing_and_forgotten_sentences_are_named() -> None:
    assert faults([HELLO], {"pl": polish(GOOD_ORDERS)}) == [
        "pl: is missing: 'Hello, <b>{name}</b>!'",
        "pl: is no longer said: '{n} order'",
    ]


def test_english_may_be_left_empty_for_it_is_the_language_of_the_code() -> None:
    assert faults([HELLO], {"en": polish(hello(""))}) == []


def test_a_broken_sentence_in_the_code_is_named_by_its_file() -> None:
    assert faults([Sentence(("<b>Oh", ""), "bot/start.py", "")], {}) == ["bot/start.py: <b> is left open: '<b>Oh'"]


def test_an_update_keeps_what_is_said_adds_what_is_new_and_drops_the_rest() -> None:
    gone = polib.POEntry(msgid="Goodbye", msgstr="Pa")
    after = updated(polish(gone, hello("Cześć, <b>{name}</b>!")), [HELLO, ORDERS])
    assert [(entry.msgid, entry.msgstr) for entry in after] == [
        (HELLO.key[0], "Cześć, <b>{name}</b>!"),
        ("{n} order", ""),
    ]
    assert after[1].msgstr_plural == {0: "", 1: "", 2: ""}
    assert str(updated(after, [HELLO, ORDERS])) == str(after)


def test_sentences_are_found_by_the_five_keywords_with_their_notes(tmp_path: Path) -> None:
    (tmp_path / "sandbox").mkdir()
    (tmp_path / "sandbox" / "page.py").write_text('t("not ours")')
    (tmp_path / "view.py").write_text(
        "# NOTE: on a button\n"
        'a = t.plain("Home")\n'
        'b = t("Hello, {name}!", name=name)\n'
        'c = t.plural("{n} order", "{n} orders", n)\n'
        'd = t.plain_plural("{n} day", "{n} days", n)\n'
        'E = N_("Later")\n'
        "f = t(E)\n"
        'g = t("one "\n      "sentence")\n'
    )
    found = [sentence.key for sentence in extract(tmp_path)]
    assert found == [
        ("Home", ""),
        ("Hello, {name}!", ""),
        ("{n} order", "{n} orders"),
        ("{n} day", "{n} days"),
        ("Later", ""),
        ("one sentence", ""),
    ]
    assert extract(tmp_path)[0].note == "on a button"


def test_a_sentence_that_extraction_loses_is_named(tmp_path: Path) -> None:
    (tmp_path / "view.py").write_text('a = t.plural("{n} order", "{n} orders", n, at=hour(9, t), day=day(t))\n')
    assert lost(extract(tmp_path), tmp_path) == [f"{tmp_path.name}/view.py: is not extracted: '{{n}} order'"]
    (tmp_path / "view.py").write_text('a = t.plural("{n} order", "{n} orders", n, at=at)\n')
    assert lost(extract(tmp_path), tmp_path) == []
