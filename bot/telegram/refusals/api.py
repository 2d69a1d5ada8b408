"""Refusals that are met by programs before people: requests over HTTP, and the keys they come with."""

from bot.i18n import N_
from bot.telegram.refusals.wording import Refusal

REFUSALS = {
    "api.busy": Refusal(N_("The shop is busy or just starting. Please try again in a moment.")),
    "api.currency": Refusal(N_("This programme counts in {currency}.")),
    "api.invalid": Refusal(N_("Something in this request is not as it should be.")),
    "api.key_missing": Refusal(N_("This needs the header Idempotency-Key.")),
    "api.no_key": Refusal(N_("No key, or none that opens anything here.")),
    "api.not_done": Refusal(N_("That can't be done with this.")),
    "api.not_here": Refusal(N_("There is nothing here.")),
    "api.too_large": Refusal(N_("This request is too large.")),
    "api.too_slow": Refusal(N_("This request took too long to arrive.")),
    "api.too_many": Refusal(N_("Too many requests. Please wait a little.")),
    "command.forgotten": Refusal(N_("This was done more than 30 days ago; what was answered then isn't kept.")),
    "command.key_reused": Refusal(N_("This Idempotency-Key stands for another request.")),
    "consent.from_the_future": Refusal(N_("Nobody can have agreed to this yet: that moment is still to come.")),
    "event.from_the_future": Refusal(N_("This hasn't happened yet: that moment is still to come.")),
    "event.too_many": Refusal(N_("At most {most} events at once, please.")),
    "key.needs_partner": Refusal(N_("A partner's key needs its partner, and only a partner's key does.")),
    "key.unknown": Refusal(N_("There is no such key.")),
    "outlet.not_yours": Refusal(N_("This key belongs to another outlet.")),
}
