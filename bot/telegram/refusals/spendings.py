"""Refusals when points are to pay, and about the bills they pay."""

from bot.i18n import N_
from bot.telegram.refusals.wording import Refusal

_FRESH = N_("The customer opens their card in the chat and shows what is on it now.")

REFUSALS = {
    "spend.debt": Refusal(N_("There is a debt of points: the next points repay it first.")),
    # NOTE: {points} is "50 points", the smallest number that can pay.
    "spend.too_few_available": Refusal(N_("There are too few points for that.")),
    "spend.order_too_small": Refusal(N_("The bill is too small: points pay only a part of it.")),
    "spend.below_minimum": Refusal(N_("The smallest amount that can pay is {points}.")),
    "spend.not_here": Refusal(N_("Points can't pay here.")),
    "spending.unknown": Refusal(N_("These points were asked for somewhere else, or never.")),
    "spending.no_chat": Refusal(
        N_("They can't be asked in their chat. A fresh code from their card works."), hint=_FRESH
    ),
    "spending.not_agreed": Refusal(N_("The customer hasn't said yes yet.")),
    "spending.too_late": Refusal(N_("It took too long: the question is over. The till can ask again.")),
    "spending.ended": Refusal(N_("These points are not set aside any more.")),
    "spending.in_use": Refusal(
        N_("These points belong to a bill already. If that is taken back, they come back, too.")
    ),
    # NOTE: {points} is "300 points".
    "spending.too_many": Refusal(N_("Only {points} are set aside.")),
    "spending.code_unreadable": Refusal(N_("A code has six digits. The QR of the card works as well."), hint=_FRESH),
    "spending.code_wrong": Refusal(N_("That code isn't right. Please look again."), hint=_FRESH),
    "spending.code_old": Refusal(N_("That code is older than 90 seconds."), hint=_FRESH),
    "spending.code_used": Refusal(N_("That code was used. Half a minute later the card shows another."), hint=_FRESH),
    "spending.code_printed": Refusal(N_("A printed card finds the customer, but it can't pay."), hint=_FRESH),
    "spending.code_other": Refusal(N_("That is somebody else's card.")),
    "spending.code_wait": Refusal(
        N_("Too many wrong codes: for an hour, only the customer's own yes in their chat takes points.")
    ),
    "sale.too_old": Refusal(N_("This sale is more than a day old. The desk can enter it.")),
    "sale.from_the_future": Refusal(N_("This sale is ahead of our clock. Please set the till's clock.")),
    "slip.differs": Refusal(N_("A slip with this number is there, and it says something else.")),
    "slip.needs_outlet": Refusal(N_("A slip's number counts at an outlet: please say at which.")),
    "quote.unknown": Refusal(N_("There is no such quote.")),
    "quote.expired": Refusal(N_("That quote is over. Please ask for a new one.")),
    "quote.used": Refusal(N_("That quote has become an order.")),
    "quote.differs": Refusal(N_("This isn't the bill that the quote was made for.")),
}
