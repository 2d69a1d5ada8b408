"""Refusals about dishes that are left over."""

from bot.i18n import N_
from bot.telegram.admin.surplus_callbacks import ShowSurplus
from bot.telegram.refusals.wording import Refusal

REFUSALS = {
    "surplus.unreadable": Refusal(
        N_("I did not understand that. Say how many, of what, and until when: 12 Philadelphia till 21:00 -30%")
    ),
    "surplus.pieces": Refusal(N_("From 1 to {most} portions, please.")),
    "surplus.dish": Refusal(
        N_("The name of the dish has to be shorter than {most} letters, without signs like braces.")
    ),
    "surplus.share": Refusal(N_("From {least} to {most} per cent, please, such as -30%.")),
    "surplus.over": Refusal(N_("That hour of today has passed. Until when is it really?")),
    "surplus.gone": Refusal(
        N_("That was answered already. Please tell it anew."), button=N_("🍱 Left over"), to=ShowSurplus()
    ),
}
