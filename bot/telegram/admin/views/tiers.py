"""A level given by hand: which, until when, why, and done."""

from bot.i18n import Texts, lines
from bot.rules.tiers import rule_of
from bot.telegram.admin.callbacks import ShowMember
from bot.telegram.admin.perk_callbacks import TierByHand, TierPicked, TierUntil
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys
from bot.telegram.shared.perks import perks
from bot.telegram.shared.tiers import tier_name
from bot.usecases.members import Profile
from bot.usecases.program import Rules
from bot.usecases.tiers_by_hand import TierLifted, TierSet
from db.enums import Tier

MONTHS = (1, 3, 6, 12)


def ask_tier(seen: Profile, t: Texts, rules: Rules) -> Screen:
    program, number = rules.program, seen.row.member_id
    text = lines(
        t("🏅 <b>Level of {name}</b>", name=seen.row.name or ""),
        t("Now: {tier}", tier=tier_name(t, seen.row.tier)),
        "",
        t("Which one for a while? It is theirs until the day you choose; then their orders decide again."),
    )
    picks = [Button(tier_name(t, rule.tier), TierPicked(tier=rule.tier.value)) for rule in program.tiers[1:]]
    lift = (Button(t.plain("✖️ End what was given by hand"), TierByHand(member=number, do="lift"), style="danger"),)
    by_hand = seen.tier is not None and seen.tier.until is not None
    return Screen(text, rows=(*keys.in_rows(picks), lift if by_hand else (), keys.back(t, ShowMember(member=number))))


def ask_until(tier: Tier, t: Texts, rules: Rules) -> Screen:
    name = tier_name(t, tier)
    text = lines(
        t("🏅 <b>{tier}: until when?</b>", tier=name),
        *perks(rule_of(tier, rules.program), rules.program, t),
        "",
        t("Choose, or type the last day, such as 31.12."),
    )
    buttons = [Button(t.plain_plural("{n} month", "{n} months", months), TierUntil(months=months)) for months in MONTHS]
    return Screen(text, rows=(*keys.in_rows(buttons), keys.cancel(t)))


def ask_reason(t: Texts) -> Screen:
    text = lines(t("🏅 <b>Why?</b>"), t("Type the reason. It is written down with your name."))
    return Screen(text, rows=(keys.cancel(t),))


def done(result: TierSet, t: Texts) -> Screen:
    text = lines(
        t("✅ <b>{tier} until {date}</b>", tier=tier_name(t, result.tier), date=t.date(result.until)),
        t("The member has been told."),
    )
    return Screen(text, rows=(keys.back(t, ShowMember(member=result.member_id)),))


def lifted(result: TierLifted, t: Texts) -> Screen:
    text = lines(
        t("✅ <b>{tier}, by their orders</b>", tier=tier_name(t, result.tier)),
        t("What was given by hand has ended."),
    )
    return Screen(text, rows=(keys.back(t, ShowMember(member=result.member_id)),))
