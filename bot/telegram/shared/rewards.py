"""Rewards in words: their kinds, their names, and why one can't be had."""

from collections.abc import Mapping, Sequence

from bot.i18n import N_, Html, Texts
from bot.rules.benefits import named
from bot.rules.rewards import Terms, Withheld
from bot.telegram.shared.tiers import tier_name
from bot.usecases.program import Rules
from db.enums import BenefitKind, RewardKind

MOST_PLACES = 4
KINDS: Mapping[RewardKind, str] = {
    # NOTE: kinds of rewards that points buy.
    RewardKind.DISH: N_("dish"),
    RewardKind.SIDE: N_("side dish"),
    RewardKind.DRINK: N_("drink"),
    RewardKind.DELIVERY: N_("free delivery"),
    RewardKind.SERVICE: N_("service"),
    RewardKind.EXPERIENCE: N_("experience"),
}
MARKS: Mapping[RewardKind, str] = {
    RewardKind.DISH: "🍣",
    RewardKind.SIDE: "🥗",
    RewardKind.DRINK: "🍵",
    RewardKind.DELIVERY: "🛵",
    RewardKind.SERVICE: "🛎",
    RewardKind.EXPERIENCE: "🎟",
}

BENEFITS: Mapping[BenefitKind, str] = {
    # NOTE: kinds of vouchers, as the subject of a line of statistics.
    BenefitKind.ITEM: N_("gifts"),
    BenefitKind.SERVICE: N_("services"),
    BenefitKind.EXPERIENCE: N_("experiences"),
    BenefitKind.DELIVERY: N_("free deliveries"),
    BenefitKind.PERCENT: N_("percent off"),
    BenefitKind.AMOUNT: N_("sums off"),
    BenefitKind.MULTIPLIER: N_("multiplied points"),
    BenefitKind.POINTS: N_("points"),
}


def benefit_name(t: Texts, kind: BenefitKind) -> str:
    return t.plain(BENEFITS[kind])


def kind_name(t: Texts, kind: RewardKind) -> str:
    return t.plain(KINDS[kind])


def name(t: Texts, names: Mapping[str, str], rules: Rules) -> str:
    """The reward's name in the reader's language, else in the shop's. Plain text."""
    return named(names, t.language, rules.program.language)


def marked(t: Texts, terms: Terms, rules: Rules) -> str:
    """ "🍣 Philadelphia" """
    return f"{MARKS[terms.kind]} {name(t, terms.names, rules)}"


def places(t: Texts, names: Sequence[str]) -> str:
    """Where a reward is served, in few words: of a long list only how many."""
    if not names:
        return t.plain("everywhere")
    if len(names) <= MOST_PLACES:
        return t.join(names)
    # NOTE: a reward is served at so many of the brand's shops: "At 7 of our places".
    return t.plain_plural("{n} of our places", "{n} of our places", len(names))


def why_not(t: Texts, withheld: Withheld, rules: Rules) -> Html:
    """In a few words, after the reward's name."""
    facts = withheld.facts
    match withheld.code:
        case "reward.too_few_points":
            # NOTE: {points} is like "40 points": so many are missing.
            return t("{points} more", points=t.points(facts["missing"]))
        case "reward.tier":
            # NOTE: {tier} is a level such as "Silver": it and the levels above it may have this.
            return t("for {tier} and above", tier=tier_name(t, facts["tier"]))
        case "reward.not_yet":
            # NOTE: {moment} is like "1 December 2026, 10:00".
            return t("from {moment} on", moment=t.moment(facts["opens"], rules.zone))
        case "reward.sold_out":
            return t("all gone for now")
        case "reward.member_limit":
            return t("you have had yours")
        case "reward.day_limit":
            return t("gone for today, back tomorrow")
        case "reward.outlet":
            return t("not served anywhere just now")
    return t("not to be had just now")
