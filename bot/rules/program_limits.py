"""What each number of the programme may be, and in which direction it takes something from members."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from babel.numbers import list_currencies

MOST_POINTS = 1_000_000
MOST_MINOR = 10**12


@dataclass(frozen=True, slots=True)
class between:  # noqa: N801 - reads as the word it is
    """Whole numbers from `low` to `high`."""

    low: int
    high: int

    def __call__(self, value: Any) -> bool:
        return bool(self.low <= value <= self.high)


def _text(most: int) -> Callable[[Any], bool]:
    return lambda value: 0 < len(value.strip()) <= most and "\n" not in value


def _colour(value: Any) -> bool:
    return re.fullmatch(r"#[0-9a-fA-F]{6}", value) is not None


def _zone(value: Any) -> bool:
    return value in zones() and ZoneInfo(value) is not None


@cache
def zones() -> tuple[str, ...]:
    """Every time zone's name, in order."""
    return tuple(sorted(available_timezones()))


def _days_before(value: Any) -> bool:
    return all(1 <= days <= 365 for days in value) and len(set(value)) == len(value)


hour = between(0, 23)
points = between(0, MOST_POINTS)
multiplier = between(1_000, 100_000)
cap = between(0, MOST_POINTS)
discount = between(0, 5_000)


def perks(rule: Any) -> bool:
    """Whether what a level brings besides its multiplier makes sense."""
    whole = rule.gift_points, rule.early_hours, rule.spend_max_bp, rule.gift_reward_id
    return all(low <= value <= most for value, low, most in zip(whole, (0,) * 4, _MOST_PERKS, strict=True))


_MOST_PERKS = (MOST_POINTS, 24 * 30, 10_000, 2**53)

RULES: Mapping[str, Callable[[Any], bool]] = {
    "name": _text(64),
    "currency": lambda value: value in list_currencies(),
    "time_zone": _zone,
    "language": lambda value: re.fullmatch(r"[a-z]{2,3}", value) is not None,
    "primary": _colour,
    "accent": _colour,
    "tone": lambda value: value in ("warm", "plain"),
    "point_value_minor": between(1, 1_000_000),
    "earn_rate_bp": between(0, 10_000),
    "welcome_points": points,
    "hold_hours": between(0, 24),
    "spend_max_bp": between(0, 10_000),
    "spend_min_points": between(1, MOST_POINTS),
    "hold_minutes": between(1, 1_440),
    "expiry_months": between(1, 120),
    "expiry_warnings": _days_before,
    "extension_days": between(0, 90),
    "restore_days": between(0, 365),
    "voucher_days": between(1, 730),
    "voucher_remind_days": between(0, 30),
    "reward_undo_minutes": between(0, 1_440),
    "gift_hours": between(1, 720),
    "gift_most_points": points,
    "gift_monthly_points": points,
    "stamp_every": between(0, 50),
    "stamp_least_minor": between(0, MOST_MINOR),
    "stamp_points": points,
    "stamp_reward_id": between(0, 2**53),
    "discount_window_days": between(0, 3_650),
    "digest_hour": hour,
    "redemption_bp": between(0, 10_000),
    "liability_limit_minor": between(0, MOST_MINOR),
    "country": lambda value: re.fullmatch(r"[A-Z]{2}|", value) is not None,
    "tier_window_days": between(30, 1_830),
    "tier_grace_days": between(0, 365),
    "referral_inviter": points,
    "referral_friend": points,
    "referral_min_net_minor": between(0, MOST_MINOR),
    "referral_days": between(1, 1_830),
    "referral_monthly_cap": between(0, 10_000),
    "referral_burst": between(1, 10_000),
    "birthday_points": points,
    "birthday_before_days": between(0, 30),
    "birthday_after_days": between(0, 30),
    "birthday_lock_days": between(0, 1_830),
    "birthday_soon_days": between(0, 300),
    "birthday_hour": hour,
    "inactivity_days": between(1, 365),
    "inactivity_tries": between(0, 10),
    "inactivity_silence_days": between(1, 1_830),
    "inactivity_hour": hour,
    "nudge_points": points,
    "nudge_valid_days": between(1, 365),
    "ads_per_day": between(0, 10),
    "ads_per_week": between(0, 50),
    "ads_per_month": between(0, 100),
    "quiet_from": hour,
    "quiet_until": hour,
    "holdout_bp": between(0, 5_000),
    "second_person_over": between(0, 10_000_000),
    "cancel_minutes": between(0, 1_440),
    "review_points": points,
    "nps_share_bp": between(0, 10_000),
    "answer_hours": between(1, 168),
    "sorry_points": points,
    "sorry_most": points,
    "late_grace_minutes": between(0, 240),
    "late_points": points,
    "late_step_minutes": between(1, 240),
    "late_most_points": points,
    "late_monthly_points": points,
    "return_days": between(1, 365),
    "ask_seconds": between(30, 900),
    "pin_over": points,
    "till_sale_minor": between(0, MOST_MINOR),
    "till_points": points,
    "till_member_sales": between(0, 1_000),
    "claim_days": between(1, 90),
    "claim_phone_days": between(1, 365),
    "claim_daily": between(1, 1_000),
    "certificate_minor": between(0, MOST_MINOR),
    "certificate_days": between(30, 1_830),
    "stars_minor": between(0, 1_000_000),
    "undo_seconds": between(0, 3_600),
    "handover_tries": between(1, 10),
}

LESS_IS_STRICTER = frozenset(
    {
        "point_value_minor",
        "earn_rate_bp",
        "welcome_points",
        "spend_max_bp",
        "hold_minutes",
        "expiry_months",
        "tier_window_days",
        "tier_grace_days",
        "referral_inviter",
        "referral_friend",
        "referral_days",
        "referral_monthly_cap",
        "birthday_points",
        "birthday_before_days",
        "birthday_after_days",
        "nudge_points",
        "nudge_valid_days",
        "extension_days",
        "restore_days",
        "voucher_days",
        "gift_hours",
        "gift_most_points",
        "gift_monthly_points",
        "stamp_points",
        "late_points",
        "late_most_points",
        "late_monthly_points",
        "return_days",
        "claim_days",
        "claim_phone_days",
        "certificate_days",
        "discount_window_days",
    }
)
MORE_IS_STRICTER = frozenset(
    {
        "hold_hours",
        "late_grace_minutes",
        "late_step_minutes",
        "spend_min_points",
        "referral_min_net_minor",
        "birthday_lock_days",
        "birthday_soon_days",
        "ads_per_day",
        "ads_per_week",
        "ads_per_month",
        "stamp_least_minor",
    }
)
