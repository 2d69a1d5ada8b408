"""Refusals about ordering the same again."""

from bot.i18n import N_
from bot.telegram.customer.repeat_callbacks import SameAgain
from bot.telegram.refusals.wording import Refusal

REFUSALS = {
    "repeat.no_order": Refusal(N_("No order of yours has come yet. The first one can be repeated.")),
    "repeat.another": Refusal(
        N_("You have ordered since. Please look at it once more."), button=N_("🔁 The same again"), to=SameAgain()
    ),
}
