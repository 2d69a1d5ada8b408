"""The states of an order in words, for lists."""

from bot.i18n import N_, Texts
from db.enums import OrderState

STATES = {
    # NOTE: the state of an order, small letters, as the end of a line in a list.
    OrderState.PLACED: N_("being made"),
    OrderState.ACCEPTED: N_("with the courier"),
    OrderState.ON_THE_WAY: N_("on the way"),
    OrderState.DELIVERED: N_("delivered"),
    OrderState.CANCELLED: N_("cancelled"),
    OrderState.RETURNED: N_("returned"),
}


def state_name(t: Texts, state: OrderState) -> str:
    """What an order's member reads of its state, plain."""
    return t.plain(STATES[state])
