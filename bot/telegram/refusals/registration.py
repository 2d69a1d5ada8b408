"""Refusals on the way to a card."""

from bot.i18n import N_
from bot.telegram.customer.callbacks import JoinConsent, JoinPhone
from bot.telegram.refusals.wording import Refusal
from bot.telegram.shared.callbacks import HELP

REFUSALS = {
    "contact.not_own": Refusal(
        N_("A card needs your own number, and that contact is somebody else's, or can't be proved to be yours."),
        hint=N_("Please share yours by the button below the message field."),
        button=N_("📱 Share my phone"),
        to=JoinPhone(),
    ),
    "registration.phone_known": Refusal(
        N_("This number already has a card here, under another Telegram account."),
        hint=N_("Open that account, or ask at the shop to move the card to this one: we never do it unasked."),
        button=N_("💬 Help"),
        to=HELP,
    ),
    "registration.consent_first": Refusal(
        N_("Before we keep your number, please read what for, and agree."),
        button=N_("Read and agree"),
        to=JoinConsent(),
    ),
    "program.not_set_up": Refusal(N_("The shop is still getting ready. Please look in again soon.")),
    "phone.unreadable": Refusal(
        N_("I can't read this as a phone number."), hint=N_("Digits with the country's code are best: +48 600 100 200.")
    ),
    "phone.no_country": Refusal(
        N_("I can't tell which country this number is from."), hint=N_("Please write it with + and the country's code.")
    ),
    "phone.wrong": Refusal(N_("There is no such phone number."), hint=N_("Perhaps a digit is missing or too many?")),
}
