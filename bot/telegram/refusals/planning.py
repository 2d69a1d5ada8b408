"""Refusals about holidays, proposals, and parts of the programme that are off."""

from bot.i18n import N_
from bot.telegram.admin.cadence_callbacks import ShowCadence
from bot.telegram.admin.planning_callbacks import ShowHolidays
from bot.telegram.refusals.wording import Refusal
from bot.telegram.shared.callbacks import HOME

REFUSALS = {
    "cadence.running": Refusal(
        N_("A test of how often to write is under way already."),
        button=N_("Look at it"),
        to=ShowCadence(),
    ),
    "cadence.out_of_range": Refusal(
        N_("This can't be tried: members were promised less."), button=N_("Choose again"), to=ShowCadence()
    ),
    "holiday.unknown": Refusal(
        N_("I don't know of that holiday (any more)."), button=N_("All holidays"), to=ShowHolidays()
    ),
    "holiday.over": Refusal(
        N_("That day has come: a greeting would be late."), button=N_("All holidays"), to=ShowHolidays()
    ),
    "digest.unknown": Refusal(N_("That proposal is out of date."), button=N_("Home"), to=HOME),
    "mechanic.off": Refusal(
        N_("We don't have that just now. What you already hold stays good."), button=N_("Home"), to=HOME
    ),
}
