"""What an error says about the message: it did not arrive, it never will, or nobody knows."""

from datetime import datetime, timedelta

from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiohttp import ClientConnectorError, ConnectionTimeoutError

from bot.sender.gate import TooLate, seconds_to_wait
from bot.usecases.attempts import Outcome, Outgoing, failed, in_doubt, postponed

NOBODY_THERE = ("chat not found", "user not found", "user is deactivated", "peer_id_invalid", "chat_id is empty")
CONTENT = "content: "


def judged(row: Outgoing, error: Exception, *, at: datetime, edited: bool) -> Outcome:
    """What became of the attempt that ended in *error*."""
    seconds = seconds_to_wait(error)
    if seconds is not None:
        return postponed(row, at + timedelta(seconds=seconds))
    if isinstance(error, TooLate) or is_unreachable(error) or is_token_refused(error):
        return postponed(row, at)
    if isinstance(error, TelegramNetworkError | TelegramServerError | ClientDecodeError):
        return in_doubt(row, type(error).__name__, at=at, edited=edited)
    if isinstance(error, TelegramForbiddenError) or _is_nobody_there(error):
        return failed(row, _said(error), unreachable=True)
    if isinstance(error, TelegramBadRequest):
        return failed(row, CONTENT + _said(error))
    return failed(row, _said(error) if isinstance(error, TelegramAPIError) else type(error).__name__)


def is_unreachable(error: BaseException) -> bool:
    """No connection came about, so nothing can have been delivered."""
    return isinstance(error.__cause__, ClientConnectorError | ConnectionTimeoutError)


def is_token_refused(error: BaseException) -> bool:
    return isinstance(error, TelegramUnauthorizedError | TelegramNotFound)


def _is_nobody_there(error: Exception) -> bool:
    return isinstance(error, TelegramBadRequest) and any(words in error.message.lower() for words in NOBODY_THERE)


def _said(error: Exception) -> str:
    return error.message if isinstance(error, TelegramAPIError) else str(error)
