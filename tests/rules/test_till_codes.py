"""Six digits for the till: the member's own, for a minute and a half."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.rules.till_codes import card_key, digits, fresh_until, still_good

NOON = datetime(2026, 11, 21, 12, 0, 7, tzinfo=UTC)
KEY = card_key("an-app-secret-of-more-than-32-letters")
ANN, BOB = "0123456789ABC", "0123456789ABD"


@pytest.mark.parametrize(("later", "good"), [(0, True), (60, True), (90, True), (150, False), (-60, False)])
def test_digits_are_good_for_a_minute_and_a_half(later: int, good: bool) -> None:
    shown = digits(ANN, NOON, KEY)
    assert still_good(shown, ANN, NOON + timedelta(seconds=later), KEY) is good


def test_digits_are_the_members_own_and_may_be_typed_with_a_gap() -> None:
    shown = digits(ANN, NOON, KEY)
    assert len(shown) == 6
    assert shown.isdecimal()
    assert still_good(f" {shown[:3]} {shown[3:]}", ANN, NOON, KEY)
    assert not still_good(shown, BOB, NOON, KEY)
    assert not still_good(shown, ANN, NOON, card_key("another-app-secret-of-32-letters-and-more"))
    assert not still_good("", ANN, NOON, KEY)
    assert not still_good("１２３４５６", ANN, NOON, KEY)


def test_the_screen_says_until_when() -> None:
    assert fresh_until(NOON) == NOON + timedelta(seconds=90)
