"""The ways to run: at Telegram (long polling or webhook), or in the sandbox; each until it is told to stop."""

import asyncio
import contextlib
import os
import secrets
import signal
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Self

import structlog
from aiogram.exceptions import TelegramBadRequest
from fastapi import FastAPI

from bot import app, demo_keys
from bot.app import Shop
from bot.clock import MovableClock, SystemClock
from bot.http import api, health, metrics, told, webhook
from bot.http.server import application, serving
from bot.i18n import Catalogue
from bot.intake.poller import ALLOWED
from bot.sandbox.records import Person
from bot.sandbox.server import build_sandbox
from bot.settings import HOOK, SANDBOX_OWNER, SANDBOX_TOKEN, BadSettings, Settings
from bot.telegram.patience import Stopped, insist
from bot.usecases import chats
from db.migrations.run import migrate

log = structlog.get_logger()
BROKEN = 70  # the exit code when a part has died: start the process anew
SANDBOX_USERNAME = "okaeri_sandbox_bot"
MOST_PEOPLE = 10_000  # that a sandbox knows from the database it is started with
PEOPLE = (
    Person(SANDBOX_OWNER, "Olga", "ru", "owner"),
    Person(1002, "Carl", "ru", "courier"),
    Person(1003, "Ann", "en", "customer"),
    Person(1004, "Bob", "pl", "customer"),
)
NEIGHBOURS = (Person(2001, "Petra", "pl", "partner"),)  # have a phone where the demo shop knows them


class Stop(asyncio.Event):
    """Set by SIGTERM or Ctrl-C; the second one ends the process at once."""

    @classmethod
    def listening(cls) -> Self:
        stop = cls()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop._heard)
        return stop

    def _heard(self) -> None:
        if self.is_set():
            os._exit(1)
        self.set()


async def with_telegram(settings: Settings) -> int:
    """The bot at Telegram (or the server at BOT_API_URL) until the stop; returns the exit code.

    The port answers from the first moment on, so that /health can say what is being waited for. The caller holds the
    claim on a SQLite file, here and in sandbox().
    """
    stop = Stop.listening()
    with contextlib.suppress(Stopped):
        shop = app.build(settings, SystemClock(), app.bot_for(settings.bot_token, settings.bot_api_url))
        shop.stop = stop
        door = serving(front_of(shop), settings.http_host, settings.http_port)
        async with door as port, app.opened(shop), receiving(shop):
            log.info("bot.open", username=shop.username, port=port, webhook=bool(settings.webhook_url))
            await stop.wait()
        return BROKEN if shop.vitals.died else 0
    return 0


def front_of(shop: Shop) -> FastAPI:
    """What the bot's own port serves; the webhook only where WEBHOOK_URL is set."""
    front = _watched_from_outside(lambda: shop, shop.catalogue)
    if shop.settings.webhook_url:
        secret = shop.settings.webhook_secret_token
        front.include_router(webhook.router(secret, lambda: shop.intake.take if shop.vitals.phase == "open" else None))
    return front


def _watched_from_outside(shop: Callable[[], Shop | None], catalogue: Catalogue) -> FastAPI:
    front = application(catalogue)
    front.include_router(health.router(shop))
    front.include_router(metrics.router(shop))
    front.include_router(api.router(shop))
    told.describe(front)
    return front


@contextlib.asynccontextmanager
async def receiving(shop: Shop) -> AsyncIterator[None]:
    """Within the block updates come in, the way the settings say."""
    if shop.settings.webhook_url:
        await _announce(shop)
        yield
    else:
        await insist(shop.bot.delete_webhook, stop=shop.stop, vitals=shop.vitals)
        async with app.polling(shop):
            yield


