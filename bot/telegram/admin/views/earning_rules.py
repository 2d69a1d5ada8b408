"""Earning rules: the list, one of them, and the one that is being written, condition by condition."""

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

from bot.i18n import N_, Texts, lines
from bot.rules.earning_rules import EarningRule
from bot.telegram.admin.callbacks import ShowProgram
from bot.telegram.admin.earning_callbacks import (
    EarningClear,
    EarningDo,
    EarningFlip,
    EarningGives,
    EarningPart,
    EarningSave,
    ShowDishes,
    ShowEarning,
)
from bot.telegram.screen import Button, Rows, Screen
from bot.telegram.shared import earning_words as words
from bot.telegram.shared import keys
from bot.telegram.shared.tiers import tier_name
from bot.usecases.outlets import OutletLine
from bot.usecases.program_changes import ProgramSeen
from db.enums import Channel, Tier

TIERS, CHANNELS = tuple(Tier), tuple(Channel)
GIVES = {
    "points": N_("➕ Points on top"),
    "rate": N_("💯 A larger share back"),
    "factor": N_("✖️ Points multiplied"),
}
VALUES = {
    "points": N_("How many points? From 1 to 1,000,000."),
    "rate": N_("How many percent more? From 0.01 to 100. Example: <i>2.5</i>"),
    "factor": N_("By how much? From 1 to 10. Example: <i>1.5</i>"),
}
PARTS = {
    # NOTE: buttons, each for one thing an earning rule may ask for.
    "least_minor": N_("Least sum"),
    "categories": N_("Categories"),
    "items": N_("Dishes"),
    "weekdays": N_("Weekdays"),
    "hours": N_("Hours"),
    "days": N_("From – to"),
    "outlets": N_("Outlets"),
    "tiers": N_("Levels"),
    "channels": N_("How it was ordered"),
}
QUESTIONS = {
    "name": N_("What is the rule called? Members see this name in their history."),
    "least_minor": N_("How much must the goods cost at least, after discounts? Example: <i>1500</i>"),
    "items": N_("Which dishes? Their names, one a line."),
    "hours": N_("From which hour to which? Example: <i>18–22</i>. It may pass midnight."),
    "days": N_("From which day to which? Example: <i>1.12.2026 – 31.12.2026</i>"),
    "priority": N_("Of rules that do not stack, the highest number wins. Which number, from 0 to 100?"),
}


@dataclass(frozen=True)
class Choices:
    """What can be chosen by a button: the shop's outlets and the categories of its dishes."""

    outlets: Sequence[OutletLine]
    categories: Sequence[str]
    currency: str

    def names(self) -> dict[int, str]:
        return {place.id: place.name for place in self.outlets}


def mark(name: str) -> int:
    """A category's name as a number for a button, which has no room for names."""
    return crc32(name.encode())


def listed(seen: ProgramSeen, choices: Choices, t: Texts) -> Screen:
    """Every rule with what it gives and asks for; below, the way to what earns nothing."""
    rules = seen.rules.program.earning_rules
    if not rules:
        return _none(seen, t)
    text = lines(
        t("⭐ <b>Earning rules</b>"),
        t("Every order earns {percent}. Besides:", percent=t.percent(seen.rules.program.earn_rate_bp)),
        "",
        *(_line(rule, choices, t) for rule in rules),
    )
    each = [Button(f"{_sign(rule)} {rule.name}", ShowEarning(rule=rule.id)) for rule in rules]
    return Screen(text, rows=(*keys.fitting(each), *_add(seen, t), keys.back(t, ShowProgram())))


def _none(seen: ProgramSeen, t: Texts) -> Screen:
    text = lines(
        t("⭐ <b>Earning rules</b>"),
        t("Every order earns {percent}, and nothing else yet.", percent=t.percent(seen.rules.program.earn_rate_bp)),
        t("A rule may give more at quiet hours, for a dish, for a large order, for the first one."),
    )
    return Screen(text, rows=(*_add(seen, t), keys.back(t, ShowProgram())))


def _add(seen: ProgramSeen, t: Texts) -> Rows:
    new = (Button(t.plain("➕ New rule"), EarningDo(do="add"), style="primary"),)
    return (new if seen.may_change else (), (Button(t.plain("🍱 Dishes and categories"), ShowDishes()),))


def _sign(rule: EarningRule) -> str:
    return "✅" if rule.on else "⏸"


def _line(rule: EarningRule, choices: Choices, t: Texts) -> str:
    what = words.shown(t, rule, choices.currency, choices.names())
    return t("{icon} <b>{name}</b>: {what}", icon=_sign(rule), name=rule.name, what=what)


def one(rule: EarningRule, choices: Choices, t: Texts, *, may_change: bool) -> Screen:
    """One rule, and what can be done about it."""
    text = lines(t("⭐ <b>{name}</b>", name=rule.name), *told(rule, choices, t))
    switch = Button(t.plain("⏸ Switch off"), EarningDo(do="off", rule=rule.id))
    if not rule.on:
        switch = Button(t.plain("▶️ Switch on"), EarningDo(do="on", rule=rule.id))
    edit = Button(t.plain("✏️ Change"), EarningDo(do="edit", rule=rule.id))
    remove = Button(t.plain("🗑 Remove"), EarningDo(do="remove", rule=rule.id), style="danger")
    acts: Rows = ((edit, switch), (remove,)) if may_change else ()
    return Screen(text, rows=(*acts, keys.back(t, ShowEarning())))


