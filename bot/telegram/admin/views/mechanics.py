"""The parts of the programme, each with its switch."""

from bot.i18n import Texts, lines
from bot.rules.mechanics import MECHANICS, on
from bot.telegram.admin.callbacks import ShowAutomations, ShowProgram
from bot.telegram.admin.planning_callbacks import SwitchMechanic
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys
from bot.telegram.shared.program_numbers import MECHANICS as NAMES
from bot.usecases.program import Rules


def mechanics(rules: Rules, t: Texts) -> Screen:
    text = lines(
        t("🧩 <b>Parts of the programme</b>"),
        t("✅ on · ➖ off. What members hold already stays good when a part is off."),
        t("Birthday gifts and other messages have switches of their own under “Automatic offers”."),
    )
    switches = [
        Button(("✅ " if on(rules.program, name) else "➖ ") + t.plain(NAMES[name]), SwitchMechanic(name=name))
        for name in MECHANICS
    ]
    offers = (Button(t.plain("⏰ Automatic offers"), ShowAutomations()),)
    return Screen(text, rows=(*keys.in_rows(switches, 1), offers, keys.back(t, ShowProgram())))
