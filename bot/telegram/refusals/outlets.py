"""Refusals about outlets."""

from bot.i18n import N_
from bot.telegram.admin.callbacks import ShowOutlets
from bot.telegram.admin.kitchen_callbacks import ShowKitchens
from bot.telegram.refusals.wording import Refusal

REFUSALS = {
    "outlet.unknown": Refusal(N_("There is no such outlet."), button=N_("All outlets"), to=ShowOutlets()),
    "kitchen.busy": Refusal(
        N_("The kitchen is not green: it needs no more orders now."), button=N_("👩‍🍳 Kitchens"), to=ShowKitchens()
    ),
    "outlet.bad_share": Refusal(N_("It has to be from 1 to 100 percent."), hint=N_("For example: 30.")),
    "outlet.address_too_long": Refusal(N_("That address is too long: at most {longest} characters, please.")),
}
