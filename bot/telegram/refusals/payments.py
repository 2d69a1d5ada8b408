"""Refusals about paying in chat and gift certificates."""

from bot.i18n import N_
from bot.telegram.refusals.wording import Refusal

_ANOTHER = N_("Please type another sum.")

REFUSALS = {
    "payment.off": Refusal(N_("Paying in chat doesn't work here just now. An order can be paid when it comes.")),
    "payment.nothing_due": Refusal(N_("There is nothing left to pay for order {order}.")),
    "payment.unknown": Refusal(N_("I can't find this payment. Nothing was charged.")),
    "payment.not_yours": Refusal(N_("Only whoever got this invoice can pay it. Nothing was charged.")),
    "payment.paid": Refusal(N_("This is paid already. Nothing was charged again.")),
    "payment.over": Refusal(N_("This invoice is over. Please open a new one. Nothing was charged.")),
    "payment.sum_changed": Refusal(N_("The sum has changed. Please open a new invoice. Nothing was charged.")),
    "payment.nothing_back": Refusal(
        N_("There is nothing to pay back."),
        hint=N_("An order is cancelled or returned first; a certificate must be unused and with whoever bought it."),
    ),
    "payment.own": Refusal(N_("This is your own payment. Please let a colleague pay it back.")),
    "payment.telegram_refuses": Refusal(N_("Telegram doesn't give these Stars back. Are there enough in the bot?")),
    "certificate.none_sold": Refusal(
        N_("No gift certificates are sold here just now."),
        hint=N_("The owner sets the smallest one under “The programme”."),
    ),
    # NOTE: {money} is a sum with its currency.
    "certificate.too_small": Refusal(N_("The smallest certificate is {money}."), hint=_ANOTHER),
    "certificate.too_large": Refusal(N_("The largest certificate is {money}."), hint=_ANOTHER),
    "certificate.no_stars": Refusal(N_("This sum can't be paid with Stars."), hint=_ANOTHER),
    "certificate.own": Refusal(N_("This is your own card. Nobody gives themselves presents here.")),
    "certificate.draft_gone": Refusal(N_("That certificate was given, or you left it. Please begin a new one.")),
    "certificate.with_sum": Refusal(
        N_("A gift certificate pays a part of a sale: enter the sum first, then choose the certificate.")
    ),
    "certificate.rest_used": Refusal(N_("What was left of the certificate has been used meanwhile.")),
}