async def _announce(shop: Shop) -> None:
    url, secret = shop.settings.webhook_url + HOOK, shop.settings.webhook_secret_token
    try:
        await insist(
            lambda: shop.bot.set_webhook(url, secret_token=secret, allowed_updates=list(ALLOWED)),
            stop=shop.stop,
            vitals=shop.vitals,
        )
    except TelegramBadRequest as refusal:
        raise BadSettings([f"WEBHOOK_URL is refused by Telegram: {refusal.message}."]) from None


async def sandbox(settings: Settings) -> int:
    """The same bot beside a Bot API server of its own, and a page with phones at HTTP_PORT; returns the exit code.

    *settings* are those of Settings.in_the_sandbox().
    """
    with contextlib.suppress(Stopped):
        return await Sandbox(settings, Stop.listening()).lives()
    return 0


class Sandbox:
    """One page and one server; the bot behind them begins anew after each reset."""

    def __init__(self, settings: Settings, stop: Stop) -> None:
        self._settings, self._stop, self._clock = settings, stop, MovableClock()
        # Numbers go on from somewhere else after each start: the database knows those of the last one.
        first = secrets.randbelow(1_000_000_000)
        self._phones = build_sandbox(
            self._clock, token=SANDBOX_TOKEN, username=SANDBOX_USERNAME, people=PEOPLE, first=first
        )
        self._phones.state.on_reset.append(self._start_over)
        self._reset, self._began = asyncio.Event(), asyncio.Event()
        self._shop: Shop | None = None
        self._front: FastAPI | None = None

    async def lives(self) -> int:
        """Until the stop; says where the page is."""
        catalogue = Catalogue.load(default=self._settings.default_language)
        front = self._front = _watched_from_outside(lambda: self._shop, catalogue)
        front.mount("/", self._phones)
        async with serving(front, "127.0.0.1", self._settings.http_port) as port:
            sys.stdout.write(f"Okaeri sandbox: http://127.0.0.1:{port}\n")
            sys.stdout.flush()
            try:
                while not self._stop.is_set():
                    await self._one_life(f"http://127.0.0.1:{port}")
            finally:
                self._phones.state.close()
        return BROKEN if self._shop and self._shop.vitals.died else 0

    def _acquaint(self, known: list[int]) -> None:
        world = self._phones.state.world
        for person in NEIGHBOURS:
            if person.id in known and person.id not in world.phones:
                world.add(person)
        world.acquaint(known)

    async def _one_life(self, url: str) -> None:
        """From the start, or the last reset, to the next reset or the stop."""
        if self._reset.is_set():
            _forget_data(self._settings)
        self._reset.clear()
        shop = self._shop = app.build(self._settings, self._clock, app.bot_for(SANDBOX_TOKEN, url))
        shop.stop = self._stop
        await migrate(self._settings.database)
        self._acquaint(await chats.known(shop.db, most=MOST_PEOPLE))
        async with app.opened(shop), app.polling(shop):
            await self._tell_keys(shop)
            self._began.set()
            await _first_of(self._stop, self._reset)

    async def _tell_keys(self, shop: Shop) -> None:
        """On /docs, and where the page's address was told."""
        told = await demo_keys.ensure(shop.db, shop.settings.app_secret, shop.makers, at=shop.clock.now())
        if self._front:
            self._front.state.demo = told
        sys.stdout.write("".join(f"{scope.upper()}={key}\n" for scope, key in told.items()))
        sys.stdout.flush()

    async def _start_over(self) -> None:
        """The page's Reset: comes back when the bot has begun anew."""
        self._began.clear()
        self._reset.set()
        await _first_of(self._began, self._stop)


async def _first_of(*events: asyncio.Event) -> None:
    waits = [asyncio.create_task(event.wait()) for event in events]
    await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    for task in waits:
        task.cancel()


def _forget_data(settings: Settings) -> None:
    """The sandbox's own SQLite file goes; a database named by DATABASE_URL is left as it is."""
    if settings.database_url:
        return
    for suffix in ("", "-wal", "-shm"):
        Path(f"{settings.file}{suffix}").unlink(missing_ok=True)
