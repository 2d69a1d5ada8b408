"""What the programme's numbers are called, and how a value of each is shown: for the owner's screens and notices."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from bot.i18n import N_, Texts
from bot.rules import earning_rules as earning
from bot.rules.program_fields import kind_of
from bot.telegram.shared import earning_words

LABELS: Mapping[str, str] = {
    # NOTE: names of rules; each stands before its value and a colon: "Welcome points: 100 points".
    "name": N_("Name of the programme"),
    "time_zone": N_("Time zone"),
    "primary": N_("Main colour"),
    "accent": N_("Second colour"),
    "tone": N_("Tone of voice"),
    "words": N_("The shop's own words"),
    "earn_rate_bp": N_("Share of an order that comes back as points"),
    "point_value_minor": N_("Value of one point"),
    "welcome_points": N_("Welcome points"),
    "hold_hours": N_("Wait between delivery and points"),
    "expiry_months": N_("How long points are valid"),
    "expiry_warnings": N_("Warnings before points expire"),
    "extension_days": N_("How long a member may put the last day of points off, once"),
    "restore_days": N_("How long expired points can be brought back by support"),
    "tiers.silver.gift": N_("Gift on reaching Silver"),
    "tiers.silver.reward": N_("Reward on reaching Silver"),
    "tiers.silver.spend": N_("Largest share paid with points in Silver (0: as for all)"),
    "tiers.silver.delivery": N_("Free delivery in Silver"),
    "tiers.silver.early": N_("Silver sees new rewards earlier by"),
    "tiers.silver.priority": N_("Silver is served first"),
    "tiers.gold.gift": N_("Gift on reaching Gold"),
    "tiers.gold.reward": N_("Reward on reaching Gold"),
    "tiers.gold.spend": N_("Largest share paid with points in Gold (0: as for all)"),
    "tiers.gold.delivery": N_("Free delivery in Gold"),
    "tiers.gold.early": N_("Gold sees new rewards earlier by"),
    "tiers.gold.priority": N_("Gold is served first"),
    "stamp_every": N_("Stamp card: a gift with every so many orders (0: no stamp card)"),
    "stamp_least_minor": N_("Smallest order that gets a stamp"),
    "stamp_points": N_("Gift for a full stamp card"),
    "discount_window_days": N_("Time over which spending counts for the discount (0: always)"),
    "voucher_days": N_("How long a voucher is valid"),
    "voucher_remind_days": N_("Reminder before a voucher ends"),
    "reward_undo_minutes": N_("Time to give a reward back"),
    "gift_hours": N_("How long a gift waits for its friend"),
    "gift_most_points": N_("Points in one gift, at most (0: points cannot be given)"),
    "gift_monthly_points": N_("Points one member may give in 30 days"),
    "digest_hour": N_("Hour of the owner's morning summary"),
    "redemption_bp": N_("Share of points we expect to be spent"),
    "liability_limit_minor": N_("Warn when unspent points are worth more than (0: never)"),
    "earning_rules": N_("Earning rules"),
    "discount_steps": N_("Discount for what was spent so far"),
    "excluded_categories": N_("Categories that earn no points"),
    "without": N_("Parts of the programme that are off"),
    "country": N_("Country, for public holidays"),
    "stamp_reward_id": N_("Reward for a full stamp card"),
    "spend_max_bp": N_("Largest share of an order paid with points"),
    "spend_min_points": N_("Fewest points to pay with at once"),
    "hold_minutes": N_("How long points stay set aside for an order"),
    "tiers.bronze.multiplier": N_("Points in Bronze"),
    "tiers.silver.from": N_("Spending for Silver"),
    "tiers.silver.multiplier": N_("Points in Silver"),
    "tiers.gold.from": N_("Spending for Gold"),
    "tiers.gold.multiplier": N_("Points in Gold"),
    "tier_window_days": N_("Time over which spending counts for a level"),
    "tier_grace_days": N_("Grace before a level is lost"),
    "referral_inviter": N_("For inviting a friend"),
    "referral_friend": N_("For the invited friend"),
    "referral_min_net_minor": N_("The friend's first order, at least"),
    "referral_days": N_("How long an invitation waits for that order"),
    "referral_monthly_cap": N_("Friends paid in a month, at most"),
    "referral_burst": N_("Friends in a week before we look closer"),
    "birthday_points": N_("Birthday gift"),
    "birthday_before_days": N_("How early a birthday gift may come"),
    "birthday_after_days": N_("How late a birthday gift may come"),
    "birthday_lock_days": N_("Time between two changes of a birthday"),
    "birthday_soon_days": N_("Shortest notice for this year's birthday gift"),
    "birthday_hour": N_("Hour of the birthday message"),
    "inactivity_days": N_("Time without an order before “We miss you”"),
    "inactivity_tries": N_("“We miss you” messages in a row, at most"),
    "inactivity_silence_days": N_("Pause after the last of those messages"),
    "inactivity_hour": N_("Hour of the “We miss you” message"),
    "nudge_points": N_("Gift in the “We miss you” message"),
    "nudge_valid_days": N_("How long that gift is valid"),
    "ads_per_day": N_("Offers a day, at most"),
    "ads_per_week": N_("Offers a week, at most"),
    "ads_per_month": N_("Offers a month, at most"),
    "quiet_from": N_("Start of the quiet hours"),
    "quiet_until": N_("End of the quiet hours"),
    "holdout_bp": N_("Share of members without offers, to compare with"),
    "second_person_over": N_("Somebody else confirms a mailing of more than"),
    "cancel_minutes": N_("Time to call a mailing off where nobody else is there"),
    "review_points": N_("Thanks for saying how an order was"),
    "nps_share_bp": N_("Share of members asked each quarter if they would recommend us"),
    "answer_hours": N_("Time in which we answer a member"),
    "sorry_points": N_("Points proposed after a bad rating"),
    "sorry_most": N_("Points support may give as an apology, at most"),
    "cap.owner": N_("Points by hand at once: an owner, at most"),
    "cap.manager": N_("Points by hand at once: a manager, at most"),
    "ask_seconds": N_("Time a member has to say yes to paying with points"),
    "pin_over": N_("A member's PIN is asked for more than (0: never)"),
    "return_days": N_("Points that come back can be spent for at least"),
    "till_sale_minor": N_("A second person agrees to a sale above (0: never)"),
    "till_points": N_("A second person agrees to taking more than (0: never)"),
    "till_member_sales": N_("Sales to one member a day before a second person is asked (0: never)"),
    "claim_days": N_("Time to claim the points of a receipt"),
    "claim_phone_days": N_("How long points wait on a phone number"),
    "claim_daily": N_("Links one member may claim a day"),
    "late_grace_minutes": N_("Grace before a delivery is late"),
    "late_points": N_("Apology for a late delivery (0: none)"),
    "late_step_minutes": N_("So much later again, as many points more"),
    "late_most_points": N_("Apology for one order, at most"),
    "late_monthly_points": N_("Apologies to one member in 30 days, at most"),
    "certificate_minor": N_("The smallest gift certificate (0: none is sold)"),
    "certificate_days": N_("How long a gift certificate is valid"),
    "stars_minor": N_("What one Telegram Star is worth (0: no Stars)"),
    "undo_seconds": N_("Time to undo a slip"),
    "handover_tries": N_("Wrong codes at the door before we ask you"),
}

MECHANICS: Mapping[str, str] = {
    # NOTE: parts of the loyalty programme, each can be switched off.
    "rewards": N_("Rewards for points"),
    "gifts": N_("Gifts from member to member"),
    "promo": N_("Promo codes"),
    "deals": N_("Deals under “What's on”"),
    "referral": N_("Inviting friends"),
    "stamps": N_("Stamp card"),
    "levels": N_("Levels"),
}
# NOTE: one of several rules by which orders earn more; what it gives and asks for follows.
PARTS = {"earning_rules": N_("Earning rule")}
UNITS = {"hours": 3_600, "minutes": 60, "seconds": 1}


def label(t: Texts, field: str) -> str:
    head, _, part = field.partition(".")
    if part and head == "excluded_categories":
        # NOTE: a category of dishes; what follows is "yes" or "no".
        return t.plain("No points for “{category}”", category=part)
    return t.plain(PARTS[head] if part and head in PARTS else LABELS[field])


def brief(t: Texts, field: str) -> str:
    """The same for a button: what stands in brackets is read above it."""
    return label(t, field).partition(" (")[0]


def shown(t: Texts, field: str, value: Any, currency: str) -> str:
    """The value as people write it, with its unit. Plain text."""
    match kind_of(field):
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
        case "switch":
            return t.plain("yes") if value else t.plain("no")
        case "name" | "zone" | "colour":
            return str(value)
    return _composed(t, field, value, currency)


def _composed(t: Texts, field: str, value: Any, currency: str) -> str:
    """What is made of several parts, or picked from a list; else a number of something."""
    match kind_of(field):
        case "rule":
            return earning_words.named(t, earning.from_json(value), currency) if value else t.plain("none")
        case "steps":
            return _steps(t, value, currency)
        case "reward":
            # NOTE: {number} is the number of a reward in the catalogue.
            return t.plain("reward № {number}", number=str(value)) if value else t.plain("none")
        case "mechanics":
            return t.join([t.plain(MECHANICS[name]) for name in value]) or t.plain("none")
        case "country":
            return value or t.plain("none")
    return _counted(t, kind_of(field) or "", value)


def lasting(t: Texts, time: timedelta) -> str:
    """A length of time in the largest unit that tells it whole: "1 hour", "90 minutes"."""
    seconds = int(time.total_seconds())
    kind, size = next((kind, size) for kind, size in UNITS.items() if seconds % size == 0)
    return _counted(t, kind, seconds // size)


def _steps(t: Texts, steps: list[tuple[int, int]], currency: str) -> str:
    # NOTE: a step of a discount: from {money} spent on, {percent} is off every order.
    told = [
        t.plain("from {money}: {percent}", money=t.money(sum_, currency), percent=t.percent(bp)) for sum_, bp in steps
    ]
    return "; ".join(told) or t.plain("none")


def _days_list(t: Texts, days: list[int]) -> str:
    if not days:
        return t.plain("none")
    # NOTE: {days} is like "30 days, 7 days and 1 day": when members are warned before their points expire.
    return t.plain("{days} before", days=t.join([_counted(t, "days", day) for day in days]))


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
        case "orders":
            return t.plain_plural("{n} order", "{n} orders", n)
        case "friends":
            return t.plain_plural("{n} friend", "{n} friends", n)
        case "messages":
            return t.plain_plural("{n} message", "{n} messages", n)
        case "times":
            # NOTE: how often something is tried: "2 times"
            return t.plain_plural("{n} time", "{n} times", n)
    return str(n)
