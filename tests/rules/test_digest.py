"""The owner's morning: what is usual, and what is odd."""

import pytest

from bot.rules.digest import Day, Trouble, odd, usual


def test_the_usual_is_the_middle_of_the_same_weekdays_so_that_one_feast_does_not_move_it() -> None:
    days = [Day(orders=10, net_minor=1000), Day(orders=12, net_minor=1400), Day(orders=90, net_minor=99_000)]
    assert usual(days) == Day(orders=12, net_minor=1400)


def test_one_day_is_not_the_usual() -> None:
    assert usual([Day(orders=10)]) is None


NORMAL = Day(orders=10, net_minor=10_000, given=500, stops=1)


@pytest.mark.parametrize(
    ("yesterday", "normal", "trouble", "told"),
    [
        (Day(orders=9, given=400), NORMAL, Trouble(), ()),
        (Day(orders=5), NORMAL, Trouble(), ("few_orders",)),
        (Day(orders=20), NORMAL, Trouble(), ("many_orders",)),
        (Day(orders=1), Day(orders=2), Trouble(), ()),  # too few to say
        (Day(orders=0), None, Trouble(), ()),
        (Day(orders=9, given=100, by_hand=101), NORMAL, Trouble(), ("by_hand",)),
        (Day(orders=9, stops=3), NORMAL, Trouble(), ("stops",)),
        (Day(orders=9, stops=2), NORMAL, Trouble(), ()),
        (Day(orders=9), NORMAL, Trouble(problems=1, missed=2, unknown=3), ("problems", "missed", "unknown")),
        (Day(orders=5), NORMAL, Trouble(over=True), ("few_orders", "liability")),
    ],
)
def test_what_is_odd_is_said_the_gravest_first(
    yesterday: Day, normal: Day | None, trouble: Trouble, told: tuple[str, ...]
) -> None:
    assert odd(yesterday, normal, trouble) == told
