"""The stamp card: every sixth order of enough brings a present; a card begun is never taken away."""

import pytest

from bot.rules.stamps import StampCard, Stamped, card, stamp
from tests.support.programs import SUSHI, sushi

SIXTH = sushi(stamp_every=6, stamp_least_minor=500_00, stamp_points=100)


@pytest.mark.parametrize(
    ("stamps", "goods", "expected"),
    [
        pytest.param(0, 500_00, Stamped(1, False), id="just enough"),
        pytest.param(0, 499_99, None, id="too small an order"),
        pytest.param(4, 900_00, Stamped(5, False), id="almost full"),
        pytest.param(5, 900_00, Stamped(0, True), id="the sixth fills it"),
        pytest.param(9, 900_00, Stamped(0, True), id="collected when a card was larger: this one is full"),
    ],
)
def test_an_order_of_enough_is_a_stamp(stamps: int, goods: int, expected: Stamped | None) -> None:
    assert stamp(stamps, goods, SIXTH) == expected


def test_a_card_is_shown_only_where_there_is_one() -> None:
    assert card(3, SIXTH) == StampCard(3, 6)
    assert card(9, SIXTH) == StampCard(5, 6)
    assert card(3, SUSHI) is None
    assert card(3, sushi(stamp_every=6, stamp_points=100, without=("stamps",))) is None
    assert card(3, sushi(stamp_every=6)) is None  # its present is not chosen yet
    assert card(3, sushi(stamp_every=6, stamp_reward_id=1)) == StampCard(3, 6)
    assert stamp(3, 900_00, SUSHI) is None


def test_every_order_may_bring_the_present() -> None:
    assert stamp(0, 900_00, sushi(stamp_every=1)) == Stamped(0, True)
