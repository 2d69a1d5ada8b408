"""Refusals about who an offer is for."""

from bot.i18n import N_
from bot.telegram.refusals.wording import Refusal

REFUSALS = {
    "segment.unknown_field": Refusal(N_("I don't understand one of these conditions. Please choose them anew.")),
    "segment.bad_value": Refusal(N_("That value can't be used in a condition. Please choose another one.")),
    "segment.too_large": Refusal(N_("That is more conditions than I can hold: at most {most}, please.")),
    "segment.too_many": Refusal(N_("At most {most} conditions fit here. Please take one away first.")),
    "segment.picker_gone": Refusal(N_("That choice is done or was cancelled. Please begin it again.")),
}
