"""Refusals about people's own data."""

from bot.i18n import N_
from bot.telegram.refusals.wording import Refusal

REFUSALS = {
    "privacy.order_open": Refusal(
        # NOTE: {order} is a number.
        N_("Your order № {order} is still under way, and we need your address for it."),
        hint=N_("Once it is delivered or cancelled, you can erase everything."),
    ),
}
