"""Refusals about invitations under review."""

from bot.i18n import N_
from bot.telegram.admin.callbacks import ShowReviews
from bot.telegram.refusals.wording import Refusal

REFUSALS = {
    "referral.unknown": Refusal(N_("There is no such invitation.")),
    "referral.decided": Refusal(
        N_("A colleague has decided about this invitation already."),
        button=N_("What else to look at"),
        to=ShowReviews(),
    ),
    "referral.own": Refusal(N_("You are one of the two. Please let a colleague decide.")),
}
