"""Refusals about levels given by hand."""

from bot.i18n import N_
from bot.telegram.refusals.wording import Refusal

REFUSALS = {
    "tier.own": Refusal(N_("Nobody sets their own level."), hint=N_("Please ask a colleague.")),
    "tier.not_there": Refusal(N_("The programme has no such level.")),
    "tier.too_far": Refusal(N_("That is too far away: five years at most.")),
    "tier.earned_already": Refusal(N_("Their orders bring that level, or a higher one, by themselves.")),
    "tier.not_by_hand": Refusal(N_("No level was given by hand here.")),
    "tier.gone": Refusal(N_("That choice is over. Please open the member once more.")),
    "date.past": Refusal(N_("That day has passed already. Please name one to come.")),
}
