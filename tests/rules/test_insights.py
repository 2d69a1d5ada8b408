"""What of a week is worth a word, and what explains it."""

import pytest

from bot.rules.insights import Change, Week, changes

USUAL = Week(orders=100, first=20, net_minor=10_000_000, joined=30, stops=2)


@pytest.mark.parametrize(
    ("now", "found"),
    [
        (USUAL, []),
        (Week(90, 18, 9_000_000, 27, 3), []),  # a tenth less is nothing, nor is one who says stop more
        (Week(60, 20, 6_000_000, 30, 2), [("net", "orders"), ("orders", "again")]),
        (Week(145, 60, 14_500_000, 30, 2), [("net", "orders"), ("orders", "first")]),
        (Week(100, 20, 7_000_000, 30, 2), [("net", "average")]),
        (Week(100, 20, 10_000_000, 8, 2), [("joined", "")]),
        (Week(100, 20, 10_000_000, 30, 14), [("stops", "")]),
    ],
)
def test_a_change_is_told_when_it_is_large_and_beyond_chance(now: Week, found: list[tuple[str, str]]) -> None:
    assert [(each.what, each.why) for each in changes(now, USUAL)] == found


def test_a_small_shop_is_not_alarmed_by_chance() -> None:
    assert changes(Week(orders=9, net_minor=900_000, joined=1), Week(orders=5, net_minor=500_000, joined=4)) == ()


def test_by_how_much_is_told_unless_there_was_nothing_before() -> None:
    assert Change("orders", 60, 100).by_bp == -4_000
    assert Change("joined", 12, 0).by_bp is None
