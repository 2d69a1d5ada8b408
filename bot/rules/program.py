"""Every number of the programme in one frozen value. Presets: presets.py; as JSON: program_json.py."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from bot.rules import earning_rules
from bot.rules import program_limits as limits
from bot.rules.earning_rules import EarningRule
from bot.rules.errors import RuleBroken
from db.enums import Role, Tier


class ProgramInvalid(RuleBroken):
    """A number of the programme makes no sense; `facts["field"]` names it."""


@dataclass(frozen=True, slots=True)
class TierRule:
    tier: Tier
    from_minor: int  # net spend in the window at which the tier begins
    multiplier_bp: int  # 10 000 = points × 1.0
    gift_points: int = 0  # once, on reaching it
    gift_reward_id: int = 0  # once, as a voucher; 0: none
    spend_max_bp: int = 0  # largest share paid with points; 0: the programme's
    free_delivery: bool = False
    early_hours: int = 0  # sees new rewards so long before others
    priority: bool = False  # marked on the order for kitchen and courier


@dataclass(frozen=True, slots=True)
class DiscountStep:
    """From this net spend on, so much is off every order."""

    from_minor: int
    discount_bp: int


@dataclass(frozen=True, slots=True)
class Program:
    """The rules in force. Money is in minor units, shares and rates in basis points, hours are the programme's own."""

    name: str
    currency: str
    time_zone: str
    language: str
    point_value_minor: int  # what one point pays
    tiers: tuple[TierRule, ...]  # lowest first, the lowest begins at 0
    referral_min_net_minor: int
    preset: str = "sushi"
    primary: str = "#22304a"
    accent: str = "#ff6f59"
    tone: str = "warm"

    earn_rate_bp: int = 500
    welcome_points: int = 100
    hold_hours: int = 0  # between delivery and the points' becoming available

    spend_max_bp: int = 3000
    spend_min_points: int = 50
    hold_minutes: int = 15  # how long points stay set aside for a quote

    expiry_months: int = 12
    expiry_warnings: tuple[int, ...] = (30, 7, 1)
    extension_days: int = 14  # a member may put a lot's last day off once, by so much; 0: not at all
    restore_days: int = 30  # for so long support may bring an expired lot back

    earning_rules: tuple[EarningRule, ...] = ()
    excluded_categories: tuple[str, ...] = ()  # of dishes: what they cost earns nothing

    voucher_days: int = 30
    voucher_remind_days: int = 3
    reward_undo_minutes: int = 10
    gift_hours: int = 72
    gift_most_points: int = 500  # in one gift; 0: points cannot be given
    gift_monthly_points: int = 1000  # by one member in 30 days

    stamp_every: int = 0  # "every 6th"; 0: no stamp card
    stamp_least_minor: int = 0  # an order of at least so much gets a stamp
    stamp_points: int = 0
    stamp_reward_id: int = 0
    discount_steps: tuple[DiscountStep, ...] = ()
    discount_window_days: int = 0  # spend of so many days counts; 0: of all time

    digest_hour: int = 9
    redemption_bp: int = 8_000  # of the points out there that are expected to be spent
    liability_limit_minor: int = 0  # above it the owner is warned; 0: never
    country: str = ""  # two letters, for public holidays; "": none
    without: tuple[str, ...] = ()  # mechanics switched off; see bot/rules/mechanics.py

    tier_window_days: int = 365
    tier_grace_days: int = 30

    referral_inviter: int = 200
    referral_friend: int = 100
    referral_days: int = 180
    referral_monthly_cap: int = 20
    referral_burst: int = 10  # friends a week that make a person look at it

    birthday_points: int = 150
    birthday_before_days: int = 7
    birthday_after_days: int = 7
    birthday_lock_days: int = 365
    birthday_soon_days: int = 30
    birthday_hour: int = 10

    inactivity_days: int = 30
    inactivity_tries: int = 2
    inactivity_silence_days: int = 90
    inactivity_hour: int = 12
    nudge_points: int = 50
    nudge_valid_days: int = 14

    ads_per_day: int = 1
    ads_per_week: int = 2
    ads_per_month: int = 6
    quiet_from: int = 21
    quiet_until: int = 10
    holdout_bp: int = 500
    second_person_over: int = 1_000  # members of a broadcast above which somebody else has to say yes as well
    cancel_minutes: int = 10  # where there is nobody else: so long it can be called off

    review_points: int = 10  # for saying how an order was, whatever is said
    nps_share_bp: int = 2_500  # of members asked in a quarter whether they would recommend us
    answer_hours: int = 2  # in which the shop answers what a member wrote
    sorry_points: int = 100  # what is proposed after a bad rating
    sorry_most: int = 300  # by support; managers and owners as by hand

    late_grace_minutes: int = 10  # after the promised time, before an order is late
    late_points: int = 50  # the apology for a late order; 0: none
    late_step_minutes: int = 20  # so much later again, as many points more
    late_most_points: int = 200  # for one order
    late_monthly_points: int = 400  # to one member in 30 days
    return_days: int = 14  # points that come back with a return can be spent for so long at least

    ask_seconds: int = 180  # in which a member answers "Pay with points?"
    pin_over: int = 0  # for more points than that a member's PIN is asked, where they have one; 0: never
    till_sale_minor: int = 0  # a larger sale needs a second person; 0: none does
    till_points: int = 1_000  # so do more points taken for one bill; 0: never
    till_member_sales: int = 5  # so does one sale more to the same member in one day; 0: never
    claim_days: int = 7  # to claim the points of a receipt
    claim_phone_days: int = 30  # to join, where points wait on a phone number
    claim_daily: int = 3  # links one member may claim in a day
    certificate_minor: int = 0  # the smallest gift certificate on sale; 0: none is sold
    certificate_days: int = 365
    stars_minor: int = 0  # what one Telegram Star is worth; 0: nothing is sold for Stars

    adjust_cap_by_role: Mapping[Role, int] = field(default_factory=lambda: {Role.OWNER: 5000, Role.MANAGER: 1000})
    undo_seconds: int = 120
    handover_tries: int = 3
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # language → name of a text → text


