"""Filters that decide without leaving the event loop (a plain function as a filter would cost a thread hop each)."""

from typing import Any

from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from bot.rules import deep_links
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.shared.callbacks import Go
from bot.usecases.actor import Actor
from db.enums import Role


class Is(Filter):
    """The person has one of these roles."""

    def __init__(self, *roles: Role) -> None:
        self._roles = frozenset(roles)

    async def __call__(self, event: Any, actor: Actor) -> bool:
        return actor.role in self._roles


class IsMember(Filter):
    """The person has joined."""

    async def __call__(self, event: Any, actor: Actor) -> bool:
        return actor.member_id is not None


class At(Filter):
    """The dialogue waits at one of these steps, and this message is an answer to it, not a command."""

    def __init__(self, *steps: str) -> None:
        self._steps = frozenset(steps)

    async def __call__(self, event: Message, memory: ChatMemory) -> bool:
        return memory.step in self._steps and not (event.text or "").startswith("/")


class Has(Filter):
    """The message carries this kind of content: "text", "photo", "contact", "document"."""

    def __init__(self, *kinds: str) -> None:
        self._kinds = frozenset(kinds)

    async def __call__(self, event: Message) -> bool:
        return str(event.content_type) in self._kinds or any(getattr(event, kind, None) for kind in self._kinds)


class AnyPress(Filter):
    """Every press of a button that nobody else knew."""

    async def __call__(self, event: CallbackQuery) -> bool:
        return True


class IsGuest(Filter):
    """A person in a private chat who has not joined."""

    async def __call__(self, event: Any, actor: Actor) -> bool:
        return actor.chat_id != 0 and actor.member_id is None


class Goes(Filter):
    """The button leads to this place: `Goes(HOME)`."""

    def __init__(self, to: Go) -> None:
        self._data = to.pack()

    async def __call__(self, event: CallbackQuery) -> bool:
        return event.data == self._data


class Opens(Filter):
    """A /start with a link of one of these kinds ("none": without any); the handler gets `link`."""

    def __init__(self, *kinds: str) -> None:
        self._kinds = frozenset(kinds)

    async def __call__(self, event: Message) -> bool | dict[str, Any]:
        command, _, payload = (event.text or "").partition(" ")
        link = deep_links.parse(payload.strip())
        return command.split("@")[0] == "/start" and link.kind in self._kinds and {"link": link}


class Idle(Filter):
    """No dialogue waits for an answer."""

    async def __call__(self, event: Any, memory: ChatMemory) -> bool:
        return memory.step is None


class Words(Filter):
    """Text that is no command."""

    async def __call__(self, event: Message) -> bool:
        return bool(event.text) and not (event.text or "").startswith("/")


class AnyCommand(Filter):
    """Every message that looks like a command."""

    async def __call__(self, event: Message) -> bool:
        return (event.text or "").startswith("/")
