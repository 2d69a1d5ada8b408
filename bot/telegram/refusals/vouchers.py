"""Refusals about vouchers and gifts."""

from bot.i18n import N_
from bot.telegram.refusals.wording import Refusal

REFUSALS = {
    "voucher.unknown": Refusal(N_("There is no such voucher. Is the code complete?")),
    "voucher.not_theirs": Refusal(N_("This voucher belongs to somebody else.")),
    "voucher.used": Refusal(N_("This voucher was used on {at}. Each one works once.")),
    "voucher.reserved": Refusal(N_("This voucher belongs to order {order}. If that is cancelled, it comes back.")),
    "voucher.given": Refusal(N_("This voucher is on its way to a friend. It can be taken back first.")),
    "voucher.ended": Refusal(N_("This voucher isn't valid any more.")),
    "voucher.expired": Refusal(N_("This voucher could be used until {on}.")),
    "voucher.other_outlet": Refusal(N_("This voucher is for another outlet.")),
}
