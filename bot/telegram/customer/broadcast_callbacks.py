"""What the buttons under a message from the shop carry."""

from aiogram.filters.callback_data import CallbackData


class Answer(CallbackData, prefix="an"):
    """A button of broadcast `broadcast`: what it does (`do` of bot/rules/broadcasts.py, or "not_going"), and how many
    `stars` of a rating. The message stays where it is."""

    broadcast: int
    do: str
    stars: int = 0


class Taken(CallbackData, prefix="ant"):
    """What standing rule `rule` brought is opened; `to` says where: "points" or "offers"."""

    rule: int
    to: str
