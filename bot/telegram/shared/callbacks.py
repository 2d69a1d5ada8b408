"""Buttons that every audience has."""

from aiogram.filters.callback_data import CallbackData


class Go(CallbackData, prefix="go"):
    """To a place: "home" is where the person's role begins, "help" explains, "cancel" leaves a dialogue."""

    to: str


class OpenSale(CallbackData, prefix="sal"):
    """At the till, the next customer: who is it?"""


class Serve(CallbackData, prefix="slm"):
    """This member at the till: their vouchers, to be used here and now."""

    member: int


HOME = Go(to="home")
CANCEL = Go(to="cancel")
HELP = Go(to="help")


class Offers(CallbackData, prefix="off"):
    """What is on for the member who presses it."""


OFFERS = Offers()
