"""Offers that come by themselves: what each rule does, and what it did."""

from collections.abc import Sequence

from bot.i18n import Html, Texts, lines
from bot.telegram.admin.callbacks import ShowAutomations, SwitchAutomation
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys
from bot.usecases.automations import AutomationLine
from bot.usecases.program import Rules
from db.enums import AutomationKind


def listed(found: Sequence[AutomationLine], rules: Rules, t: Texts) -> Screen:
    parts: list[Html | None] = [t("⏰ <b>Automatic offers</b>")]
    for line in found:
        parts += [None, _about(line, rules, t), _did(line, t)]
    switches = [_switch(line, t) for line in found]
    return Screen(lines(*_spaced(parts)), rows=(*keys.in_rows(switches, 1), keys.home(t)))


def _spaced(parts: Sequence[Html | None]) -> list[Html]:
    return [Html("") if part is None else part for part in parts]


def _about(line: AutomationLine, rules: Rules, t: Texts) -> Html:
    on = t("on") if line.enabled else t("off")
    program = rules.program
    if line.kind is AutomationKind.BIRTHDAY:
        # NOTE: {state} is "on" or "off".
        return t.plural(
            "🎂 <b>Birthday</b> ({state}): {points}, {n} day before the birthday, at {hour}:00.",
            "🎂 <b>Birthday</b> ({state}): {points}, {n} days before the birthday, at {hour}:00.",
            program.birthday_before_days,
            state=on,
            points=t.points(line.points),
            hour=program.birthday_hour,
        )
    # NOTE: {state} is "on" or "off".
    return t.plural(
        "💤 <b>“We miss you”</b> ({state}): {points} after {n} day without an order, at {hour}:00.",
        "💤 <b>“We miss you”</b> ({state}): {points} after {n} days without an order, at {hour}:00.",
        program.inactivity_days,
        state=on,
        points=t.points(line.points),
        hour=program.inactivity_hour,
    )


def _did(line: AutomationLine, t: Texts) -> Html:
    if not (line.fired or line.skipped or line.missed):
        return t("Nothing was due in the last 30 days.")
    skipped = sum(line.skipped.values())
    return t(
        "Last 30 days: {fired} given, {skipped} passed over (no consent, blocked, for comparison), {missed} missed.",
        fired=t.number(line.fired),
        skipped=t.number(skipped),
        missed=t.number(line.missed),
    )


def _switch(line: AutomationLine, t: Texts) -> Button:
    birthday = line.kind is AutomationKind.BIRTHDAY
    if line.enabled:
        label = t.plain("Switch birthday gifts off") if birthday else t.plain("Switch “We miss you” off")
    else:
        label = t.plain("Switch birthday gifts on") if birthday else t.plain("Switch “We miss you” on")
    return Button(label, SwitchAutomation(automation=line.id, on=int(not line.enabled)))


def nothing(t: Texts) -> Screen:
    text = lines(
        t("⏰ <b>Automatic offers</b>"),
        t("They begin when the shop is set up. Send /start to go on with that."),
    )
    return Screen(text, rows=((Button(t.plain("Look again"), ShowAutomations()),), keys.home(t)))
