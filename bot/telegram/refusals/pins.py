"""Refusals about a member's own PIN."""

from bot.i18n import N_
from bot.telegram.refusals.wording import Refusal

REFUSALS = {
    "pin.not_digits": Refusal(N_("A PIN has four to six digits.")),
    "pin.too_easy": Refusal(N_("That PIN would be guessed first. Please take another one.")),
    "spending.pin_needed": Refusal(N_("So many points need your PIN.")),
    "spending.pin_in_chat": Refusal(N_("So many points need the member's own PIN. Please ask in their chat.")),
    "spending.pin_wrong": Refusal(N_("That isn't your PIN. Tries left: {left}")),
    # NOTE: {wait} is like "1 hour" or "35 minutes".
    "spending.pin_locked": Refusal(N_("Your PIN is locked for {wait}. Fewer points can be paid without it.")),
}
