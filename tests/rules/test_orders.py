"""What an order's rules say, line by line."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.rules import orders
from bot.rules.orders import BadWords
from db.enums import OrderState, ProblemKind
from tests.support.programs import EUROPEAN, SUSHI

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("state", "done"),
    [
        (OrderState.PLACED, 1),
        (OrderState.ACCEPTED, 2),
        (OrderState.ON_THE_WAY, 3),
        (OrderState.DELIVERED, 4),
        (OrderState.CANCELLED, 0),
        (OrderState.RETURNED, 0),
    ],
)
def test_an_order_has_four_steps(state: OrderState, done: int) -> None:
    assert orders.steps_done(state) == done


@pytest.mark.parametrize(
    ("state", "problem", "step"),
    [
        (OrderState.PLACED, None, None),
        (OrderState.ACCEPTED, None, "accept"),
        (OrderState.ON_THE_WAY, None, "start"),
        (OrderState.ON_THE_WAY, ProblemKind.DAMAGED, "problem"),
        (OrderState.ON_THE_WAY, ProblemKind.WRONG_CODE, None),
        (OrderState.DELIVERED, None, None),
        (OrderState.DELIVERED, ProblemKind.NOBODY_HOME, None),
        (OrderState.CANCELLED, ProblemKind.DAMAGED, None),
    ],
)
def test_only_the_last_press_is_taken_back(state: OrderState, problem: ProblemKind | None, step: str | None) -> None:
    assert orders.last_step(state, problem) == step


@pytest.mark.parametrize(("seconds", "may"), [(0, True), (120, True), (121, False)])
def test_a_press_can_be_taken_back_for_two_minutes(seconds: int, may: bool) -> None:
    assert orders.may_undo(NOON, NOON + timedelta(seconds=seconds), SUSHI) is may
    assert not orders.may_undo(None, NOON, SUSHI)


@pytest.mark.parametrize(
    ("amount", "largest", "asks"),
    [
        (1_500_000, 0, False),  # 15 000 roubles: as much as the second tier takes
        (1_500_001, 0, True),
        (1_500_001, 500_001, False),  # not three times the largest of late
        (3_000_001, 1_000_000, True),
    ],
)
def test_an_unusual_sum_is_asked_about(amount: int, largest: int, asks: bool) -> None:
    assert orders.unusual(amount, largest, SUSHI) is asks


def test_a_currency_has_its_own_unusual_sum() -> None:
    assert orders.unusual(15_001, 0, EUROPEAN)  # 150.01 euros


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("4821", "4821"),
        (" 48 21 ", "4821"),
        ("48-21", "4821"),
        ("0007", "0007"),
        ("482", None),
        ("48211", None),
        ("4 8 2 1 x", None),
        ("٤٨٢١", None),
        ("", None),
    ],
)
def test_a_code_is_four_digits_however_typed(typed: str, code: str | None) -> None:
    assert orders.read_handover(typed) == code


def test_words_are_kept_on_one_visible_line() -> None:
    assert orders.clean_words("  left\n at\tthe \u202edoor\u200b ") == "left at the door"
    assert orders.clean_words("x" * 200) == "x" * 200


@pytest.mark.parametrize(
    ("typed", "code"), [("", "words.empty"), ("\u200b\n", "words.empty"), ("x" * 201, "words.too_long")]
)
def test_no_words_and_too_many_are_refused(typed: str, code: str) -> None:
    with pytest.raises(BadWords) as refusal:
        orders.clean_words(typed)
    assert refusal.value.code == code
