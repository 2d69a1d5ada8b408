"""What the programme's numbers are called, and how a value of each is shown: for the owner's screens and notices."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from bot.i18n import N_, Texts
from bot.rules.program_fields import KINDS

LABELS: Mapping[str, str] = {
    "name": N_("Name of the programme"),
    "time_zone": N_("Time zone"),
    "primary": N_("Main colour"),
    "accent": N_("Second colour"),
    "tone": N_("Tone of voice"),
    "words": N_("The shop's own words"),
    "earn_rate_bp": N_("Share of an order that comes back as points"),
    "point_value_minor": N_("What one point pays"),
    "welcome_points": N_("Welcome points"),
    "hold_hours": N_("Wait between delivery and points"),
    "expiry_months": N_("How long points are valid"),
    "expiry_warnings": N_("Warnings before points expire"),
    "spend_max_bp": N_("Most of an order that points may pay"),
    "spend_min_points": N_("Fewest points at once"),
    "hold_minutes": N_("How long points stay set aside for an order"),
    "tiers.bronze.multiplier": N_("Points in Bronze"),
    "tiers.silver.from": N_("Silver begins at"),
    "tiers.silver.multiplier": N_("Points in Silver"),
    "tiers.gold.from": N_("Gold begins at"),
    "tiers.gold.multiplier": N_("Points in Gold"),
    "tier_window_days": N_("Days of spending that count for a tier"),
    "tier_grace_days": N_("Grace before a tier is lost"),
    "referral_inviter": N_("For inviting a friend"),
    "referral_friend": N_("For the invited friend"),
    "referral_min_net_minor": N_("The friend's first order, at least"),
    "referral_days": N_("How long an invitation waits for that order"),
    "referral_monthly_cap": N_("Friends paid in a month, at most"),
    "referral_burst": N_("Friends in a week before we look closer"),
    "birthday_points": N_("Birthday gift"),
    "birthday_before_days": N_("The gift may come before the day by"),
    "birthday_after_days": N_("The gift may come after the day by"),
    "birthday_lock_days": N_("The birthday can be changed once in"),
    "birthday_soon_days": N_("A date this near counts from next year"),
    "birthday_hour": N_("Hour of the birthday message"),
    "inactivity_days": N_("Days without an order before “We miss you”"),
    "inactivity_tries": N_("How often we try"),
    "inactivity_silence_days": N_("Silence after that"),
    "inactivity_hour": N_("Hour of the “We miss you” message"),
    "nudge_points": N_("Gift in the “We miss you” message"),
    "nudge_valid_days": N_("That gift is valid for"),
    "ads_per_day": N_("Offers a day, at most"),
    "ads_per_week": N_("Offers a week, at most"),
    "ads_per_month": N_("Offers a month, at most"),
    "quiet_from": N_("Quiet from"),
    "quiet_until": N_("Quiet until"),
    "holdout_bp": N_("Members who never get offers, to measure by"),
    "cap.owner": N_("Points by hand at once: an owner, at most"),
    "cap.manager": N_("Points by hand at once: a manager, at most"),
    "undo_seconds": N_("Time to undo a slip"),
    "handover_tries": N_("Wrong codes at the door before we ask you"),
}


def label(t: Texts, field: str) -> str:
    return t.plain(LABELS[field])


def shown(t: Texts, field: str, value: Any, currency: str) -> str:
    """The value as people write it, with its unit. Plain text."""
    match KINDS.get(field):
        case "points":
            return t.points(value)
        case "percent":
            return t.percent(value)
        case "money":
            return t.money(value, currency)
        case "factor":
            return "×" + t.number((Decimal(value) / 10_000).normalize())
        case "days_list":
            return _days_list(t, value)
        case "hour":
            return f"{value:02d}:00"
        case "tone":
            # NOTE: the shop's tone of voice in its messages
            return t.plain("warm and friendly") if value == "warm" else t.plain("short and plain")
        case "name" | "zone" | "colour":
            return str(value)
    return _counted(t, KINDS.get(field, ""), value)


def _days_list(t: Texts, days: list[int]) -> str:
    if not days:
        return t.plain("none")
    return t.plain("{days} days before", days=t.join([t.number(day) for day in days]))


def _counted(t: Texts, kind: str, n: Any) -> str:
    match kind:
        case "days":
            return t.plain_plural("{n} day", "{n} days", n)
        case "hours":
            return t.plain_plural("{n} hour", "{n} hours", n)
        case "minutes":
            return t.plain_plural("{n} minute", "{n} minutes", n)
        case "seconds":
            return t.plain_plural("{n} second", "{n} seconds", n)
        case "months":
            return t.plain_plural("{n} month", "{n} months", n)
        case "friends":
            return t.plain_plural("{n} friend", "{n} friends", n)
        case "messages":
            return t.plain_plural("{n} message", "{n} messages", n)
        case "times":
            # NOTE: how often something is tried: "2 times"
            return t.plain_plural("{n} time", "{n} times", n)
    return str(n)
