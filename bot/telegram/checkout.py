"""The answer Telegram waits ten seconds for, before it takes somebody's money."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from aiogram import BaseMiddleware
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import PreCheckoutQuery, TelegramObject

from bot.rules.errors import RuleBroken
from bot.telegram import refusals
from bot.usecases.errors import Refused


class Judged(BaseMiddleware):
    """Around the handler that looks at what is about to be paid: its refusal is what the person reads, and all else is
    a yes. An answer that comes too late is not heard: then nothing is charged, and nothing has to be done."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        assert isinstance(event, PreCheckoutQuery)
        why = None
        try:
            await handler(event, data)
        except (Refused, RuleBroken) as refusal:
            why = refusals.sentence(refusal, data["t"])
        with suppress(TelegramBadRequest):
            await event.answer(ok=why is None, error_message=why)
