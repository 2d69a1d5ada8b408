"""Orders of the past reckoned twice: what the sums say, who gains, who loses."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.rules.earning import Basket, Circumstances
from bot.rules.whatif import Moved, Outcome, PastOrder, Replay, matters
from db.enums import Tier
from tests.support.programs import SUSHI, sushi

UNDER = Circumstances(Tier.BRONZE, datetime(2026, 11, 21, 15, tzinfo=UTC))


def order(member: str, minor: int) -> PastOrder:
    return PastOrder(member, Basket(minor), UNDER, UNDER)


def replayed(*orders: PastOrder, **changes: object) -> Outcome:
    told = Replay(SUSHI, sushi(**changes))
    for each in orders:
        told.add(each)
    return told.outcome()


def test_a_higher_rate_gives_more_and_names_who_gains_most() -> None:
    got = replayed(order("a", 100_00), order("a", 200_00), order("b", 1_000_00), order("c", 10_00), earn_rate_bp=1_000)
    assert got == Outcome(
        orders=4,
        touched=4,
        points_now=5 + 10 + 50 + 0,
        points_then=10 + 20 + 100 + 1,
        gain=3,
        lose=0,
        most_gain=(Moved("b", 50), Moved("a", 15), Moved("c", 1)),
    )


def test_a_lower_rate_names_who_loses_most_and_leaves_small_orders_alone() -> None:
    got = replayed(order("a", 19_99), order("b", 1_000_00), earn_rate_bp=300)
    assert (got.orders, got.touched, got.gain, got.lose) == (2, 1, 0, 1)
    assert got.most_lose == (Moved("b", -20),)


def test_without_orders_nothing_comes_of_it() -> None:
    assert replayed(earn_rate_bp=300) == Outcome()


@given(st.lists(st.tuples(st.sampled_from("abcdefg"), st.integers(0, 10**8)), max_size=40))
def test_the_same_programme_moves_nobody_and_only_the_largest_are_kept(past: list[tuple[str, int]]) -> None:
    same = replayed(*(order(member, minor) for member, minor in sorted(past)))
    assert (same.points_now, same.touched, same.gain, same.lose) == (same.points_then, 0, 0, 0)
    other = replayed(*(order(member, minor) for member, minor in sorted(past)), earn_rate_bp=600)
    kept = [one.points for one in other.most_gain]
    assert kept == sorted(kept, reverse=True)
    assert len(kept) == min(other.gain, 3)


def test_numbers_that_orders_do_not_ask_about_are_known() -> None:
    assert all(map(matters, ("earn_rate_bp", "tiers.gold.multiplier", "earning_rules.r5", "welcome_points")))
    assert not any(map(matters, ("quiet_from", "tiers.gold.early", "stamp_every", "name")))
