"""A conversation without a server: the real dispatcher, presenter and database; Bot API calls are recorded.

Journeys over real HTTP use tests/support/telegram.py; this one is for a handler's day-to-day tests.
"""

import html
import re
from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from typing import Any

import pytest
from aiogram import Bot, Dispatcher, Router
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import TelegramMethod
from aiogram.types import (
    Chat,
    File,
    InlineKeyboardMarkup,
    Invoice,
    Message,
    MessageId,
    PhotoSize,
    ReplyKeyboardMarkup,
    Update,
    User,
)
from sqlalchemy import select

from bot.clock import MovableClock
from bot.i18n import Catalogue
from bot.settings import Settings
from bot.telegram import dispatcher, notices
from bot.telegram.presenter import Presenter
from bot.usecases import makers, outbox, program
from bot.usecases.attempts import sent
from bot.usecases.outbox import Wish
from db.enums import Lane, MessageState
from db.models.chats import Chat as ChatRow
from db.models.messages import OutgoingMessage
from db.session import Database

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
USERNAME = "okaeri_test_bot"
TOKEN = "42:" + "A" * 35
CARD_KEY = b"a key for the cards of the tests"
SECRET = "an-app-secret-for-tests-of-more-than-32-letters"
CATALOGUE = Catalogue.load()


class Recorded(BaseSession):
    """Answers as Telegram would, as far as a handler can see, and remembers every chat."""

    def __init__(self, clock: MovableClock) -> None:
        super().__init__()
        self.clock = clock
        self.calls: list[TelegramMethod[Any]] = []
        self.chats: dict[int, dict[int, Message]] = {}
        self.keyboards: dict[int, ReplyKeyboardMarkup | None] = {}
        self.toasts: dict[int, list[str]] = {}
        self.files: dict[str, bytes] = {}
        self.presses: dict[str, int] = {}
        self.ids = 0

    def next_id(self) -> int:
        self.ids += 1
        return self.ids

    async def close(self) -> None:
        """Nothing to close."""

    async def stream_content(self, url: str, *args: Any, **kwargs: Any) -> AsyncGenerator[bytes, None]:
        yield self.files.get(url.rsplit("/", 1)[-1], b"no picture")

    async def make_request(self, bot: Bot, method: Any, timeout: int | None = None) -> Any:  # noqa: ASYNC109
        self.calls.append(method)
        name = type(method).__name__
        if name in ("SendMessage", "SendPhoto", "SendDocument", "CopyMessage", "SendInvoice"):
            return self._sent(bot, method)
        if name == "CopyMessages":
            return [MessageId(message_id=self.next_id()) for _ in method.message_ids]
        if name.startswith("EditMessage"):
            return self._edited(bot, method)
        if name == "DeleteMessage":
            self.chats[method.chat_id].pop(method.message_id, None)
        if name == "AnswerCallbackQuery" and method.text:
            self.toasts.setdefault(self.presses[method.callback_query_id], []).append(method.text)
        if name == "GetFile":
            return File(file_id=method.file_id, file_unique_id=method.file_id, file_path=method.file_id)
        if name == "GetMe":
            return User(id=42, is_bot=True, first_name="Okaeri", username=USERNAME)
        return True

    def _sent(self, bot: Bot, method: Any) -> Message:
        message = self._message(bot, method, method.chat_id, self.next_id())
        self.chats.setdefault(method.chat_id, {})[message.message_id] = message
        if isinstance(method.reply_markup, ReplyKeyboardMarkup):
            self.keyboards[method.chat_id] = method.reply_markup
        elif type(method.reply_markup).__name__ == "ReplyKeyboardRemove":
            self.keyboards[method.chat_id] = None
        return message

    def _edited(self, bot: Bot, method: Any) -> Message:
        old = self.chats.get(method.chat_id, {}).get(method.message_id)
        if old is None:
            raise TelegramBadRequest(method, "Bad Request: message to edit not found")
        new = self._message(bot, method, method.chat_id, method.message_id)
        if (old.html_text, old.reply_markup, old.photo) == (new.html_text, new.reply_markup, new.photo):
            raise TelegramBadRequest(method, "Bad Request: message is not modified")
        self.chats[method.chat_id][method.message_id] = new
        return new

    def _message(self, bot: Bot, method: Any, chat_id: int, message_id: int) -> Message:
        media = getattr(method, "media", None)
        asked = type(method).__name__ == "SendInvoice"
        text = getattr(method, "text", None)
        caption = getattr(method, "caption", None) or getattr(media, "caption", None)
        photo = getattr(method, "photo", None) or getattr(media, "media", None)
        markup = method.reply_markup if isinstance(method.reply_markup, InlineKeyboardMarkup) else None
        return Message(
            message_id=message_id,
            date=self.clock.now(),
            chat=Chat(id=chat_id, type="private"),
            text=text,
            caption=caption,
            photo=[self._photo(photo)] if photo else None,
            invoice=self._invoice(method) if asked else None,
            reply_markup=markup,
        ).as_(bot)

    def _invoice(self, method: Any) -> Invoice:
        """Its payload is what a test pays by; nobody sees it."""
        total = sum(price.amount for price in method.prices)
        shown = {"title": method.title, "description": method.description, "start_parameter": method.start_parameter}
        return Invoice(**shown, currency=method.currency, total_amount=total)

    def _photo(self, photo: Any) -> PhotoSize:
        if isinstance(photo, str):
            return PhotoSize(file_id=photo, file_unique_id=photo, width=1, height=1)
        name = f"photo{self.next_id()}"
        self.files[name] = photo.data
        return PhotoSize(file_id=name, file_unique_id=name, width=1, height=1)


