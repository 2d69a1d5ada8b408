"""Differences between groups, against published values and values worked out on paper."""

import random
import secrets
from itertools import repeat

import pytest

from bot.rules.experiments import (
    Share,
    Sums,
    lacking,
    mean_difference,
    members_needed,
    share_difference,
    student,
    wilson,
)

# Newcombe 1998 (Statistics in Medicine 17:873), table II, method 10.
NEWCOMBE = [
    (56, 70, 48, 80, 0.0524, 0.3339),
    (9, 10, 3, 10, 0.1705, 0.8090),
    (6, 7, 2, 7, 0.0582, 0.8062),
    (5, 56, 0, 29, -0.0381, 0.1926),
    (0, 10, 0, 20, -0.1611, 0.2775),
    (0, 10, 0, 10, -0.2775, 0.2775),
    (10, 10, 0, 20, 0.6791, 1.0000),
    (10, 10, 0, 10, 0.6075, 1.0000),
]


@pytest.mark.parametrize(("hits", "members", "others", "of", "low", "high"), NEWCOMBE)
def test_a_difference_of_shares_has_the_published_interval(
    hits: int, members: int, others: int, of: int, low: float, high: float
) -> None:
    found = share_difference(Share(hits, members), Share(others, of))
    assert found.value == hits / members - others / of
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)
    turned = share_difference(Share(others, of), Share(hits, members))
    assert (turned.low, turned.high) == pytest.approx((-found.high, -found.low))


# Newcombe 1998 (Statistics in Medicine 17:857), table I, method 3.
@pytest.mark.parametrize(
    ("hits", "members", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_a_share_has_the_published_score_interval(hits: int, members: int, low: float, high: float) -> None:
    assert [round(bound, 4) for bound in wilson(Share(hits, members))] == [low, high]


@pytest.mark.parametrize(
    ("freedom", "quantile"), [(5, 2.571), (6, 2.447), (10, 2.228), (20, 2.086), (30, 2.042), (60, 2.000), (120, 1.980)]
)
def test_students_quantile_is_that_of_every_table(freedom: int, quantile: float) -> None:
    assert student(freedom) == pytest.approx(quantile, abs=0.001)


def of(values: list[float]) -> Sums:
    return Sums(len(values), sum(values), sum(value * value for value in values))


def test_a_difference_of_means_is_as_on_paper() -> None:
    """0, 2, … 20 and the same less five: both variances are 44, so the error is √(44/11 + 44/11) = √8 = 2.8284, with
    20 degrees of freedom: 5 ± 2.0860 × 2.8284 = 5 ± 5.900."""
    one = [float(2 * n) for n in range(11)]
    found = mean_difference(of(one), of([value - 5 for value in one]))
    assert (found.value, round(found.low, 3), round(found.high, 3)) == (5.0, -0.9, 10.9)
    assert not found.beyond_chance


def test_groups_in_which_everybody_did_the_same_differ_by_that_alone() -> None:
    found = mean_difference(of([3.0] * 5), of([1.0] * 7))
    assert (found.value, found.low, found.high) == (2.0, 2.0, 2.0)


@pytest.mark.parametrize(
    ("one", "other", "lack"),
    [
        (Share(0, 0), Share(3, 30), "nobody"),
        (Share(9, 19), Share(9, 900), "few_members"),
        (Share(10, 20), Share(10, 20), None),
        (Share(3, 20), Share(3, 20), "few_did"),  # three of twenty expected
        (Share(5, 20), Share(5, 20), None),  # five of twenty
        (Share(100, 1_000), Share(0, 40), "few_did"),  # 3.8 of forty
        (Share(19, 20), Share(19, 20), "few_did"),  # only one who did not
    ],
)
def test_there_is_too_little_to_compare_until_five_of_each_kind_are_expected(
    one: Share, other: Share, lack: str | None
) -> None:
    assert lacking(one, other) == lack


def test_the_members_it_takes_are_those_of_the_textbook() -> None:
    """1.95996 × √(2 × 0.65 × 0.35) + 0.84162 × √(0.24 + 0.21) = 1.88664; squared and over 0.1² it is 355.9."""
    assert members_needed(0.6, 0.1) == 356
    assert members_needed(0.7, -0.1) == 356


def test_a_message_that_did_nothing_is_found_to_have_done_something_one_time_in_twenty() -> None:
    seed = secrets.randbits(32)
    print(f"seed {seed}")
    chance = random.Random(seed)

    def bought(members: int) -> Share:
        return Share(sum(chance.random() < 0.1 for _ in repeat(None, members)), members)

    found = sum(share_difference(bought(300), bought(100)).beyond_chance for _ in range(1_000))
    assert 10 <= found <= 95, f"{found} of 1,000; fifty are expected, six deviations are 41"
