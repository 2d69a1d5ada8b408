"""Refusals when goods come back."""

from bot.i18n import N_
from bot.telegram.refusals.wording import Refusal

REFUSALS = {
    "return.not_delivered": Refusal(
        N_("Order {order} has not been handed over. Please cancel it instead: nothing has to come back.")
    ),
    "return.not_theirs": Refusal(N_("That order is of another customer or another outlet. Please check the number.")),
    "return.too_much": Refusal(
        N_("That is more than is left of this order."), hint=N_("What came back before counts, too.")
    ),
    "return.no_such_item": Refusal(N_("There are not so many of “{name}” in this order (any more).")),
    "return.items_differ": Refusal(N_("These dishes come to another sum. Please check what is to come back.")),
    "return.nothing_left": Refusal(N_("All of this order came back already.")),
}