class Person:
    """Somebody with a phone in the hand."""

    def __init__(self, talk: "Talk", user: User) -> None:
        self.talk, self.user, self.id = talk, user, user.id

    async def says(self, text: str) -> None:
        await self.sends(text=text)

    async def opens(self, payload: str) -> None:
        await self.says(f"/start {payload}")

    async def shares_contact(self, phone: str, *, user_id: int | None = None, **also: Any) -> None:
        contact = {"phone_number": phone, "first_name": self.user.first_name, "user_id": user_id or self.id}
        await self.sends(contact=contact, **also)

    async def sends_photo(self, content: bytes) -> None:
        name = f"photo{self.talk.session.next_id()}"
        self.talk.session.files[name] = content
        size = {"file_id": name, "file_unique_id": name, "width": 640, "height": 480, "file_size": len(content)}
        await self.sends(photo=[size])

    async def sends(self, **content: Any) -> None:
        """Any message, as Telegram's JSON."""
        chat = {"id": self.id, "type": "private", "first_name": self.user.first_name}
        message = {"message_id": self.talk.session.next_id(), "date": self._date(), "chat": chat, **content}
        await self.talk.feed({"message": {"from": self.user.model_dump(exclude_none=True), **message}})

    async def presses(self, label: str) -> None:
        """The button whose text contains *label* (an equal text first) on the newest message that has one."""
        message, data = self._find(label)
        await self.presses_data(data, message)

    async def presses_data(self, data: str, message: Message | None = None) -> None:
        """A press with any data: an old button, or another person's."""
        message = message or self.messages[-1]
        query = f"press{self.talk.session.next_id()}"
        self.talk.session.presses[query] = self.id
        body = message.model_dump(mode="json", exclude_none=True)
        body["date"] = self._date()
        user = self.user.model_dump(exclude_none=True)
        press = {"id": query, "from": user, "chat_instance": "1", "data": data, "message": body}
        await self.talk.feed({"callback_query": press})

    def data(self, label: str) -> str:
        """What the button *label* carries, to be pressed when the screen has long changed."""
        return self._find(label)[1]

    def _find(self, label: str) -> tuple[Message, str]:
        for exact in (True, False):
            for message in reversed(self.messages):
                rows = message.reply_markup.inline_keyboard if message.reply_markup else []
                for button in (button for row in rows for button in row):
                    if button.callback_data and (button.text == label if exact else label in button.text):
                        return message, button.callback_data
        name = self.user.first_name
        raise AssertionError(f"{name} sees no button “{label}”, only {self.buttons} under:\n{self.text}")

    def _date(self) -> int:
        return int(self.talk.clock.now().timestamp())

    @property
    def messages(self) -> list[Message]:
        kept = self.talk.session.chats.get(self.id, {})
        return [kept[number] for number in sorted(kept)]

    @property
    def shown(self) -> list[str]:
        """Every message of the bot in this chat as it stands now, tags taken out."""
        return [_plain(message.text or message.caption or "") for message in self.messages]

    @property
    def text(self) -> str:
        return self.shown[-1] if self.shown else ""

    @property
    def buttons(self) -> list[str]:
        markup = self.messages[-1].reply_markup if self.messages else None
        return [button.text for row in (markup.inline_keyboard if markup else []) for button in row]

    @property
    def keyboard(self) -> list[str]:
        """Labels of the reply keyboard, if one is shown."""
        shown = self.talk.session.keyboards.get(self.id)
        return [button.text for row in (shown.keyboard if shown else []) for button in row]

    @property
    def toast(self) -> str:
        return (self.talk.session.toasts.get(self.id) or [""])[-1]

    def file(self) -> bytes:
        """The newest document the bot sent."""
        sent = [call for call in self.talk.calls if type(call).__name__ == "SendDocument" and call.chat_id == self.id]
        content: bytes = sent[-1].document.data
        return content


