"""Composition root: builds everything top to bottom, starts it in order, stops it so that nothing is lost."""

import asyncio
import contextlib
import gc
import os
import secrets
from collections.abc import AsyncIterator, Coroutine, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import structlog
from aiogram import Bot, Dispatcher
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramAPIError

from bot.clock import Clock, MovableClock
from bot.i18n import Catalogue
from bot.intake.poller import Poller
from bot.intake.workers import Intake
from bot.jobs.bell import Bell
from bot.jobs.rounds import ROUNDS
from bot.rules.till_codes import card_key
from bot.sender.delivery import Means
from bot.sender.gate import Gate
from bot.sender.hook_post import HookPost
from bot.sender.hooks import HookSender
from bot.sender.pace import Pace
from bot.sender.progress import Progress
from bot.sender.worker import Sender
from bot.settings import Settings
from bot.telegram import dispatcher, menus
from bot.telegram.light_session import LightSession
from bot.telegram.patience import insist, unless
from bot.telegram.presenter import Presenter
from bot.usecases import books, makers, outside_events, staff
from bot.usecases.makers import Makers
from bot.usecases.vitals import Vitals
from db.migrations.run import migrate
from db.session import Database

log = structlog.get_logger()
DRAIN_SECONDS = 10  # for handlers under way; with the bell's and the sender's share (10) a stop stays within 25
BELL_SECONDS = 3


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
    post: HookPost
    hooks: HookSender
    bell: Bell
    progress: Progress
    makers: Makers = field(default_factory=makers.from_system)
    stop: asyncio.Event = field(default_factory=asyncio.Event)  # set by the operator, or by a part that died
    allow: frozenset[str] = frozenset()  # database settings that may be less than durable, by name
    username: str = ""


def bot_for(token: str, api_url: str) -> Bot:
    """A Bot that speaks to the Bot API server at *api_url*."""
    return Bot(token, session=LightSession(api=TelegramAPIServer.from_base(api_url)))


def build(settings: Settings, clock: Clock, bot: Bot, *, pace: Pace | None = None) -> Shop:
    """Wires the parts; nothing runs yet, and nothing was asked of the database or of Telegram."""
    settings = settings.model_copy(update={"app_secret": settings.app_secret or _kept_secret(settings)})
    boot, db = uuid4().hex, Database.connect(settings.database)
    catalogue = Catalogue.load(default=settings.default_language)
    vitals, gate = Vitals(), Gate(pace or Pace())
    presenter = Presenter(bot, provider_token=settings.payment_provider_token)
    post = HookPost(settings.app_secret, clock, sandbox=not settings.bot_token)
    outside_events.attach(db)
    handling = dispatcher.build(db, clock, catalogue, presenter, **_given(settings))
    bot.session.middleware(gate)
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
        sender=Sender(Means(db, clock, presenter, catalogue, gate), owner=boot, vitals=vitals),
        post=post,
        hooks=HookSender(db, clock, post.send, owner=boot),
        bell=Bell(db, clock, ROUNDS, holder=boot),
        progress=Progress(db, clock, presenter, catalogue),
    )


def _given(settings: Settings) -> dict[str, Any]:
    """What handlers may ask for by name, besides the parts."""
    made = makers.from_system()
    card = card_key(settings.app_secret)
    return {"settings": settings, "makers": made, "new_key": made.key, "card_key": card, "username": ""}


@contextlib.asynccontextmanager
async def opened(shop: Shop) -> AsyncIterator[Shop]:
    """Within the block the shop handles what is in its inbox, sends what is in its outbox, and the bell rings.

    Raises SchemaTooNew, DatabaseUnfit and BadSettings before anything has begun, and Stopped when shop.stop is set
    while Telegram is still being waited for. On SQLite the caller holds the claim on the file.
    """
    try:
        await _prepare(shop)
        await _introduce(shop)
        async with _running(shop):
            yield shop
    finally:
        await shop.post.close()
        await shop.bot.session.close()
        await shop.db.close()


async def _prepare(shop: Shop) -> None:
    await migrate(shop.settings.database)
    await shop.db.self_test(allow=shop.allow)
    await staff.ensure_owners(shop.db, shop.settings.owner_ids, at=shop.clock.now())
    newest = await books.newest_moment(shop.db)
    if isinstance(shop.clock, MovableClock) and newest and newest > shop.clock.now():
        shop.clock.set(newest)  # it had been moved before the restart: nothing may happen before what happened


@contextlib.asynccontextmanager
async def _running(shop: Shop) -> AsyncIterator[None]:
    parts = (shop.intake.run(), shop.sender.run(), shop.hooks.run(), shop.progress.run())
    tasks = [_watched(shop, part) for part in parts]
    await shop.intake.resume()
    shop.bell.start()
    shop.vitals.phase = "open"
    try:
        with _spared_by_the_collector(), _following_the_clock(shop):
            yield
    finally:
        shop.vitals.phase = "stopping"
        await shop.intake.stop(DRAIN_SECONDS)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(shop.bell.stop(), BELL_SECONDS)
        await asyncio.gather(shop.sender.stop(), shop.hooks.stop())
        await _end(tasks)


@contextlib.contextmanager
def _spared_by_the_collector() -> Iterator[None]:
    """What is here now stays: the collector need not look at it again while people wait. A process that has seen to
    that itself is left as it is."""
    if gc.get_freeze_count():
        yield
        return
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


@contextlib.contextmanager
def _following_the_clock(shop: Shop) -> Iterator[None]:
    """What became due because the sandbox's clock was moved happens at once."""
    rings: set[asyncio.Task[Any]] = set()  # kept from being collected

    def moved() -> None:
        shop.sender.wake()
        shop.hooks.wake()
        ring = asyncio.create_task(shop.bell.ring())
        rings.add(ring)
        ring.add_done_callback(rings.discard)

    forget = shop.clock.on_move(moved) if isinstance(shop.clock, MovableClock) else None
    try:
        yield
    finally:
        if forget:
            forget()


async def _introduce(shop: Shop) -> None:
    """Learns the bot's own name, which every link carries; waits for Telegram as long as it takes."""
    me = await insist(shop.bot.me, stop=shop.stop, vitals=shop.vitals)
    shop.username = me.username or ""
    shop.dispatcher["username"] = shop.username
    shop.sender.username = shop.username
    try:
        await unless(shop.stop, menus.publish(shop.bot, shop.catalogue))
    except TelegramAPIError as error:
        log.warning("menu.not_published", error=type(error).__name__)


@contextlib.asynccontextmanager
async def polling(shop: Shop) -> AsyncIterator[None]:
    """Within the block updates are asked for, stored, and only then acknowledged."""
    poller = Poller(shop.bot, shop.intake.take, vitals=shop.vitals)
    task = _watched(shop, poller.run())
    try:
        yield
    finally:
        poller.stop()
        await asyncio.wait([task], timeout=DRAIN_SECONDS)
        await _end([task])


def _watched(shop: Shop, part: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    """A part that must not die alone: if it does, the process says why and ends, so that it is started anew."""

    def look(task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()):
            shop.vitals.died = task.get_name()
            log.error("part.died", part=task.get_name(), exc_info=error)
            shop.stop.set()

    task = asyncio.create_task(part, name=getattr(part, "__qualname__", None))
    task.add_done_callback(look)
    return task


async def _end(tasks: Iterable[asyncio.Future[Any]]) -> None:
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
