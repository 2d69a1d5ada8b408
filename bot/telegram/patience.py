"""Waiting for Telegram as long as it is away, and ending at once when the operator says so."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog
from aiogram.exceptions import (
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)

from bot.settings import BadSettings
from bot.usecases.vitals import Vitals

log = structlog.get_logger()
T = TypeVar("T")
RETRY_SECONDS = 5


class Stopped(Exception):
    """The operator asked for the end before the beginning was through."""


async def insist(call: Callable[[], Awaitable[T]], *, stop: asyncio.Event, vitals: Vitals) -> T:
    """Telegram's answer, however long Telegram is away; meanwhile `vitals` says so.

    Raises Stopped once *stop* is set, BadSettings when the token is refused, and what else Telegram refuses.
    """
    while True:
        try:
            answer = await unless(stop, call())
            vitals.polling = None
            return answer
        except (TelegramUnauthorizedError, TelegramNotFound):
            raise BadSettings(["BOT_TOKEN is refused by Telegram; @BotFather tells the one in force."]) from None
        except (TelegramNetworkError, TelegramServerError, TelegramRetryAfter) as error:
            vitals.polling = "Telegram cannot be reached."
            log.warning("telegram.unreachable", error=type(error).__name__, again_in=RETRY_SECONDS)
        await unless(stop, asyncio.sleep(RETRY_SECONDS))


async def unless(stop: asyncio.Event, work: Awaitable[T]) -> T:
    """What *work* returns. Raises Stopped, the work given up, once *stop* is set."""
    working, stopping = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise Stopped
        return working.result()
    finally:
        working.cancel()
        stopping.cancel()
        await asyncio.gather(working, stopping, return_exceptions=True)
