"""Tiers: 15 000 for Silver, 40 000 for Gold by net spend; up at once, down one step after 30 days' grace."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.tiers import Progress, Review, progress, review, rule_of, tier_for
from db.enums import Tier
from tests.support.programs import SUSHI, sushi

TODAY = date(2026, 11, 21)
LONG_AGO = date(2026, 10, 1)


@pytest.mark.parametrize(
    ("spend", "tier"),
    [
        (0, Tier.BRONZE),
        (-5_00, Tier.BRONZE),
        (14_999_99, Tier.BRONZE),
        (15_000_00, Tier.SILVER),
        (39_999_99, Tier.SILVER),
        (40_000_00, Tier.GOLD),
    ],
)
def test_a_tier_is_reached_by_net_spend(spend: int, tier: Tier) -> None:
    assert tier_for(spend, SUSHI) == tier


@pytest.mark.parametrize(
    ("spend", "tier", "expected"),
    [
        (0, Tier.BRONZE, Progress(Tier.BRONZE, Tier.SILVER, 15_000_00, 0.0)),
        (12_000_00, Tier.BRONZE, Progress(Tier.BRONZE, Tier.SILVER, 3_000_00, 0.8)),
        (30_000_00, Tier.SILVER, Progress(Tier.SILVER, Tier.GOLD, 10_000_00, 0.75)),
        (99_000_00, Tier.GOLD, Progress(Tier.GOLD, None, 0, 1.0)),
        (-1_00, Tier.BRONZE, Progress(Tier.BRONZE, Tier.SILVER, 15_001_00, 0.0)),
    ],
)
def test_progress_says_what_is_missing_to_the_next(spend: int, tier: Tier, expected: Progress) -> None:
    assert progress(spend, tier, SUSHI) == expected


@pytest.mark.parametrize(
    ("tier", "spend", "below_since", "expected"),
    [
        pytest.param(Tier.BRONZE, 41_000_00, None, Review(Tier.GOLD, None, 0), id="up at once, two steps if earned"),
        pytest.param(Tier.GOLD, 36_800_00, None, Review(Tier.GOLD, TODAY, 3_200_00), id="3 200 more keeps Gold"),
        pytest.param(
            Tier.GOLD, 36_800_00, date(2026, 10, 23), Review(Tier.GOLD, date(2026, 10, 23), 3_200_00), id="day 29"
        ),
        pytest.param(
            Tier.GOLD, 36_800_00, date(2026, 10, 22), Review(Tier.SILVER, None, 0), id="day 30: one step down"
        ),
        pytest.param(
            Tier.GOLD, 0, LONG_AGO, Review(Tier.SILVER, TODAY, 15_000_00), id="one step only, grace begins anew"
        ),
        pytest.param(Tier.GOLD, 40_000_00, LONG_AGO, Review(Tier.GOLD, None, 0), id="back above, all is forgotten"),
    ],
)
def test_a_tier_is_left_one_step_at_a_time(tier: Tier, spend: int, below_since: date | None, expected: Review) -> None:
    assert review(tier, spend, below_since, TODAY, SUSHI) == expected


def test_a_tier_the_programme_no_longer_has_counts_as_the_lowest() -> None:
    assert rule_of(Tier.GOLD, sushi(tiers=SUSHI.tiers[:2])).tier == Tier.BRONZE


@given(st.sampled_from(Tier), st.integers(-(10**9), 10**10))
def test_progress_is_a_share(tier: Tier, spend: int) -> None:
    shown = progress(spend, tier, SUSHI)
    assert 0.0 <= shown.share <= 1.0
    assert shown.missing_minor >= 0
