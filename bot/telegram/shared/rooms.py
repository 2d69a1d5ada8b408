"""A room: routers that only people of certain roles enter, asked once at its door."""

from collections.abc import Iterable

from aiogram import Router

from bot.telegram.filters import Is
from db.enums import Role


def room(name: str, roles: Iterable[Role], routers: Iterable[Router]) -> Router:
    """One router around *routers*; what an act needs is checked again in its use-case."""
    door = Router(name=name)
    door.message.filter(Is(*roles))
    door.callback_query.filter(Is(*roles))
    door.include_routers(*routers)
    return door
