"""Refusals at the door."""

from bot.i18n import N_
from bot.telegram.courier.callbacks import ShowDeliveries
from bot.telegram.refusals.wording import Refusal


def _to_list(sentence: str, hint: str | None = None) -> Refusal:
    return Refusal(sentence, hint, N_("🛵 My deliveries"), ShowDeliveries())


REFUSALS = {
    "delivery.not_yours": _to_list(N_("This order isn't yours (any more).")),
    "delivery.accept_first": _to_list(N_("Order {order} has to be accepted first.")),
    "delivery.code_unreadable": _to_list(N_("The code is four digits, for example 4821.")),
    "delivery.wrong_code": _to_list(
        # NOTE: {left} is how often one may still try.
        N_("That is not the code of this order. Tries left: {left}."),
        hint=N_("Ask the customer to read it out once more: it is in their chat with the shop."),
    ),
    "delivery.locked": _to_list(
        N_("The code was wrong too often, so order {order} is locked. The shop has been asked and will answer.")
    ),
    "delivery.undo_too_late": _to_list(N_("It is too late to undo that. The shop can help.")),
}
