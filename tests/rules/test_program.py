"""The programme's numbers: the preset's in each currency, kept and read back, and what an owner's change means."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.earning import Basket, Circumstances, earned
from bot.rules.presets import SCALES, preset
from bot.rules.program import Change, ProgramInvalid, changed
from bot.rules.program_json import from_json, to_json
from db.enums import Role, Tier
from tests.support.programs import EUROPEAN, POLISH, SUSHI, sushi


@pytest.mark.parametrize(
    ("program", "point", "silver", "gold", "referral"),
    [
        (SUSHI, 100, 15_000_00, 40_000_00, 1_000_00),
        (POLISH, 5, 750_00, 2_000_00, 50_00),
        (EUROPEAN, 1, 150_00, 400_00, 10_00),
        (
            preset("sushi", name="S", currency="usd", time_zone="America/New_York", language="en"),
            1,
            150_00,
            400_00,
            10_00,
        ),
        (preset("sushi", name="S", currency="JPY", time_zone="Asia/Tokyo", language="en"), 1, 20_000, 60_000, 1_500),
    ],
)
def test_sums_of_the_preset_are_handsome_in_every_currency(
    program: Any, point: int, silver: int, gold: int, referral: int
) -> None:
    assert program.point_value_minor == point
    assert [rule.from_minor for rule in program.tiers] == [0, silver, gold]
    assert program.referral_min_net_minor == referral


def test_amounts_of_points_are_the_same_in_every_currency() -> None:
    for program in (SUSHI, POLISH, EUROPEAN):
        assert (program.welcome_points, program.referral_inviter, program.referral_friend) == (100, 200, 100)
        assert (program.birthday_points, program.spend_min_points) == (150, 50)


def test_a_currency_without_a_scale_gets_the_euros_and_can_be_told() -> None:
    dinar = preset("sushi", name="S", currency="KWD", time_zone="Asia/Kuwait", language="en")
    assert "KWD" not in SCALES
    assert dinar.tiers[1].from_minor == 150_000
    assert dinar.point_value_minor == 10
    assert (
        earned(Basket(12_400), dinar, Circumstances(Tier.BRONZE, datetime(2026, 11, 21, 15, tzinfo=UTC))).points == 62
    )


def test_what_was_written_is_read_back_equal() -> None:
    program = sushi(words={"ru": {"welcome": "Добро пожаловать"}}, holdout_bp=0)
    assert from_json(to_json(program)) == program


def test_missing_numbers_are_the_presets_and_unknown_keys_are_passed_over() -> None:
    data = {"name": "S", "currency": "PLN", "time_zone": "Europe/Warsaw", "language": "pl", "from_the_future": 1}
    assert from_json(data) == replace(POLISH, name="S")


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("earn_rate_bp", "500", "program.wrong_kind"),
        ("earn_rate_bp", 5.0, "program.wrong_kind"),
        ("earn_rate_bp", True, "program.wrong_kind"),
        ("earn_rate_bp", 10_001, "program.out_of_range"),
        ("earn_rate_bp", -1, "program.out_of_range"),
        ("name", "", "program.out_of_range"),
        ("name", None, "program.wrong_kind"),
        ("time_zone", "Mars/Olympus", "program.out_of_range"),
        ("currency", "XXZ", "program.out_of_range"),
        ("primary", "red", "program.out_of_range"),
        ("expiry_warnings", 7, "program.wrong_kind"),
        ("expiry_warnings", [7, 7], "program.out_of_range"),
        ("tiers", [], "program.tiers"),
        ("tiers", [{"tier": "bronze", "from_minor": 5, "multiplier_bp": 10_000}], "program.tiers"),
        ("tiers", [{"tier": "diamond", "from_minor": 0, "multiplier_bp": 10_000}], "program.wrong_kind"),
        ("tiers", [{"tier": "bronze", "from_minor": 0, "multiplier_bp": 0}], "program.out_of_range"),
        ("adjust_cap_by_role", {"king": 5}, "program.wrong_kind"),
        ("adjust_cap_by_role", {"owner": -5}, "program.out_of_range"),
        ("preset", "casino", "program.unknown_preset"),
    ],
)
def test_a_wrong_number_is_refused_by_the_name_of_its_field(field: str, value: Any, code: str) -> None:
    with pytest.raises(ProgramInvalid) as refusal:
        from_json({**to_json(SUSHI), field: value})
    assert (refusal.value.code, refusal.value.facts["field"]) == (code, field)


def test_a_programme_without_its_name_is_refused() -> None:
    data = to_json(SUSHI)
    del data["name"]
    with pytest.raises(ProgramInvalid, match=r"program\.missing"):
        from_json(data)


@given(
    st.dictionaries(
        st.sampled_from(sorted(to_json(SUSHI))), st.one_of(st.integers(), st.text(), st.none(), st.lists(st.integers()))
    )
)
def test_whatever_is_written_there_is_read_or_refused_kindly(garbage: dict[str, Any]) -> None:
    try:
        read = from_json({**to_json(SUSHI), **garbage})
    except ProgramInvalid as refusal:
        refused = refusal.facts["field"]
    else:
        refused = None
        assert from_json(to_json(read)) == read
    assert refused is None or refused in garbage


RAISED_GOLD = (*SUSHI.tiers[:2], replace(SUSHI.tiers[2], from_minor=50_000_00))
RICHER_GOLD = (*SUSHI.tiers[:2], replace(SUSHI.tiers[2], multiplier_bp=20_000))


@pytest.mark.parametrize(
    ("field", "value", "stricter"),
    [
        ("earn_rate_bp", 400, True),
        ("earn_rate_bp", 700, False),
        ("spend_min_points", 100, True),
        ("spend_min_points", 10, False),
        ("expiry_months", 6, True),
        ("point_value_minor", 50, True),
        ("tiers", RAISED_GOLD, True),
        ("tiers", RICHER_GOLD, False),
        ("tiers", SUSHI.tiers[:2], True),
        ("name", "Sushi Tadaima", False),
        ("adjust_cap_by_role", {Role.OWNER: 1}, False),
    ],
)
def test_a_change_says_whether_it_takes_something_from_members(field: str, value: Any, stricter: bool) -> None:
    assert changed(SUSHI, sushi(**{field: value})) == [Change(field, getattr(SUSHI, field), value, stricter)]


def test_nothing_changed_is_no_change() -> None:
    assert changed(SUSHI, from_json(to_json(SUSHI))) == []
