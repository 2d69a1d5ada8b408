"""How busy a kitchen is: who is believed, and what open orders tell."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.rules import kitchen
from bot.rules.kitchen import Seen
from db.enums import KitchenLoad as Load

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("orders", "couriers", "load"),
    [
        (0, 0, Load.GREEN),
        (3, 0, Load.GREEN),
        (4, 0, Load.AMBER),
        (9, 0, Load.AMBER),
        (10, 0, Load.RED),
        (1, 1, Load.GREEN),
        (2, 1, Load.AMBER),
        (4, 1, Load.RED),
        (5, 3, Load.GREEN),
        (11, 3, Load.AMBER),
        (12, 3, Load.RED),
    ],
)
def test_open_orders_tell_it_by_the_couriers_who_have_them(orders: int, couriers: int, load: Load) -> None:
    assert kitchen.load(Seen(orders, couriers), NOON) is load


@pytest.mark.parametrize(("ago", "load"), [(0, Load.RED), (119, Load.RED), (120, Load.GREEN)])
def test_what_somebody_said_is_believed_for_two_hours(ago: int, load: Load) -> None:
    assert kitchen.load(Seen(0, 0, Load.RED, NOON - timedelta(minutes=ago)), NOON) is load
