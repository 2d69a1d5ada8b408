"""In which group and of which kind each number of the programme is."""

from collections.abc import Mapping

GROUPS: Mapping[str, Mapping[str, str]] = {
    "points": {
        "earn_rate_bp": "percent",
        "point_value_minor": "money",
        "welcome_points": "points",
        "hold_hours": "hours",
        "expiry_months": "months",
        "expiry_warnings": "days_list",
        "extension_days": "days",
        "restore_days": "days",
    },
    "spending": {"spend_max_bp": "percent", "spend_min_points": "points", "hold_minutes": "minutes"},
    "tiers": {
        "tiers.bronze.multiplier": "factor",
        "tiers.silver.from": "money",
        "tiers.silver.multiplier": "factor",
        "tiers.gold.from": "money",
        "tiers.gold.multiplier": "factor",
        "tier_window_days": "days",
        "tier_grace_days": "days",
    },
    "perks": {
        "tiers.silver.gift": "points",
        "tiers.silver.reward": "reward",
        "tiers.silver.spend": "percent",
        "tiers.silver.delivery": "switch",
        "tiers.silver.early": "hours",
        "tiers.silver.priority": "switch",
        "tiers.gold.gift": "points",
        "tiers.gold.reward": "reward",
        "tiers.gold.spend": "percent",
        "tiers.gold.delivery": "switch",
        "tiers.gold.early": "hours",
        "tiers.gold.priority": "switch",
    },
    "stamps": {
        "stamp_every": "orders",
        "stamp_least_minor": "money",
        "stamp_points": "points",
        "stamp_reward_id": "reward",
        "discount_steps": "steps",
        "discount_window_days": "days",
    },
    "vouchers": {
        "voucher_days": "days",
        "voucher_remind_days": "days",
        "reward_undo_minutes": "minutes",
        "gift_hours": "hours",
        "gift_most_points": "points",
        "gift_monthly_points": "points",
    },
    "referral": {
        "referral_inviter": "points",
        "referral_friend": "points",
        "referral_min_net_minor": "money",
        "referral_days": "days",
        "referral_monthly_cap": "friends",
        "referral_burst": "friends",
    },
    "birthday": {
        "birthday_points": "points",
        "birthday_before_days": "days",
        "birthday_after_days": "days",
        "birthday_lock_days": "days",
        "birthday_soon_days": "days",
        "birthday_hour": "hour",
    },
    "comeback": {
        "inactivity_days": "days",
        "inactivity_tries": "messages",
        "inactivity_silence_days": "days",
        "inactivity_hour": "hour",
        "nudge_points": "points",
        "nudge_valid_days": "days",
    },
    "contact": {
        "ads_per_day": "messages",
        "ads_per_week": "messages",
        "ads_per_month": "messages",
        "quiet_from": "hour",
        "quiet_until": "hour",
        "holdout_bp": "percent",
        "second_person_over": "messages",
        "cancel_minutes": "minutes",
    },
    "feedback": {
        "review_points": "points",
        "nps_share_bp": "percent",
        "answer_hours": "hours",
        "sorry_points": "points",
        "sorry_most": "points",
    },
    "staff": {
        "cap.owner": "points",
        "cap.manager": "points",
        "undo_seconds": "seconds",
        "handover_tries": "times",
        "digest_hour": "hour",
        "redemption_bp": "percent",
        "liability_limit_minor": "money",
    },
}
BRAND: Mapping[str, str] = {
    "name": "name",
    "time_zone": "zone",
    "primary": "colour",
    "accent": "colour",
    "tone": "tone",
    "country": "country",
}
PARTS: Mapping[str, str] = {"without": "mechanics"}  # the programme's parts, switched one by one
KINDS: Mapping[str, str] = {
    **BRAND,
    **PARTS,
    **{name: kind for group in GROUPS.values() for name, kind in group.items()},
}
GROUP_OF: Mapping[str, str] = {
    **{name: group for group, names in GROUPS.items() for name in names},
}
