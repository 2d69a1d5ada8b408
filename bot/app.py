"""Composition root: builds everything top to bottom, starts it in order, stops it so that nothing is lost."""

import asyncio
import contextlib
import os
import secrets
from collections.abc import AsyncIterator, Coroutine
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import structlog
from aiogram import Bot, Dispatcher
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramAPIError, TelegramNetworkError, TelegramServerError

from bot.clock import Clock, MovableClock
from bot.i18n import Catalogue
from bot.intake.poller import Poller
from bot.intake.workers import Intake
from bot.jobs.bell import Bell
from bot.jobs.rounds import ROUNDS
from bot.rules.till_codes import card_key
from bot.sender.gate import Gate
from bot.sender.pace import Pace
from bot.sender.progress import Progress
from bot.sender.worker import Means, Sender
from bot.settings import Settings
from bot.telegram import dispatcher, menus
from bot.telegram.light_session import LightSession
from bot.telegram.presenter import Presenter
from bot.usecases import makers, staff
from bot.usecases.vitals import Vitals
from db.migrations.run import migrate
from db.session import Database, claim_file

log = structlog.get_logger()
DRAIN_SECONDS = 12  # for handlers under way; with the sender's share the whole stop stays within 25
RETRY_SECONDS = 5


@dataclass
class Shop:
    """The parts of a running bot, as they are wired."""

    settings: Settings
    clock: Clock
    db: Database
    bot: Bot
    catalogue: Catalogue
    presenter: Presenter
    dispatcher: Dispatcher
    vitals: Vitals
    intake: Intake
    sender: Sender
    bell: Bell
    progress: Progress
    allow: frozenset[str] = frozenset()  # database settings that may be less than durable, by name
    username: str = ""


def bot_for(token: str, api_url: str) -> Bot:
    """A Bot that speaks to the Bot API server at *api_url*."""
    return Bot(token, session=LightSession(api=TelegramAPIServer.from_base(api_url)))


def build(settings: Settings, clock: Clock, bot: Bot, *, rate: float = 25) -> Shop:
    """Wires the parts; nothing runs yet, and nothing was asked of the database or of Telegram."""
    boot = uuid4().hex
    settings = settings.model_copy(update={"app_secret": settings.app_secret or _kept_secret(settings)})
    db = Database.connect(settings.database)
    catalogue = Catalogue.load(default=settings.default_language)
    presenter, vitals, gate = Presenter(bot), Vitals(), Gate(Pace(rate))
    made = makers.from_system()
    given = {
        "settings": settings,
        "makers": made,
        "new_key": made.key,
        "card_key": card_key(settings.app_secret),
        "username": "",
    }
    handling = dispatcher.build(db, clock, catalogue, presenter, **given)
    bot.session.middleware(gate)
    sender = Sender(Means(db, clock, presenter, catalogue, gate), owner=boot, vitals=vitals)
    return Shop(
        settings=settings,
        clock=clock,
        db=db,
        bot=bot,
        catalogue=catalogue,
        presenter=presenter,
        dispatcher=handling,
        vitals=vitals,
        intake=Intake(db, bot, handling, clock, vitals=vitals),
        sender=sender,
        bell=Bell(db, clock, ROUNDS, holder=boot),
        progress=Progress(db, clock, presenter, catalogue),
    )


@contextlib.asynccontextmanager
async def opened(shop: Shop) -> AsyncIterator[Shop]:
    """Within the block the shop handles what is in its inbox, sends what is in its outbox, and the bell rings.

    Raises AlreadyRunning, SchemaTooNew and DatabaseUnfit before anything has begun.
    """
    claim = claim_file(shop.settings.database)
    try:
        await migrate(shop.settings.database)
        await shop.db.self_test(allow=shop.allow)
        await staff.ensure_owners(shop.db, shop.settings.owner_ids, at=shop.clock.now())
        await _introduce(shop)
        async with _running(shop):
            yield shop
    finally:
        await shop.bot.session.close()
        await shop.db.close()
        if claim:
            claim.release()


@contextlib.asynccontextmanager
async def _running(shop: Shop) -> AsyncIterator[None]:
    if isinstance(shop.clock, MovableClock):
        ringing = _Ringing(shop.bell)
        shop.clock.on_move(ringing)
        shop.clock.on_move(shop.sender.wake)
    parts = [shop.intake.run(), shop.sender.run(), shop.progress.run()]
    tasks = [_watched(part) for part in parts]
    await shop.intake.resume()
    shop.bell.start()
    try:
        yield
    finally:
        await shop.intake.stop(DRAIN_SECONDS)
        await shop.bell.stop()
        await shop.sender.stop()
        await _end(tasks)


class _Ringing:
    """Rings the bell when the sandbox's clock was moved; one ring at a time is kept from being collected."""

    def __init__(self, bell: Bell) -> None:
        self._bell = bell
        self._rings: set[asyncio.Task[Any]] = set()

    def __call__(self) -> None:
        ring = asyncio.ensure_future(self._bell.ring())
        self._rings.add(ring)
        ring.add_done_callback(self._rings.discard)


async def _introduce(shop: Shop) -> None:
    """Learns the bot's own name, which every link carries; waits for Telegram as long as it takes."""
    while True:
        try:
            me = await shop.bot.me()
            break
        except (TelegramNetworkError, TelegramServerError) as error:
            log.warning("telegram.unreachable", error=type(error).__name__, again_in=RETRY_SECONDS)
            await asyncio.sleep(RETRY_SECONDS)
    shop.username = me.username or ""
    shop.dispatcher["username"] = shop.username
    shop.sender.username = shop.username
    try:
        await menus.publish(shop.bot, shop.catalogue)
    except TelegramAPIError as error:
        log.warning("menu.not_published", error=type(error).__name__)


@contextlib.asynccontextmanager
async def polling(shop: Shop) -> AsyncIterator[None]:
    """Within the block updates are asked for, stored, and only then acknowledged."""
    poller = Poller(shop.bot, shop.intake.take, vitals=shop.vitals)
    task = _watched(poller.run())
    try:
        yield
    finally:
        poller.stop()
        await asyncio.wait([task], timeout=DRAIN_SECONDS)
        await _end([task])


def _watched(part: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    """A part that must not die alone: if it does, the process says why and ends, so that it is started anew."""

    def look(task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()):
            log.error("part.died", part=task.get_coro().__qualname__, exc_info=error)  # type: ignore[union-attr]
            os.kill(os.getpid(), 15)

    task = asyncio.create_task(part)
    task.add_done_callback(look)
    return task


async def _end(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _kept_secret(settings: Settings) -> str:
    """Made once and kept beside the data; it signs what the cards show."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    path = settings.data_dir / "app.secret"
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text()
