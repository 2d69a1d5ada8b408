"""Buttons nobody gave out: a number no table could hold makes the press one of a button that has grown old."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import CallbackQuery, TelegramObject

TOO_LONG = re.compile(r"\d{19}")  # 64 bits end in the nineteenth digit; our own numbers stay far below


class Forged(BaseMiddleware):
    """Outermost on presses, so that no handler, filter or statement ever meets such a number."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        if isinstance(event, CallbackQuery) and TOO_LONG.search(event.data or ""):
            event = event.model_copy(update={"data": ""})
        return await handler(event, data)
