"""In which order a member reads what is on for them."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.rules.offer_order import KINDS, MOST, Entry, ranked

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def test_what_ends_within_three_days_comes_first_and_the_soonest_of_it_before() -> None:
    hour, days, later = (NOON + timedelta(hours=1), NOON + timedelta(days=3), NOON + timedelta(days=3, seconds=1))
    told = [Entry("voucher"), Entry("voucher", later), Entry("deal", days), Entry("ending", hour)]
    assert ranked(told, NOON) == [told[3], told[2], told[0], told[1]]


def test_the_rest_stands_by_kind_and_keeps_its_order() -> None:
    told = [Entry(kind) for kind in reversed(KINDS[:MOST])]
    assert [entry.kind for entry in ranked(told, NOON)] == list(KINDS[:MOST])


def test_it_is_no_wall_of_text() -> None:
    assert len(ranked([Entry("deal")] * 20, NOON)) == MOST


def test_a_kind_nobody_knows_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="tuple"):
        ranked([Entry("lottery")], NOON)