def told(rule: EarningRule, choices: Choices, t: Texts) -> list[str | None]:
    """What it gives, each thing it asks for, and how it goes with others."""
    asked = words.asks(t, rule, choices.currency, choices.names())
    return [
        t("<b>{what}</b>", what=words.gives(t, rule)),
        *(t("• {condition}", condition=each) for each in asked),
        None if asked else t("• every order"),
        t("It comes besides other rules.")
        if rule.stacks
        else t("It does not stack: of such rules only one counts. Priority {n}.", n=rule.priority),
        None if rule.on else t("⏸ It is switched off."),
    ]


def ask_gives(t: Texts) -> Screen:
    rows = tuple((Button(t.plain(said), EarningGives(gives=gives)),) for gives, said in GIVES.items())
    return Screen(lines(t("⭐ <b>New earning rule</b>"), t("What does it give?")), rows=(*rows, keys.cancel(t)))


def ask_value(gives: str, t: Texts) -> Screen:
    return Screen(lines(t("⭐ <b>Earning rule</b>"), t(VALUES[gives])), rows=(keys.cancel(t),))


def ask_name(t: Texts) -> Screen:
    question = QUESTIONS["name"]
    text = lines(t("⭐ <b>New earning rule</b>"), t(question))
    return Screen(text, rows=(keys.cancel(t),))


def draft(rule: EarningRule, choices: Choices, t: Texts) -> Screen:
    """The rule as it is so far; each condition is a button."""
    text = lines(
        t("✏️ <b>Earning rule: {name}</b>", name=rule.name),
        *told(rule, choices, t),
        "",
        t("Press what it should ask for, then save."),
    )
    parts = [Button(t.plain(said), EarningPart(part=part)) for part, said in PARTS.items()]
    first = _tick(t.plain("First order"), rule.first_order, EarningFlip(part="first_order"))
    stacks = _tick(t.plain("Stacks"), rule.stacks, EarningFlip(part="stacks"))
    priority = (Button(t.plain("Priority"), EarningPart(part="priority")),) if not rule.stacks else ()
    what = (Button(t.plain("Title"), EarningPart(part="name")), Button(t.plain("Value"), EarningPart(part="value")))
    save = (Button(t.plain("💾 Save"), EarningSave(), style="success"),)
    return Screen(text, rows=(save, what, *keys.in_rows(parts, 3), (first, stacks, *priority), keys.cancel(t)))


def _tick(label: str, on: bool, data: EarningFlip) -> Button:
    return Button(f"{'✅' if on else '▫️'} {label}", data)


def choose(rule: EarningRule, part: str, choices: Choices, t: Texts) -> Screen:
    """Several of a kind, each in or out."""
    rows = keys.in_rows(_options(rule, part, choices, t), 3 if part == "weekdays" else 2)
    text = lines(
        t("✏️ <b>Earning rule: {name}</b>", name=rule.name),
        t("Press each one that counts. None pressed: all of them count."),
        None if rows else t("There is nothing to choose from yet."),
    )
    return Screen(text, rows=(*rows, _to_draft(t)))


def _options(rule: EarningRule, part: str, choices: Choices, t: Texts) -> list[Button]:
    match part:
        case "weekdays":
            days = enumerate(words.WEEKDAYS)
            return [_tick(t.plain(said), day in rule.weekdays, EarningFlip(part=part, mark=day)) for day, said in days]
        case "outlets":
            places = choices.outlets
            return [_tick(at.name, at.id in rule.outlets, EarningFlip(part=part, mark=at.id)) for at in places]
        case "categories":
            known = sorted({*choices.categories, *rule.categories})
            return [_tick(one, one in rule.categories, EarningFlip(part=part, mark=mark(one))) for one in known]
        case "tiers":
            levels = enumerate(TIERS)
            return [_tick(tier_name(t, one), one in rule.tiers, EarningFlip(part=part, mark=n)) for n, one in levels]
        case "channels":
            ways = enumerate(CHANNELS)
            return [
                _tick(t.plain(words.CHANNELS[one]), one in rule.channels, EarningFlip(part=part, mark=n))
                for n, one in ways
            ]
    return []


def ask(rule: EarningRule, part: str, t: Texts) -> Screen:
    """A part that is typed."""
    text = lines(t("✏️ <b>Earning rule: {name}</b>", name=rule.name), t(QUESTIONS[part]))
    clear = (Button(t.plain("Ask for none"), EarningClear(part=part)),)
    return Screen(text, rows=(clear if part not in ("name", "priority") else (), _to_draft(t)))


def _to_draft(t: Texts) -> tuple[Button, ...]:
    return (Button(t.plain("‹ Back"), EarningPart(part="draft")), *keys.cancel(t))
