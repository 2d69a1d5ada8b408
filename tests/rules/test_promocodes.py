"""How codes are read, and the table of rules that may stand between a code and its use."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.benefits import Benefit
from bot.rules.promocodes import (
    Attempt,
    BadPromoCode,
    Limits,
    cost_minor,
    folded,
    needs_cap,
    obstacle,
    read,
    read_new,
    typed_like_a_code,
)
from db.enums import BenefitKind

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
NOW = Attempt(at=NOON)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("SUSHI10", "SUSHI10"),
        ("  sushi-10 ", "SUSHI10"),
        ("su shi–10", "SUSHI10"),
        ("sushi_10", "SUSHI10"),
        ("su\u200bshi\u00a010", "SUSHI10"),
        ("КОРМ", "KOPM"),  # all four are Cyrillic
        ("авекмнорстух", "ABEKMHOPCTYX"),
        ("Х" * 32, "X" * 32),
        ("7", "7"),
    ],
)
def test_a_code_is_read_as_it_is_stored(typed: str, code: str) -> None:
    assert read(typed) == code


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "code.empty"),
        (" - – ", "code.empty"),
        ("A" * 33, "code.too_long"),
        ("Ж" * 300, "code.too_long"),
        ("ЗИМА", "code.letters"),
        ("ŻUREK", "code.letters"),
        ("SUSHI!", "code.letters"),
        ("🍣", "code.letters"),
        ("٣٣٣", "code.letters"),
        ("<b>X</b>", "code.letters"),
    ],
)
def test_what_no_code_looks_like_is_refused(typed: str, why: str) -> None:
    with pytest.raises(BadPromoCode) as refused:
        read(typed)
    assert refused.value.code == why


@given(st.text(max_size=60))
def test_reading_twice_is_reading_once(typed: str) -> None:
    try:
        code = read(typed)
    except BadPromoCode:
        return
    assert read(code) == code
    assert not folded(code)


def test_a_new_code_is_not_met_by_chance() -> None:
    assert read_new("vip") == "VIP"
    with pytest.raises(BadPromoCode, match=r"code\.too_short"):
        read_new("v-i")


@pytest.mark.parametrize(("typed", "is_folded"), [("СУШИ", True), ("sushi", False), ("SUSНI", True), ("ЖЖ", False)])
def test_look_alikes_are_noticed(typed: str, is_folded: bool) -> None:
    assert folded(typed) is is_folded


@pytest.mark.parametrize(
    ("said", "like_a_code"),
    [("SUSHI10", True), ("СУШИ10", False), ("КОРМ10", True), ("SUSHI-10", True), ("sushi10", True), ("sushi 10", True),
     ("sushi", False), ("сор10", True), ("1240", False), ("VIP", False),
     ("Hello", False), ("GOOD DAY", False), ("", False)],
)  # fmt: skip
def test_a_message_nobody_asked_for_is_a_code_only_if_it_looks_like_nothing_else(said: str, like_a_code: bool) -> None:
    assert typed_like_a_code(said) is like_a_code


FREE: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({}, {}),
    ({"opens_at": NOON, "closes_at": NOON + DAY}, {}),
    ({"total": 3}, {"used": 2}),
    ({"per_member": 2}, {"used_by_member": 1}),
    ({"in_period": 2, "period_days": 7}, {"used_in_period": 1}),
    ({"budget_minor": 3_000}, {"spent_minor": 2_000, "cost_minor": 1_000}),
    ({"outlets": (1, 2)}, {"outlet_id": 2}),
    ({"outlets": (1,)}, {"outlet_id": None}),  # a voucher, which asks for the outlet when it is used
    ({"first_order": True}, {"orders": 0}),
    ({"least_minor": 5_000}, {}),  # nor is there a bill yet
]
IN_THE_WAY: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("code.paused", {"paused": True}, {}),
    ("code.not_yet", {"opens_at": NOON + DAY}, {}),
    ("code.over", {"closes_at": NOON}, {}),
    ("code.used_up", {"total": 3}, {"used": 3}),
    ("code.already_used", {"per_member": 1}, {"used_by_member": 1}),
    ("code.period", {"in_period": 2, "period_days": 7}, {"used_in_period": 2, "again_at": NOON + DAY}),
    ("code.budget", {"budget_minor": 3_000}, {"spent_minor": 2_001, "cost_minor": 1_000}),
    ("code.other_outlet", {"outlets": (1,)}, {"outlet_id": 2}),
    ("code.other_outlet", {"outlets": (1,)}, {"outlet_id": None, "at_once": True}),
    ("code.not_for_you", {}, {"fits_segment": False}),
    ("code.first_order", {"first_order": True}, {"orders": 1}),
    ("code.least", {"least_minor": 5_000}, {"at_once": True}),
]


@pytest.mark.parametrize(("limits", "now"), FREE)
def test_nothing_is_in_the_way(limits: dict[str, Any], now: dict[str, Any]) -> None:
    assert obstacle(Limits(**limits), replace(NOW, **now)) is None


@pytest.mark.parametrize(("code", "limits", "now"), IN_THE_WAY)
def test_a_rule_is_in_the_way(code: str, limits: dict[str, Any], now: dict[str, Any]) -> None:
    found = obstacle(Limits(**limits), replace(NOW, **now))
    assert found is not None
    assert found.code == code


def test_of_several_rules_the_first_of_the_table_is_told() -> None:
    limits: dict[str, Any] = {}
    now: dict[str, Any] = {}
    told = []
    for code, more, facts in reversed(IN_THE_WAY):
        limits, now = limits | more, now | facts
        found = obstacle(Limits(**limits), replace(NOW, **now))
        told.append((code, found and found.code))
    assert [code for code, _ in told] == [found for _, found in told]


@pytest.mark.parametrize(
    ("benefit", "cost", "unknown"),
    [
        (Benefit(BenefitKind.AMOUNT, 30_000), 30_000, False),
        (Benefit(BenefitKind.POINTS, 50), 5_000, False),
        (Benefit(BenefitKind.PERCENT, 1_000, most_minor=50_000), 50_000, False),
        (Benefit(BenefitKind.PERCENT, 1_000), 0, True),
        (Benefit(BenefitKind.ITEM, reward_id=1), 700, False),
        (Benefit(BenefitKind.DELIVERY), 0, True),
        (Benefit(BenefitKind.MULTIPLIER, 20_000), 0, True),
    ],
)
def test_a_use_costs_what_is_known_beforehand(benefit: Benefit, cost: int, unknown: bool) -> None:
    assert cost_minor(benefit, point_value_minor=100, reward_cost_minor=700) == cost
    assert needs_cap(benefit) is unknown
