"""Every message to Telegram passes here: it waits for its turn, and a refusal for haste (429) is taken to heart."""

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import TelegramAPIError, TelegramRetryAfter
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType

from bot.sender.pace import Pace, paid
from db.enums import Lane

T = TypeVar("T")
PACED = ("send", "edit", "copy", "forward")
PATIENCE = 5.0  # seconds a person's answer waits at most for a second try
SHORTEST, LONGEST = 1.0, 3600.0  # of the waits Telegram may ask for
NEVER = float("-inf")


@dataclass
class Errand:
    """What the calls of this task are made for. `until`: the loop's time after which they must not begin any more
    (NEVER: called off). `paid`: the first of them may go at the pace that is paid for. `begun`: whether one has left;
    the message would be half a message if those after it did not follow."""

    lane: Lane
    until: float
    paid: bool = False
    begun: bool = False


class TooLate(Exception):
    """The turn did not come in time, or the message was called off; nothing was sent."""


# Calls of a task without an errand answer somebody who is looking at the screen.
errand: ContextVar[Errand | None] = ContextVar("errand", default=None)


class Gate(BaseRequestMiddleware):
    """`bot.session.middleware(Gate(pace))`. What shows nothing in a chat (answers to presses, reads) passes at once.
    Calls that are paid for have a pace of their own, `fast`."""

    def __init__(self, pace: Pace, fast: Pace | None = None) -> None:
        self.pace = pace
        self.fast = fast or paid()

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        chat = shown_in(method)
        if chat is None:
            return await make_request(bot, method)
        fast = "allow_paid_broadcast" in type(method).model_fields and paid_for()
        if fast:
            method = method.model_copy(update={"allow_paid_broadcast": True})
        return await self.through(chat, lambda: make_request(bot, method), fast=fast)

    async def through(self, chat: int | str, call: Callable[[], Awaitable[T]], *, fast: bool = False) -> T:
        """Makes the call when its turn has come. Raises TooLate, and what Telegram answers."""
        task, pace = errand.get(), self.fast if fast else self.pace
        lane = task.lane if task else Lane.PERSON
        await _turn(pace, lane, chat, task)
        try:
            return await call()
        except TelegramAPIError as refusal:
            seconds = seconds_to_wait(refusal)
            if seconds is not None:
                pace.refused(chat, seconds)
            if seconds is None or lane is not Lane.PERSON or seconds > PATIENCE:
                raise
        await _turn(pace, lane, chat, task)
        return await call()


async def _turn(pace: Pace, lane: Lane, chat: int | str, task: Errand | None) -> None:
    if task is None or task.begun:
        await pace.turn(lane, chat)
        return
    try:
        async with asyncio.timeout_at(task.until):
            await pace.turn(lane, chat)
    except TimeoutError:
        raise TooLate from None
    # Right before the call: the process may have slept meanwhile, or somebody has called it off.
    if asyncio.get_running_loop().time() > task.until:
        raise TooLate
    task.begun = True


def paid_for() -> bool:
    """Whether the next call of this task may be a paid one."""
    task = errand.get()
    return task is not None and task.paid and not task.begun


def shown_in(method: TelegramMethod[Any]) -> int | str | None:
    """The chat in which the call shows something."""
    name = method.__api_method__
    if not name.startswith(PACED) or name == "sendChatAction":
        return None
    return getattr(method, "chat_id", None)


def seconds_to_wait(refusal: BaseException) -> float | None:
    """How long Telegram asks us to wait, within reason; None when it does not."""
    if isinstance(refusal, TelegramRetryAfter):
        return min(max(float(refusal.retry_after), SHORTEST), LONGEST)
    hasty = isinstance(refusal, TelegramAPIError) and refusal.message.startswith("Too Many Requests")
    return SHORTEST if hasty else None