class Talk:
    """A shop without HTTP: people talk, the dispatcher answers, `deliver` empties the outbox."""

    def __init__(self, db: Database, settings: Settings, *, start: datetime = NOON) -> None:
        self.db = db
        self.clock = MovableClock(start, frozen=True)
        self.session = Recorded(self.clock)
        self.bot = Bot(TOKEN, session=self.session)
        self.catalogue = CATALOGUE
        self.presenter = Presenter(self.bot)
        self.makers = makers.from_system()
        self.dispatcher: Dispatcher = dispatcher.build(
            db,
            self.clock,
            self.catalogue,
            self.presenter,
            settings=settings,
            username=USERNAME,
            makers=self.makers,
            new_key=self.makers.key,
            card_key=CARD_KEY,
        )
        self.update_id = 0

    @property
    def calls(self) -> list[Any]:
        return self.session.calls

    def person(self, name: str, *, id: int | None = None, language: str = "en") -> Person:  # noqa: A002
        number = id or 1000 + len(name) + sum(map(ord, name))
        return Person(self, User(id=number, is_bot=False, first_name=name, language_code=language))

    async def feed(self, body: dict[str, Any]) -> Any:
        self.update_id += 1
        update = Update.model_validate({"update_id": self.update_id, **body}, context={"bot": self.bot})
        return await self.dispatcher.feed_update(self.bot, update)

    async def deliver(self) -> int:
        """Sends what is due in the outbox, worded in each reader's language; returns how many."""
        now = self.clock.now()
        rules = await program.current(self.db, now)
        async with self.db.begin() as session:
            due = select(OutgoingMessage).where(
                OutgoingMessage.state == MessageState.PLANNED, OutgoingMessage.due_at <= now
            )
            due = due.where(OutgoingMessage.broadcast_id.is_(None))
            rows = (await session.scalars(due.order_by(OutgoingMessage.id))).all()
            for row in rows:
                chat = await session.get(ChatRow, row.chat_id)
                t = self.catalogue.texts((chat.language or chat.telegram_language) if chat else None)
                reader = notices.Reader(t, rules, USERNAME, self.presenter.pays)
                screen = notices.render(row.kind, row.facts, reader)
                row.state, row.message_id = MessageState.SENT, (await self._leave(session, row, screen))
        return len(rows) + await self._leave_broadcasts()

    async def _leave_broadcasts(self) -> int:
        """As the sender does: by the contact policy, each in the words of its broadcast."""
        claim = await outbox.claim(self.db, Wish("talk", {Lane.BULK: 500}, paid=500), at=self.clock.now())
        arrived = []
        for row in claim.leaving:
            t = self.catalogue.texts(row.language)
            screen = notices.render(row.kind, row.facts, notices.Reader(t, claim.rules, USERNAME))
            arrived.append(sent(row, (await self.presenter.send(row.chat_id, screen, silent=row.silent)).message_id))
        await outbox.settle(self.db, arrived, at=self.clock.now())
        return len(arrived)

    async def _leave(self, session: Any, row: OutgoingMessage, screen: Any) -> int:
        if row.thread and not screen.fresh:
            earlier = select(OutgoingMessage.message_id).where(
                OutgoingMessage.thread == row.thread,
                OutgoingMessage.chat_id == row.chat_id,
                OutgoingMessage.message_id.is_not(None),
            )
            found: int | None = await session.scalar(earlier.order_by(OutgoingMessage.id.desc()).limit(1))
            if found and await self.presenter.edit_by_id(row.chat_id, found, screen):
                return found
        return (await self.presenter.send(row.chat_id, screen, silent=row.silent)).message_id


def _plain(text: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", text))


@pytest.fixture(scope="session")
def routers() -> list[Router]:
    return dispatcher.routers()


@pytest.fixture
async def talk(sqlite_db: Database, tmp_path: Any, routers: list[Router], monkeypatch: pytest.MonkeyPatch) -> Talk:
    """The routers come from the talk before, which is over: they keep nothing, and take longer to build than most
    tests to run. Another Talk in the same test has its own."""
    settings = Settings(_env_file=None, owner_ids=frozenset({1}), data_dir=tmp_path, app_secret=SECRET)
    for router in routers:
        router._parent_router = None
    with monkeypatch.context() as patched:
        patched.setattr(dispatcher, "routers", lambda: routers)
        return Talk(sqlite_db, settings)
