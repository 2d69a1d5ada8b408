"""Refusals about vouchers and gifts."""

from bot.i18n import N_
from bot.telegram.refusals.wording import Refusal

_ANOTHER = N_("Please type a smaller number.")

REFUSALS = {
    "voucher.unknown": Refusal(N_("There is no such voucher. Is the code complete?")),
    "voucher.not_theirs": Refusal(N_("This voucher belongs to somebody else.")),
    "voucher.used": Refusal(N_("This voucher was used on {at}. Each one works once.")),
    "voucher.reserved": Refusal(N_("This voucher belongs to order {order}. If that is cancelled, it comes back.")),
    "voucher.given": Refusal(N_("This voucher is on its way to a friend. It can be taken back first.")),
    "voucher.ended": Refusal(N_("This voucher isn't valid any more.")),
    "voucher.expired": Refusal(N_("This voucher could be used until {on}.")),
    "voucher.other_outlet": Refusal(N_("This voucher is for another outlet.")),
    "voucher.own": Refusal(N_("This is your own voucher. Please let a colleague serve you.")),
    "voucher.with_order": Refusal(N_("This voucher works with an order: it is named when the order is entered.")),
    "sale.undo_too_late": Refusal(N_("It is too late to take that back. The desk can still help the customer.")),
    "sale.gone": Refusal(N_("Nobody is being served. Please find the member first.")),
    "gift.unknown": Refusal(N_("There is no such gift. Is the link complete?")),
    "gift.own": Refusal(N_("This gift is from you: send the link to a friend.")),
    "gift.taken": Refusal(N_("Somebody has already taken this gift.")),
    "gift.over": Refusal(N_("This gift is no longer on its way: it has gone back to whoever gave it.")),
    "gift.first_order": Refusal(N_("You can give presents after your first delivered order.")),
    "gift.bound": Refusal(N_("This voucher came by a promo code, and is for you alone.")),
    "gift.points_off": Refusal(N_("Points can't be given away here.")),
    "gift.too_many": Refusal(N_("One gift has {most} points at most."), hint=_ANOTHER),
    "gift.monthly": Refusal(N_("Within 30 days you can still give {left} points."), hint=_ANOTHER),
    "gift.not_enough": Refusal(N_("You have {available} to give."), hint=_ANOTHER),
    "gift.draft_gone": Refusal(N_("That gift was given, or you left it. Please begin a new one.")),
}
