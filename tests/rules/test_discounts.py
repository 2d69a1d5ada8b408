"""The discount that grows: from 10 000 three percent, from 30 000 five; typed as people write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import program_fields as fields
from bot.rules.discounts import Discount, discount_for, read_step, read_steps
from bot.rules.errors import RuleBroken
from bot.rules.program import DiscountStep
from bot.rules.program_json import from_json, to_json
from tests.support.programs import SUSHI, sushi

STEPS = (DiscountStep(10_000_00, 300), DiscountStep(30_000_00, 500))
GROWING = sushi(discount_steps=STEPS)


@pytest.mark.parametrize(
    ("spend", "expected"),
    [
        (0, Discount(0, 300, 10_000_00)),
        (9_999_99, Discount(0, 300, 1)),
        (10_000_00, Discount(300, 500, 20_000_00)),
        (25_800_00, Discount(300, 500, 4_200_00)),
        (30_000_00, Discount(500)),
    ],
)
def test_spending_brings_a_discount(spend: int, expected: Discount) -> None:
    assert discount_for(spend, GROWING) == expected


def test_a_programme_without_steps_takes_nothing_off() -> None:
    assert discount_for(10**9, SUSHI) == Discount(0)


@given(st.integers(0, 10**8), st.integers(0, 10**8))
def test_more_spend_never_means_a_smaller_discount(spend: int, more: int) -> None:
    assert discount_for(spend + more, GROWING).bp >= discount_for(spend, GROWING).bp


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("10 000: 3 %", DiscountStep(10_000_00, 300)),
        ("10000 3%", DiscountStep(10_000_00, 300)),
        ("от 30 000 ₽ - 3,5 %", DiscountStep(30_000_00, 350)),
        ("10\u00a0000 ₽: 3", DiscountStep(10_000_00, 300)),
        ("0: 2", DiscountStep(0, 200)),
    ],
)
def test_a_step_is_read_as_people_write_it(typed: str, expected: DiscountStep) -> None:
    assert read_step(typed, "RUB") == expected


@pytest.mark.parametrize("typed", ["", "three percent", "10 000", "10 000 3", "3 %", "1 0000: 3", "10 000: -3"])
def test_what_could_mean_two_things_is_refused(typed: str) -> None:
    with pytest.raises(RuleBroken):
        read_step(typed, "RUB")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("30 000: 5 %; 10 000: 3 %", ((10_000_00, 300), (30_000_00, 500))),
        ("10 000: 3\n30 000: 5\n", ((10_000_00, 300), (30_000_00, 500))),
        ("0", ()),
        ("-", ()),
    ],
)
def test_all_steps_are_typed_at_once(typed: str, expected: tuple[tuple[int, int], ...]) -> None:
    assert read_steps(typed, "RUB") == expected


def test_the_programme_is_changed_to_the_steps_that_were_typed() -> None:
    typed = fields.read("discount_steps", "10 000: 3 %; 30 000: 5 %", SUSHI)
    program = fields.with_value(SUSHI, "discount_steps", typed)
    assert program.discount_steps == STEPS
    assert from_json(to_json(program)) == program
    assert [(one.field, one.old, one.new) for one in fields.differences(SUSHI, program)] == [
        ("discount_steps", (), typed)
    ]
    assert not fields.stricter(SUSHI, program)
    assert fields.stricter(program, SUSHI)


@pytest.mark.parametrize("typed", ["10 000: 3 %; 10 000: 5 %", "10 000: 60 %"])
def test_steps_no_programme_could_run_with_are_refused(typed: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        fields.with_value(SUSHI, "discount_steps", fields.read("discount_steps", typed, SUSHI))
    assert refusal.value.code == "program.discount_steps"
