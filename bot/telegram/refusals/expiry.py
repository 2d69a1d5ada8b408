"""Refusals about points that end, last longer, or come back."""

from bot.i18n import N_
from bot.telegram.customer.callbacks import Points
from bot.telegram.refusals.wording import Refusal

REFUSALS = {
    "extension.off": Refusal(
        N_("The last day of points can't be put off any more."), button=N_("My points"), to=Points()
    ),
    "extension.nothing": Refusal(
        N_("None of your points end on that day any more."), button=N_("My points"), to=Points()
    ),
    "restore.gone": Refusal(
        N_("These points can't be brought back: they did not expire, or too long ago."),
        hint=N_("An adjustment by hand may help."),
    ),
    "restore.no_dialogue": Refusal(N_("Please choose the points once more.")),
}
