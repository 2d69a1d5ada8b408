"""A bot that only counts: its handlers leave a row for each message, so that repetitions can be seen."""

import asyncio
import itertools
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.types import CallbackQuery, Message
from sqlalchemy import func, select

from bot.clock import Clock, SystemClock
from bot.usecases import chats, notify
from bot.usecases.notify import Notice
from db.enums import MessageState
from db.models.messages import IncomingUpdate, OutgoingMessage
from db.session import Database

TOKEN = "42:sandbox"
EFFECT = "test.effect"
Json = dict[str, Any]
_ids = itertools.count(1)


def a_message(chat_id: int, text: str, *, update_id: int | None = None) -> Json:
    """What Telegram sends when a person writes *text*."""
    update_id = update_id or next(_ids)
    person = {"id": chat_id, "is_bot": False, "first_name": "Ann", "language_code": "en"}
    chat = {"id": chat_id, "type": "private", "first_name": "Ann"}
    message = {"message_id": update_id, "date": 1_800_000_000, "chat": chat, "from": person, "text": text}
    return {"update_id": update_id, "message": message}


def a_press(chat_id: int, data: str, *, update_id: int | None = None) -> Json:
    """What Telegram sends when a person presses a button under a message of the bot."""
    written = a_message(chat_id, "…", update_id=update_id)
    person = written["message"].pop("from")
    press = {"id": "1", "from": person, "chat_instance": "1", "data": data, "message": written["message"]}
    return {"update_id": written["update_id"], "callback_query": press}


def counting(db: Database, clock: Clock | None = None) -> Dispatcher:
    """Every text or press leaves one row; "read…" leaves none."""
    now = (clock or SystemClock()).now

    async def leave_a_row(event: Message | CallbackQuery) -> None:
        said = event.text if isinstance(event, Message) else event.data
        if said and not said.startswith("read") and event.from_user:
            await record(db, event.from_user.id, said, now())

    dispatcher = Dispatcher(disable_fsm=True)
    dispatcher.message.register(leave_a_row)
    dispatcher.callback_query.register(leave_a_row)
    return dispatcher


def answering(handler: Callable[[Message], Awaitable[None]]) -> Dispatcher:
    """A dispatcher with this one handler for messages."""
    dispatcher = Dispatcher(disable_fsm=True)
    dispatcher.message.register(handler)
    return dispatcher


async def record(db: Database, chat_id: int, said: str, at: datetime) -> None:
    """An effect nothing protects from happening twice."""
    async with db.begin() as session:
        await notify.tell(session, chat_id, Notice(EFFECT, {"said": said}), at=at)


async def effects(db: Database) -> Counter[tuple[int, str]]:
    """How often each (chat, text) had its effect."""
    async with db.read() as session:
        rows = await session.execute(
            select(OutgoingMessage.chat_id, OutgoingMessage.facts).where(OutgoingMessage.kind == EFFECT)
        )
        return Counter((row.chat_id, row.facts["said"]) for row in rows)


async def how_many(db: Database, state: MessageState | None = None) -> int:
    """How many messages there are in the outbox, or in one state."""
    counted = select(func.count()).select_from(OutgoingMessage)
    async with db.read() as session:
        return await session.scalar(counted.where(OutgoingMessage.state == state) if state else counted) or 0


async def messages(db: Database, kind: str | None = None) -> list[OutgoingMessage]:
    """The outbox, oldest first."""
    async with db.read() as session:
        found = select(OutgoingMessage).order_by(OutgoingMessage.id)
        return list(await session.scalars(found.where(OutgoingMessage.kind == kind) if kind else found))


async def inbox(db: Database) -> dict[int, IncomingUpdate]:
    """The inbox by number."""
    async with db.read() as session:
        return {row.update_id: row for row in await session.scalars(select(IncomingUpdate))}


async def until(holds: Callable[[], Awaitable[bool]], *, seconds: float = 20) -> None:
    """Returns once *holds*; fails when it does not in time."""
    async with asyncio.timeout(seconds):
        while not await holds():  # noqa: ASYNC110 - the other side is a database or a process: no event to wait for
            await asyncio.sleep(0.02)


def a_bot(url: str | None = None) -> Bot:
    """A bot of the server at *url*; without one it must not call anybody."""
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer

    session = AiohttpSession(api=TelegramAPIServer.from_base(url)) if url else AiohttpSession()
    return Bot(TOKEN, session=session)


async def knows(db: Database, chat_id: int, name: str, at: datetime, language: str | None = None) -> None:
    """The shop has met this person."""
    await chats.meet(db, chat_id, first_name=name, username=None, language=language, at=at)


async def plan(db: Database, chat_id: int, words: str, *, at: datetime, **how: Any) -> int:
    """A message in the outbox; returns its id."""
    notice = Notice("test.said", {"said": words, **how.pop("facts", {})}, **how)
    async with db.begin() as session:
        await notify.tell(session, chat_id, notice, at=at)
        return await session.scalar(select(func.max(OutgoingMessage.id))) or 0


async def states(db: Database) -> Counter[str]:
    """How many messages of the outbox are in each state."""
    return Counter(row.state.value for row in await messages(db))
