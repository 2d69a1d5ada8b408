"""Refusals about who may do what, and the one for what nobody foresaw."""

from bot.i18n import N_
from bot.telegram.customer.callbacks import JoinConsent
from bot.telegram.refusals.wording import Refusal
from bot.telegram.shared.callbacks import HOME

UNEXPECTED = Refusal(
    N_("That didn't work, and nothing has changed. Please try once more."),
    button=N_("Home"),
    to=HOME,
)

REFUSALS = {
    "access.denied": Refusal(
        N_("This is for the shop's staff, and your role doesn't include it."),
        hint=N_("If it should, please ask the owner."),
    ),
    "member.needed": Refusal(
        N_("First join the programme: it takes half a minute."), button=N_("Get my card"), to=JoinConsent()
    ),
}
