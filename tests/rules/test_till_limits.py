"""When a second person has to agree at the till, and for what their yes is good; which PINs are taken."""

from dataclasses import replace

import pytest

from bot.rules.pins import BadPin, fits, hashed, read_pin
from bot.rules.till_limits import Weighed, covers, why_second
from tests.support.programs import sushi

SALE = Weighed("draft", 7, 100_000)


@pytest.mark.parametrize(
    ("weighed", "sales_today", "why"),
    [
        (SALE, 0, None),
        (replace(SALE, amount_minor=500_000), 0, None),
        (replace(SALE, amount_minor=500_001), 0, "sum"),
        (replace(SALE, points=1_000), 0, None),
        (replace(SALE, points=1_001), 0, "points"),
        (SALE, 4, None),
        (SALE, 5, "sales"),
        (replace(SALE, amount_minor=500_001, points=2_000), 9, "sum"),
        (replace(SALE, what="return", amount_minor=500_001), 0, "return"),
        (replace(SALE, what="return"), 9, None),
    ],
)
def test_above_a_limit_a_second_person_agrees(weighed: Weighed, sales_today: int, why: str | None) -> None:
    program = sushi(till_sale_minor=500_000, till_points=1_000, till_member_sales=5)
    assert why_second(weighed, sales_today, program) == why


def test_a_limit_of_nothing_is_none() -> None:
    program = sushi(till_sale_minor=0, till_points=0, till_member_sales=0)
    assert why_second(replace(SALE, amount_minor=10**12, points=10**9), 99, program) is None


@pytest.mark.parametrize(
    ("done", "covered"),
    [
        (SALE, True),
        (replace(SALE, amount_minor=99_999), True),
        (replace(SALE, amount_minor=100_001), False),
        (replace(SALE, points=1), False),
        (replace(SALE, member_id=8), False),
        (replace(SALE, key="another"), False),
        (replace(SALE, what="return"), False),
    ],
)
def test_a_yes_is_good_for_that_much_or_less(done: Weighed, covered: bool) -> None:
    assert covers(SALE, done) is covered


@pytest.mark.parametrize(("typed", "why"), [("123", "not_digits"), ("1234567", "not_digits"), ("12a4", "not_digits")])
def test_a_pin_is_four_to_six_digits(typed: str, why: str) -> None:
    with pytest.raises(BadPin, match=why):
        read_pin(typed)


@pytest.mark.parametrize("typed", ["0000", "1234", "6543", "222222"])
def test_a_pin_everybody_would_try_is_refused(typed: str) -> None:
    with pytest.raises(BadPin, match="too_easy"):
        read_pin(typed)


def test_only_the_pin_itself_fits_its_hash() -> None:
    kept = hashed(read_pin("48 21"), b"s" * 16)
    assert "4821" not in kept
    assert [fits(typed, kept) for typed in ("4821", "48 21", "4822", "")] == [True, True, False, False]
    assert not fits("", "")
