"""Refusals when the desk works with orders, and about sums and times as people type them."""

from bot.i18n import N_
from bot.telegram.admin.order_callbacks import ListOrders
from bot.telegram.refusals.wording import Refusal

_ANOTHER_SUM = N_("For example: 1240 or 12.50.")
_ANOTHER_DISH = N_("For example: 2 Philadelphia 760. The sum is of the whole line.")
_ANOTHER_TIME = N_("For example: 18:30, or 45 for “in 45 minutes”.")


def _to_orders(sentence: str, hint: str | None = None) -> Refusal:
    return Refusal(sentence, hint, N_("All orders"), ListOrders())


REFUSALS = {
    "order.unknown": Refusal(N_("There is no such order (any more).")),
    "order.already_delivered": Refusal(
        N_("Order {order} is delivered already. What was handed over is not cancelled: that would be a return.")
    ),
    "order.already_cancelled": Refusal(N_("Order {order} was cancelled.")),
    "order.member_unknown": _to_orders(N_("There is no such member (any more), so the order wasn't placed.")),
    "order.own_order": _to_orders(
        N_("This is your own member account. Please let a colleague do this."),
        hint=N_("Nobody on the staff gives points to themselves."),
    ),
    "order.no_such_courier": _to_orders(N_("That courier doesn't work here any more. Please choose another one.")),
    "order.own_courier": _to_orders(N_("A courier can't deliver their own order. Please choose another one.")),
    "order.bad_sum": _to_orders(N_("These sums don't make an order. Please enter it once more.")),
    "order.shop_not_ready": Refusal(N_("The shop needs its name and currency first. Send /start to begin.")),
    "order.draft_gone": _to_orders(N_("That order is placed or was cancelled. Please begin a new one.")),
    "order.items_exceed": Refusal(N_("These dishes cost more than the whole order. Please check the sums.")),
    "order.voucher_needs_more": Refusal(
        N_("The order is too small for this voucher. Please choose another one, or none.")
    ),
    "order.voucher_needs_delivery": Refusal(
        N_("This voucher makes the delivery free, and here the delivery costs nothing. Please choose another.")
    ),
    "dish.unreadable": Refusal(N_("I can't read “{line}”."), hint=_ANOTHER_DISH),
    "dish.too_many": Refusal(N_("That is too much at once: at most {most} lines, please.")),
    "dish.too_long": Refusal(N_("“{line}…” is too long for a dish."), hint=_ANOTHER_DISH),
    "dish.category": Refusal(N_("I can't use that as a category: a short name with letters, please.")),
    "dish.category_gone": Refusal(N_("There is no such category any more. Please look at the dishes again.")),
    "dish.unknown": Refusal(N_("There is no such dish (any more).")),
    "amount.not_a_number": Refusal(N_("I can't read that as a sum."), hint=_ANOTHER_SUM),
    "amount.not_whole": Refusal(N_("I can't read that as a number. Please write it in digits, such as 20.")),
    "amount.negative": Refusal(N_("It has to be more than zero.")),
    "amount.zero": Refusal(N_("It has to be more than zero.")),
    "amount.too_large": Refusal(N_("That is more than I can count.")),
    "amount.too_fine": Refusal(N_("There are too many digits after the point: at most {decimals}."), hint=_ANOTHER_SUM),
    "time.not_a_time": Refusal(N_("I can't read that as a time."), hint=_ANOTHER_TIME),
    "time.too_far": Refusal(N_("That is too far ahead."), hint=_ANOTHER_TIME),
}
