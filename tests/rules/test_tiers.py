"""Tiers: 15 000 for Silver, 40 000 for Gold by net spend; up at once, down one step after 30 days' grace."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.program import Program
from bot.rules.spending import allowed
from bot.rules.tiers import (
    Down,
    Kept,
    Nothing,
    Notice,
    Progress,
    Standing,
    Up,
    next_step,
    payable_bp,
    progress,
    rule_of,
    tier_for,
)
from db.enums import Tier
from tests.support.programs import SUSHI, sushi

TODAY = date(2026, 11, 21)


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


DROPS = date(2026, 12, 21)
SHORT = 3_200_00  # of 40 000


def gold(spend: int = 36_800_00, drops_on: date | None = None, until: date | None = None) -> Standing:
    return Standing(Tier.GOLD, spend, drops_on, until)


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        pytest.param(Standing(Tier.BRONZE, 15_000_00), Up(Tier.SILVER), id="up at once"),
        pytest.param(Standing(Tier.BRONZE, 41_000_00), Up(Tier.GOLD), id="two steps up, if earned"),
        pytest.param(Standing(Tier.BRONZE, 0), Nothing(), id="nobody falls below the lowest"),
        pytest.param(gold(40_000_00), Nothing(), id="just enough"),
        pytest.param(gold(), Notice(Tier.SILVER, DROPS, SHORT), id="3 200 more keeps Gold until 21 December"),
        pytest.param(gold(drops_on=date(2026, 11, 22)), Nothing(), id="told, and the day has not come"),
        pytest.param(gold(drops_on=TODAY), Down(Tier.SILVER), id="the told day: one step down"),
        pytest.param(gold(drops_on=date(2026, 10, 1)), Down(Tier.SILVER), id="nobody looked for weeks: still one step"),
        pytest.param(
            gold(0, drops_on=TODAY), Down(Tier.SILVER, DROPS, 15_000_00), id="one step only, and a grace of its own"
        ),
        pytest.param(gold(40_000_00, drops_on=DROPS), Kept(), id="spent enough within the grace"),
        pytest.param(gold(40_000_00, drops_on=date(2026, 10, 1)), Kept(), id="spent enough on the last day of all"),
    ],
)
def test_a_tier_is_left_one_step_at_a_time_and_not_without_notice(standing: Standing, expected: object) -> None:
    assert next_step(standing, TODAY, SUSHI) == expected


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        pytest.param(gold(0, until=date(2026, 12, 31)), Nothing(), id="not touched before its last day"),
        pytest.param(
            gold(16_000_00, until=date(2026, 11, 27)),
            Notice(Tier.SILVER, date(2026, 11, 28), 24_000_00),
            id="a week before its end it is told",
        ),
        pytest.param(gold(0, date(2026, 11, 28), date(2026, 11, 27)), Nothing(), id="told, and still theirs"),
        pytest.param(gold(0, TODAY, date(2026, 11, 20)), Down(Tier.BRONZE), id="then what the spending says"),
        pytest.param(
            gold(0, until=date(2026, 10, 1)),
            Notice(Tier.BRONZE, date(2026, 11, 28), 40_000_00),
            id="nobody looked for weeks: a week's notice first",
        ),
        pytest.param(gold(40_000_00, until=date(2026, 10, 1)), Kept(), id="earned meanwhile"),
        pytest.param(gold(40_000_00, until=date(2026, 12, 31)), Nothing(), id="earned meanwhile, and the day is far"),
        pytest.param(Standing(Tier.SILVER, 40_000_00, None, date(2026, 12, 31)), Up(Tier.GOLD), id="earned more"),
    ],
)
def test_a_tier_given_by_hand_stays_to_its_day_and_then_follows_the_spending(
    standing: Standing, expected: object
) -> None:
    assert next_step(standing, TODAY, SUSHI) == expected


def lived(standing: Standing, day: date, program: Program = SUSHI) -> tuple[Standing, object]:
    """One look at a member, and where they stand afterwards."""
    step = next_step(standing, day, program)
    match step:
        case Up() | Kept():
            standing = Standing(getattr(step, "tier", standing.tier), standing.spend_minor)
        case Notice():
            standing = replace(standing, drops_on=step.drops_on)
        case Down():
            standing = Standing(step.tier, standing.spend_minor, step.drops_on)
    return standing, step


def test_a_whole_life_on_paper() -> None:
    """Up, up, a notice, saved, a notice, down, down again after a grace of its own, and at rest."""
    ann, told = Standing(Tier.BRONZE, 0), []
    spends = {0: 16_000_00, 40: 41_000_00, 400: 20_000_00, 410: 40_500_00, 450: 3_000_00}
    for n in range(600):
        ann = replace(ann, spend_minor=spends.get(n, ann.spend_minor))
        ann, step = lived(ann, TODAY + timedelta(days=n))
        if not isinstance(step, Nothing):
            told.append((n, type(step).__name__, ann.tier))
    assert told == [
        (0, "Up", Tier.SILVER),
        (40, "Up", Tier.GOLD),
        (400, "Notice", Tier.GOLD),
        (410, "Kept", Tier.GOLD),
        (450, "Notice", Tier.GOLD),
        (480, "Down", Tier.SILVER),
        (510, "Down", Tier.BRONZE),
    ]


def test_without_grace_a_tier_is_left_one_step_a_day() -> None:
    bare = sushi(tier_grace_days=0)
    one, first = lived(gold(0), TODAY, bare)
    assert (first, lived(one, TODAY + timedelta(days=1), bare)[1]) == (Down(Tier.SILVER), Down(Tier.BRONZE))


def test_a_programme_without_levels_leaves_them_alone_and_brings_nobody_more() -> None:
    plain = sushi(without=("levels",))
    assert next_step(Standing(Tier.BRONZE, 41_000_00), TODAY, plain) == Nothing()
    assert rule_of(Tier.GOLD, plain).multiplier_bp == 10_000


MONEY = st.integers(-(10**7), 10**8)
DAYS = st.none() | st.dates(date(2026, 9, 1), date(2027, 3, 1))


@given(st.sampled_from(Tier), MONEY, DAYS, DAYS)
def test_asked_again_after_it_was_done_nothing_is_left_to_do(
    tier: Tier, spend: int, drops_on: date | None, until: date | None
) -> None:
    after, _ = lived(Standing(tier, spend, drops_on, until), TODAY)
    assert next_step(after, TODAY, SUSHI) == Nothing()


@given(st.sampled_from(Tier), MONEY, DAYS)
def test_nobody_ever_falls_two_steps_at_once(tier: Tier, spend: int, drops_on: date | None) -> None:
    after, _ = lived(Standing(tier, spend, drops_on), TODAY)
    steps = [rule.tier for rule in SUSHI.tiers]
    assert steps.index(after.tier) >= steps.index(tier) - 1


@given(st.sampled_from(Tier), MONEY, st.integers(0, 10**7), DAYS)
def test_more_spend_never_brings_a_lower_tier(tier: Tier, spend: int, more: int, drops_on: date | None) -> None:
    steps = [rule.tier for rule in SUSHI.tiers]
    less_spent, _ = lived(Standing(tier, spend, drops_on), TODAY)
    more_spent, _ = lived(Standing(tier, spend + more, drops_on), TODAY)
    assert steps.index(more_spent.tier) >= steps.index(less_spent.tier)


def test_gold_pays_half_with_points_and_the_rest_as_the_programme_says() -> None:
    shares = [payable_bp(rule, SUSHI) for rule in SUSHI.tiers]
    assert shares == [3_000, 3_000, 5_000]
    assert allowed(900, 900, 1_000_00, SUSHI, shares[2]).points == 500


def test_a_tier_the_programme_no_longer_has_counts_as_the_lowest() -> None:
    assert rule_of(Tier.GOLD, sushi(tiers=SUSHI.tiers[:2])).tier == Tier.BRONZE


@given(st.sampled_from(Tier), st.integers(-(10**9), 10**10))
def test_progress_is_a_share(tier: Tier, spend: int) -> None:
    shown = progress(spend, tier, SUSHI)
    assert 0.0 <= shown.share <= 1.0
    assert shown.missing_minor >= 0
