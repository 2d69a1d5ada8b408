"""What may be given, sentence by sentence."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.rules.gifts import GiftNotAllowed, Giver, check_points, check_voucher, most_points, points_last_until
from db.enums import VoucherSource
from tests.support.programs import SUSHI

ANN = Giver(orders=1)
RULES = replace(SUSHI, gift_most_points=500, gift_monthly_points=1000, voucher_days=30)


@pytest.mark.parametrize(
    ("giver", "available", "most"),
    [
        (ANN, 800, 500),
        (ANN, 300, 300),
        (Giver(1, given_lately=700), 800, 300),
        (Giver(1, given_lately=1_200), 800, 0),
        (Giver(0), 800, 0),
        (ANN, 0, 0),
    ],
)
def test_the_largest_gift(giver: Giver, available: int, most: int) -> None:
    assert most_points(giver, available, RULES) == most


@pytest.mark.parametrize(
    ("points", "giver", "code", "facts"),
    [
        (1, Giver(0), "gift.first_order", {}),
        (501, ANN, "gift.too_many", {"most": 500}),
        (301, Giver(1, given_lately=700), "gift.monthly", {"left": 300}),
        (1, Giver(1, given_lately=1_001), "gift.monthly", {"left": 0}),
    ],
)
def test_why_points_may_not_be_given(points: int, giver: Giver, code: str, facts: dict[str, int]) -> None:
    with pytest.raises(GiftNotAllowed) as refused:
        check_points(points, giver, RULES)
    assert (refused.value.code, refused.value.facts) == (code, facts)


def test_a_programme_may_do_without_gifts_of_points() -> None:
    with pytest.raises(GiftNotAllowed, match=r"gift\.points_off"):
        check_points(1, ANN, replace(RULES, gift_most_points=0))


def test_up_to_the_limits_all_is_well() -> None:
    check_points(500, ANN, RULES)
    check_points(300, Giver(1, given_lately=700), RULES)


@pytest.mark.parametrize("source", VoucherSource)
def test_only_what_a_code_brought_stays_with_its_member(source: VoucherSource) -> None:
    if source is VoucherSource.PROMO:
        with pytest.raises(GiftNotAllowed, match=r"gift\.bound"):
            check_voucher(source, ANN)
    else:
        check_voucher(source, ANN)


def test_given_points_last_as_long_as_a_voucher_from_the_friends_own_day_on() -> None:
    late = datetime(2026, 11, 21, 22, 30, tzinfo=UTC)
    assert points_last_until(late, ZoneInfo("Europe/Moscow"), RULES) == date(2026, 12, 22)
    assert points_last_until(late, ZoneInfo("UTC"), RULES) == date(2026, 12, 21)
