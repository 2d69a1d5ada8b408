"""A sender at work between the database and a real Bot API server."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.clock import MovableClock
from bot.i18n import Catalogue
from bot.sender.delivery import Means
from bot.sender.gate import Gate
from bot.sender.pace import Pace
from bot.sender.worker import Sender
from bot.telegram import notices
from bot.telegram.notices import Reader
from bot.telegram.presenter import Presenter
from bot.telegram.screen import Screen
from bot.usecases import outbox, staff
from db.enums import BroadcastState, Lane, MessageState
from db.models.broadcasts import Broadcast
from db.models.messages import OutgoingMessage
from db.models.staff import Staff
from db.session import Database
from tests.support import shop
from tests.support.telegram import FakeTelegram

CATALOGUE = Catalogue.load()
OLGA = 1
Working = Callable[..., AbstractAsyncContextManager[Sender]]


def said(reader: Reader, facts: Mapping[str, Any]) -> Screen:
    return Screen(reader.t.plain("Home") + ": " + str(facts["said"]) if facts.get("worded") else str(facts["said"]))


def broken(reader: Reader, facts: Mapping[str, Any]) -> Screen:
    raise KeyError("a fact that is not there")


@pytest.fixture(autouse=True)
def wordings(monkeypatch: pytest.MonkeyPatch) -> None:
    """The kinds these tests speak in."""
    monkeypatch.setitem(notices.WORDINGS, "test.said", said)
    monkeypatch.setitem(notices.WORDINGS, "test.broken", broken)


@pytest.fixture
async def tg() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram(strict=False) as telegram:
        yield telegram


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def working(db: Database, tg: FakeTelegram, clock: MovableClock) -> Working:
    @asynccontextmanager
    async def at_work(*, rate: float = 1000, url: str | None = None, owner: str = "this run", **how: Any) -> Any:
        async with shop.a_bot(url or tg.url) as bot:
            gate = Gate(Pace(rate))
            bot.session.middleware(gate)
            means = Means(db, clock, Presenter(bot), CATALOGUE, gate)
            sender = Sender(means, owner=owner, **how)
            clock.on_move(sender.wake)
            running = asyncio.create_task(sender.run())
            try:
                yield sender
            finally:
                await sender.stop(5)
                await running

    return at_work


class Chats:
    """People who have started the bot, and what is planned for them."""

    def __init__(self, db: Database, tg: FakeTelegram, clock: MovableClock) -> None:
        self.db, self.tg, self.clock = db, tg, clock

    async def person(self, name: str, *, language: str | None = None) -> int:
        somebody = await self.tg.person(name).exists()
        await self.tg.post(f"users/{somebody.id}/say", text="/start")
        await shop.knows(self.db, somebody.id, name, self.clock.now(), language)
        return somebody.id

    async def plan(self, chat_id: int, words: str, **how: Any) -> int:
        """One message with these words; returns its id."""
        return await shop.plan(self.db, chat_id, words, at=self.clock.now(), **how)

    async def arrived(self, words: str = "") -> dict[tuple[int, str], int]:
        """How often each text is in each chat."""
        return {(row["chat"], row["text"]): row["count"] for row in await self.tg.deliveries(text=words)}


@pytest.fixture
def chats(db: Database, tg: FakeTelegram, clock: MovableClock) -> Chats:
    return Chats(db, tg, clock)


def in_order(calls: list[dict[str, Any]]) -> list[str]:
    """The texts of the messages Telegram took, in the order it took them."""
    return [call["text"] for call in calls if call["method"] == "sendMessage" and call["ok"]]


async def a_broadcast(db: Database, chats: Chats, text: str, people: int, **how: Any) -> int:
    """A running broadcast of *text* to new people; consent is another test's subject: its rows are no advertising."""
    now = chats.clock.now()
    await staff.ensure_owners(db, [OLGA], at=now)
    async with db.begin() as session:
        olga = await session.scalar(select(Staff.id))
        content = {"A": {"*": {"text": text}}}
        running = Broadcast(
            staff_id=olga, content=content, state=BroadcastState.RUNNING, audience=people, created_at=now, **how
        )
        session.add(running)
        await session.flush()
    for n in range(people):
        chat = await chats.person(f"Ann {n}")
        await chats.plan(chat, "…", lane=Lane.BULK, broadcast_id=running.id)
    async with db.begin() as session:
        await session.execute(update(OutgoingMessage).values(kind="broadcast.sent"))
    return running.id


async def set_state(db: Database, broadcast_id: int, state: BroadcastState) -> None:
    async with db.begin() as session:
        await session.execute(update(Broadcast).where(Broadcast.id == broadcast_id).values(state=state))


async def state_of(db: Database, broadcast_id: int) -> BroadcastState | None:
    async with db.read() as session:
        return await session.scalar(select(Broadcast.state).where(Broadcast.id == broadcast_id))


async def all_sent(db: Database, number: int, count: int) -> bool:
    return (await outbox.counts(db, number))[MessageState.SENT] == count