def check(program: Program) -> None:
    """Raises ProgramInvalid naming the first field that no programme could run with; returns when all is well."""
    for name, rule in limits.RULES.items():
        value = getattr(program, name)
        if not rule(value):
            raise ProgramInvalid("program.out_of_range", field=name)
    sums = [rule.from_minor for rule in program.tiers]
    if not sums or sums[0] != 0 or sorted(set(sums)) != sums:
        raise ProgramInvalid("program.tiers", field="tiers")
    if not all(limits.multiplier(rule.multiplier_bp) for rule in program.tiers):
        raise ProgramInvalid("program.out_of_range", field="tiers")
    if not all(limits.perks(rule) for rule in program.tiers):
        raise ProgramInvalid("program.out_of_range", field="tiers")
    steps = [step.from_minor for step in program.discount_steps]
    if sorted(set(steps)) != steps or not all(limits.discount(step.discount_bp) for step in program.discount_steps):
        raise ProgramInvalid("program.discount_steps", field="discount_steps")
    if len({rule.id for rule in program.earning_rules}) != len(program.earning_rules):
        raise ProgramInvalid("program.earning_rules", field="earning_rules")
    if fault := next((found for rule in program.earning_rules if (found := earning_rules.fault(rule))), None):
        raise ProgramInvalid(fault, field="earning_rules")
    if not all(limits.cap(cap) for cap in program.adjust_cap_by_role.values()):
        raise ProgramInvalid("program.out_of_range", field="adjust_cap_by_role")


@dataclass(frozen=True, slots=True)
class Change:
    field: str
    old: Any
    new: Any
    stricter: bool  # somebody gets less, or later, than before: said before it is saved


def changed(old: Program, new: Program) -> list[Change]:
    """What differs between two versions, in the order of the programme's fields."""
    pairs = ((f.name, getattr(old, f.name), getattr(new, f.name)) for f in fields(Program))
    return [Change(name, was, now, _stricter(name, was, now)) for name, was, now in pairs if was != now]


def _stricter(name: str, was: Any, now: Any) -> bool:
    if name == "tiers":
        before = {rule.tier: rule for rule in was}
        after = {rule.tier: rule for rule in now}
        return any(
            tier not in after
            or after[tier].from_minor > rule.from_minor
            or after[tier].multiplier_bp < rule.multiplier_bp
            or after[tier].spend_max_bp < rule.spend_max_bp
            or after[tier].early_hours < rule.early_hours
            or (rule.free_delivery and not after[tier].free_delivery)
            for tier, rule in before.items()
        )
    if name == "earning_rules":
        return earning_rules.stricter(was, now)
    if name == "discount_steps":
        kept = [any(n.from_minor <= w.from_minor and n.discount_bp >= w.discount_bp for n in now) for w in was]
        return not all(kept)
    if name in ("excluded_categories", "without"):
        return not set(now) <= set(was)
    if name in limits.LESS_IS_STRICTER:
        return bool(now < was)
    return name in limits.MORE_IS_STRICTER and bool(now > was)
