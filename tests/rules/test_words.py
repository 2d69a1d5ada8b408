"""The shop's own words, and its numbers one by one as the owner types them."""

import pytest

from bot.i18n import Catalogue
from bot.rules import program_fields as fields
from bot.rules import words
from bot.rules.errors import RuleBroken
from bot.rules.program import Program
from bot.telegram.tone import spoken
from tests.support.programs import POLISH, SUSHI


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("earn_rate_bp", "7,5 %", 750),
        ("earn_rate_bp", "0", 0),
        ("tiers.silver.from", "20 000 ₽", 2_000_000),
        ("tiers.gold.multiplier", "×1,6", 16_000),
        ("expiry_warnings", "1, 30;7", (30, 7, 1)),
        ("birthday_hour", "11:00", 11),
        ("welcome_points", "1 000 points", 1_000),
        ("hold_hours", "24 h", 24),
        ("cap.manager", "500", 500),
        ("primary", "#ABC", "#aabbcc"),
        ("time_zone", "new york", "America/New_York"),
        ("referral_min_net_minor", "0", 0),
    ],
)
def test_a_number_is_read_as_people_type_it(field: str, typed: str, value: object) -> None:
    assert fields.read(field, typed, SUSHI) == value
    assert fields.value_of(fields.with_value(SUSHI, field, value), field) == value


@pytest.mark.parametrize(
    ("typed", "language", "zone"),
    [
        ("Самара", "ru", "Europe/Samara"),
        ("нью-йорк", "ru", "America/New_York"),
        ("Warsaw", "ru", "Europe/Warsaw"),
        ("Warszawa", "pl", "Europe/Warsaw"),
        ("europe/warsaw", "pl", "Europe/Warsaw"),
        ("São Paulo", "en", "America/Sao_Paulo"),
        ("Warsaw", "xx", "Europe/Warsaw"),
        ("Warszawa", "ru", None),
        ("Атлантида", "ru", None),
        ("123", "ru", None),
        ("", "pl", None),
    ],
)
def test_a_city_is_known_in_english_and_in_the_readers_language(typed: str, language: str, zone: str | None) -> None:
    if zone:
        assert fields.read_zone(typed, language) == zone
    else:
        with pytest.raises(RuleBroken, match=r"program\.zone"):
            fields.read_zone(typed, language)


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("earn_rate_bp", "five", "program.wrong_kind"),
        ("earn_rate_bp", "-5", "program.wrong_kind"),
        ("earn_rate_bp", "5.001", "program.too_fine"),
        ("earn_rate_bp", "100.01", "program.out_of_range"),
        ("welcome_points", "1e9", "program.wrong_kind"),
        ("welcome_points", "", "program.wrong_kind"),
        ("hold_hours", "25", "program.out_of_range"),
        ("quiet_from", "24", "program.out_of_range"),
        ("tiers.silver.from", "50 000", "program.tiers"),
        ("tiers.gold.from", "12,345", "amount.too_fine"),
        ("expiry_warnings", "400", "program.out_of_range"),
        ("primary", "red", "program.colour"),
        ("time_zone", "Atlantis", "program.zone"),
        ("name", "\u202e", "name.empty"),
        ("colour", "1", "program.no_such_number"),
        ("currency", "EUR", "program.no_such_number"),
    ],
)
def test_what_is_no_value_is_refused(field: str, typed: str, code: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        fields.with_value(SUSHI, field, fields.read(field, typed, SUSHI))
    assert broken.value.code == code


def test_every_number_has_a_name_and_is_its_own_value() -> None:
    from bot.telegram.shared.program_numbers import LABELS

    on_screens_of_their_own = {"words", "country", "earning_rules", "excluded_categories", "discount_steps", "without"}
    assert set(fields.KINDS) | on_screens_of_their_own | {"stamp_reward_id"} == set(LABELS)
    for program in (SUSHI, POLISH):
        for field in fields.KINDS:
            assert fields.with_value(program, field, fields.value_of(program, field)) == program


@pytest.mark.parametrize(
    ("typed", "code"),
    [(" \n ", "words.empty"), ("x" * 301, "words.too_long"), ("{you}", "words.unknown_gap"), ("a { b", "words.brace")],
)
def test_words_that_cannot_be_said_are_refused(typed: str, code: str) -> None:
    with pytest.raises(words.BadWords) as broken:
        words.checked("greeting", typed)
    assert broken.value.code == code


def test_own_words_are_said_in_their_language_only() -> None:
    program = fields.with_value(SUSHI, "words", words.replaced(SUSHI, "ru", "greeting", "Привет от {shop}"))
    assert words.own(program, "ru", "greeting") == "Привет от {shop}"
    assert words.own(program, "en", "greeting") is None
    assert words.every(program, "greeting") == {"ru": "Привет от {shop}"}
    assert words.replaced(program, "ru", "greeting", None) == {}


def test_what_fills_a_gap_opens_no_other() -> None:
    assert words.filled("{shop} {points} {else}", shop="{points}", points="{shop.__class__}") == (
        "{points} {shop.__class__} {else}"
    )


def test_the_plain_tone_leaves_out_pictures_but_not_names_nor_signs() -> None:
    t = spoken(Catalogue.load().texts("en"), "plain")
    assert t("🎉 <b>{name}</b>: {old} → {new}", name="Ann 🎉", old="1", new="2") == "<b>Ann 🎉</b>: 1 → 2"
    assert t.plain("🎉") == "🎉"
    assert t.plural("🛵 {n} order", "🛵 {n} orders", 2) == "2 orders"
    assert spoken(t, "warm") is t


def test_stricter_is_what_takes_something_away() -> None:
    def changed(field: str, value: object) -> Program:
        return fields.with_value(SUSHI, field, value)

    assert fields.stricter(SUSHI, changed("earn_rate_bp", 400))
    assert fields.stricter(SUSHI, changed("tiers.gold.from", 5_000_000))
    assert not fields.stricter(SUSHI, changed("earn_rate_bp", 600))
    assert not fields.stricter(SUSHI, changed("name", "Another"))
