"""The three ways to run: the sandbox, long polling, the webhook; each until it is told to stop."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

from fastapi import FastAPI
from sqlalchemy import make_url

from bot import app
from bot.app import Shop
from bot.clock import MovableClock, SystemClock
from bot.http import health, webhook
from bot.http.server import application, serving
from bot.sandbox.records import Person
from bot.sandbox.server import build_sandbox
from bot.settings import Settings

SANDBOX_TOKEN = "1:sandbox"  # noqa: S105 - speaks to the sandbox only
SANDBOX_USERNAME = "okaeri_sandbox_bot"
OLGA = 1001
PEOPLE = (
    Person(OLGA, "Olga", "ru", "owner"),
    Person(1002, "Carl", "ru", "courier"),
    Person(1003, "Ann", "en", "customer"),
    Person(1004, "Bob", "pl", "customer"),
)


class Stop(asyncio.Event):
    """Set by SIGTERM or Ctrl-C; the second one ends the process at once."""

    def listen(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, self._heard)

    def _heard(self) -> None:
        if self.is_set():
            os._exit(1)
        self.set()


async def with_telegram(settings: Settings) -> None:
    """The bot at Telegram (or the server at BOT_API_URL): by webhook when WEBHOOK_URL is set, else by long polling."""
    stop = Stop()
    stop.listen()
    shop = app.build(settings, SystemClock(), app.bot_for(settings.bot_token, settings.bot_api_url))
    async with app.opened(shop):
        front = application()
        front.include_router(health.router(lambda: shop))
        receiving = _webhook(shop, front) if settings.webhook_url else _polling(shop)
        async with serving(front, settings.http_host, settings.http_port), receiving:
            await stop.wait()


@contextlib.asynccontextmanager
async def _polling(shop: Shop) -> AsyncIterator[None]:
    await shop.bot.delete_webhook()
    async with app.polling(shop):
        yield


@contextlib.asynccontextmanager
async def _webhook(shop: Shop, front: FastAPI) -> AsyncIterator[None]:
    secret = shop.settings.webhook_secret_token
    front.include_router(webhook.router(secret, shop.intake.take))
    await shop.bot.set_webhook(
        f"{shop.settings.webhook_url}/telegram/webhook",
        secret_token=secret,
        allowed_updates=["message", "callback_query", "my_chat_member"],
    )
    yield


async def sandbox(settings: Settings) -> None:
    """The same bot beside a Bot API server of its own, and a page with phones at HTTP_PORT. Olga owns the shop."""
    settings = settings.model_copy(update={"bot_token": "", "owner_ids": settings.owner_ids or frozenset({OLGA})})
    stop = Stop()
    stop.listen()
    clock = MovableClock()
    phones = build_sandbox(clock, token=SANDBOX_TOKEN, username=SANDBOX_USERNAME, people=PEOPLE)
    reset, began = asyncio.Event(), asyncio.Event()
    open_now: list[Shop] = []

    async def start_over() -> None:
        began.clear()
        reset.set()
        await began.wait()

    phones.state.on_reset.append(start_over)
    front = application()
    front.include_router(health.router(lambda: open_now[-1] if open_now else None))
    front.mount("/", phones)
    try:
        async with serving(front, "127.0.0.1", settings.http_port) as port:
            sys.stdout.write(f"Okaeri sandbox: http://127.0.0.1:{port}\n")
            sys.stdout.flush()
            while not stop.is_set():
                if reset.is_set():
                    _forget_data(settings)
                shop = app.build(settings, clock, app.bot_for(SANDBOX_TOKEN, f"http://127.0.0.1:{port}"))
                reset.clear()
                async with app.opened(shop), app.polling(shop):
                    open_now[:] = [shop]
                    began.set()
                    await _first_of(stop, reset)
    finally:
        phones.state.close()


async def _first_of(*events: asyncio.Event) -> None:
    waits = [asyncio.create_task(event.wait()) for event in events]
    await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    for task in waits:
        task.cancel()


def _forget_data(settings: Settings) -> None:
    """The sandbox's own SQLite file goes; another database is left as it is."""
    target = make_url(settings.database)
    if settings.database_url or not target.database:
        return
    for suffix in ("", "-wal", "-shm"):
        Path(target.database + suffix).unlink(missing_ok=True)
