"""My level: the way as a picture, what it brings, what the next one brings, how long it stays, how it came about."""

from bot.i18n import N_, Html, Texts, lines
from bot.rules.program import Program, TierRule
from bot.rules.stamps import card
from bot.rules.timing import local_date
from bot.telegram.customer.callbacks import Offers, Points, RulesInShort
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys, perks
from bot.telegram.shared.program_numbers import shown
from bot.telegram.shared.tiers import tier_name
from bot.usecases.my_tier import ChangeLine, MyTier
from bot.usecases.program import Rules

WHY = {
    # NOTE: why a member's level changed, after the date and the level: "21 November: Gold, by your orders"
    "spend": N_("{date}: {tier}, by your orders"),
    "by_hand": N_("{date}: {tier}, from the shop"),
    "hand_ended": N_("{date}: {tier}, the time given by the shop was over"),
    "too_little": N_("{date}: {tier}, there were fewer orders in the time that counts"),
    "import": N_("{date}: {tier}, brought along from the old card"),
    "return": N_("{date}: {tier}, an order was returned"),
}


def tier(view: MyTier, t: Texts, rules: Rules) -> Screen:
    name, program = tier_name(t, view.now.tier), rules.program
    text = lines(
        t("🏅 <b>My level: {tier}</b>", tier=name),
        *_how_long(view, name, t, rules),
        "",
        *(perks.perks(view.now, program, t) or [_plain(t)]),
        *_next(view, t, rules),
        *_growing(view, t, program),
        *_history(view, t, rules),
    )
    rows = ((Button(t.plain("💰 My points"), Points()), Button(t.plain("✨ What's on"), Offers())), keys.home(t))
    return Screen(text, rows, picture=perks.way_picture(program, view.now.tier, view.spent_minor, t))


def _growing(view: MyTier, t: Texts, program: Program) -> list[Html | str]:
    told = [perks.discount(view.discount, program.currency, t), perks.stamps(view.stamps, t)]
    return ["", *(one for one in told if one)] if any(told) else []


def all_tiers(t: Texts, rules: Rules) -> Screen:
    """Every level with what it brings, and what else grows with the orders."""
    program = rules.program
    text = lines(
        t("🏅 <b>What levels bring</b>"),
        *(line for rule in program.tiers for line in _brings(rule, t, program)),
        *_besides(t, program),
    )
    return Screen(text, rows=(keys.back(t, RulesInShort()),))


def _brings(rule: TierRule, t: Texts, program: Program) -> list[Html | str]:
    told = perks.perks(rule, program, t) or [_plain(t)]
    gift = [t("🎁 {points} as a gift", points=t.points(rule.gift_points))] if rule.gift_points else []
    name = tier_name(t, rule.tier)
    if not rule.from_minor:
        return ["", t("<b>{tier}</b>", tier=name), *told]
    # NOTE: "Silver, from 15 000 ₽": a level and what has to be spent for it.
    title = t("<b>{tier}</b>, from {money}", tier=name, money=t.money(rule.from_minor, program.currency))
    return ["", title, *told, *gift]


def _besides(t: Texts, program: Program) -> list[Html | str]:
    told: list[Html | str] = []
    if card(0, program):
        every = t.plural("🔖 A gift with every {n} order", "🔖 A gift with every {n} orders", program.stamp_every)
        told += ["", every]
    if program.discount_steps:
        steps = [(step.from_minor, step.discount_bp) for step in program.discount_steps]
        # NOTE: {steps} is like "from 10 000 ₽: 3 %; from 30 000 ₽: 5 %".
        shown_steps = shown(t, "discount_steps", steps, program.currency)
        told += ["", t("🏷 A discount that grows with what you spend: {steps}", steps=shown_steps)]
    return told


def _plain(t: Texts) -> Html:
    """The first level brings nothing besides the points."""
    return t("⭐ Every order brings points.")


def _how_long(view: MyTier, name: str, t: Texts, rules: Rules) -> list[Html]:
    program = rules.program
    if view.until:
        return [t("A gift of the shop, yours until {date}.", date=t.date(view.until))]
    if view.drops_on:
        missing, day = t.money(view.keeps_minor, program.currency), t.date(view.drops_on)
        return [t("{money} more before {date}, and you keep {tier}.", money=missing, date=day, tier=name)]
    spent = t.money(view.spent_minor, program.currency)
    # NOTE: {money} is what the member spent in the last {n} days.
    return [
        t.plural("{money} in the last {n} day", "{money} in the last {n} days", program.tier_window_days, money=spent)
    ]


def _next(view: MyTier, t: Texts, rules: Rules) -> list[Html | str]:
    if view.next is None:
        return []
    missing = t.money(view.way.missing_minor, rules.program.currency)
    brings = perks.perks(view.next, rules.program, t)
    gift = t("🎁 {points} as a gift", points=t.points(view.next.gift_points)) if view.next.gift_points else None
    told = t("<b>{money} more, and you are {next}:</b>", money=missing, next=tier_name(t, view.next.tier))
    return ["", told, *brings, *([gift] if gift else [])]


def _history(view: MyTier, t: Texts, rules: Rules) -> list[Html | str]:
    return ["", *(_change(one, t, rules) for one in view.changes)] if view.changes else []


def _change(one: ChangeLine, t: Texts, rules: Rules) -> Html:
    known = WHY.get(one.why, WHY["spend"])
    return t(known, date=t.date(local_date(one.at, rules.zone)), tier=tier_name(t, one.new))
