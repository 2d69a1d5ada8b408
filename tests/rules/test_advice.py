"""Which programme suits a shop: one row per sentence of the advice."""

from dataclasses import replace

import pytest

from bot.rules import program_fields as fields
from bot.rules.advice import advise
from tests.support.programs import SUSHI


@pytest.mark.parametrize(
    ("often", "bill", "margin", "scheme", "numbers"),
    [
        (2, 2, 2, "points_and_levels", {}),  # a sushi delivery: the preset fits
        (1, 1, 3, "stamps", {"earn_rate_bp": 700, "inactivity_days": 14, "stamp_every": 6}),  # a coffee bar
        (1, 3, 1, "points_and_levels", {"earn_rate_bp": 300, "inactivity_days": 14}),
        (3, 3, 2, "offers", {"inactivity_days": 90, "expiry_months": 24}),  # a car service
        (9, 0, -1, "points_and_levels", {}),  # a forged answer is the middle
    ],
)
def test_the_advice(often: int, bill: int, margin: int, scheme: str, numbers: dict[str, int]) -> None:
    found = advise(often, bill, margin, SUSHI)
    assert (found.scheme, dict(found.numbers)) == (scheme, numbers)


def test_a_stamp_card_that_does_not_fit_is_advised_against() -> None:
    assert advise(2, 2, 2, replace(SUSHI, stamp_every=6)).numbers == {"stamp_every": 0}


def test_everything_advised_can_be_set() -> None:
    for often in (1, 2, 3):
        for margin in (1, 2, 3):
            for field, value in advise(often, 1, margin, SUSHI).numbers.items():
                assert fields.value_of(fields.with_value(SUSHI, field, value), field) == value
