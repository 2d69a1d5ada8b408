"""Who is speaking: before every handler the actor, their language and dialogue; after it, the Screen is shown."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import CallbackQuery, Chat, Message, TelegramObject, Update, User

from bot.clock import Clock
from bot.i18n import Catalogue, Texts
from bot.rules.errors import RuleBroken
from bot.telegram import menus, refusals
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.presenter import Presenter
from bot.telegram.screen import Screen
from bot.telegram.tone import spoken
from bot.usecases import actor as actors
from bot.usecases import chats, program
from bot.usecases.errors import Refused
from db.session import Database, on_foot, riding

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class Who(BaseMiddleware):
    """Outermost on every update. Handlers may ask for actor, t, memory, rules, now, and what the Dispatcher got."""

    def __init__(self, db: Database, clock: Clock, catalogue: Catalogue) -> None:
        self._db = db
        self._clock = clock
        self._catalogue = catalogue
        self._rules = program.NOT_SET_UP

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        person: User | None = data.get("event_from_user")
        chat: Chat | None = data.get("event_chat")
        data["now"] = now = self._clock.now()
        if person is None or person.is_bot or not (_pays(event) or (chat is not None and chat.type == "private")):
            data["actor"], data["t"] = actors.Actor(0), self._catalogue.texts(person.language_code if person else None)
            data["memory"], data["rules"] = ChatMemory(0, None, {}), self._rules
            return await handler(event, data)
        actor = await self._known(person, isinstance(event, Update) and event.my_chat_member is not None)
        memory = ChatMemory(actor.chat_id, actor.step, actor.data)
        if actor.program_version != self._rules.version:
            self._rules = await program.current(self._db, now)
        t = spoken(self._catalogue.texts(actor.speaks), self._rules.program.tone)
        data |= {"actor": actor, "t": t, "memory": memory, "rules": self._rules}
        with riding(lambda session: memory.keep(session, now)):
            answer = await handler(event, data)
            if memory.moved:
                async with self._db.begin() as session:  # it moved without an effect: a unit of its own
                    await memory.keep(session, now)
        return answer

    async def _known(self, person: User, leaving: bool) -> actors.Actor:
        now = self._clock.now()
        actor = await actors.read(self._db, person.id, now)
        if actor.known and (actor.reachable or leaving):
            if not leaving and actor.seen_on != now.date():
                with on_foot():
                    await chats.seen(self._db, person.id, at=now)
            return actor
        with on_foot():  # meeting somebody is not yet what their update asks for
            await chats.meet(
                self._db,
                person.id,
                first_name=person.full_name,
                username=person.username,
                language=person.language_code,
                at=now,
            )
        return actor if actor.known else await actors.read(self._db, person.id, now)


class Shown(BaseMiddleware):
    """Around every handler of messages and presses: shows the Screen it returns, or a kind sentence of refusal."""

    def __init__(self, db: Database, presenter: Presenter) -> None:
        self._db = db
        self._presenter = presenter

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        try:
            answer = await handler(event, data)
        except (Refused, RuleBroken) as refusal:
            data["memory"].drop()
            answer = refusals.screen(refusal, data["t"], data["actor"], pressed=isinstance(event, CallbackQuery))
        if isinstance(answer, Screen) and isinstance(event, Message | CallbackQuery):
            await self._presenter.show(event, answer)
            await menus.refresh(self._presenter, self._db, *_spoken_now(data, answer.language))
        elif isinstance(event, CallbackQuery):
            await self._presenter.show(event, Screen())
        return answer


def _pays(event: TelegramObject) -> bool:
    """Somebody is about to pay: that names no chat, and is said in private."""
    return isinstance(event, Update) and event.pre_checkout_query is not None


def _spoken_now(data: dict[str, Any], chosen: str | None) -> tuple[actors.Actor, Texts]:
    """The person and their words; in the language they have *chosen* just now, if they did."""
    actor: actors.Actor = data["actor"]
    if chosen is None:
        return actor, data["t"]
    catalogue: Catalogue = data["catalogue"]
    return replace(actor, language=chosen), catalogue.texts(chosen)
