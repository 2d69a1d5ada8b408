"""Text and copies without aiogram's models: a broadcast needs one number of the answer, at half the price."""

import json
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.exceptions import ClientDecodeError, TelegramNetworkError
from aiogram.methods import CopyMessage, SendMessage, TelegramMethod
from aiohttp import ClientError, ClientTimeout

from bot.telegram.presenter import keyboard
from bot.telegram.screen import Screen

TIMEOUT = ClientTimeout(total=60)


def is_plain(screen: Screen) -> bool:
    """Whether the screen is one message, of text or a copy."""
    album = screen.copy is not None and len(screen.copy.message_ids) > 1
    return not (screen.picture or screen.file or screen.then or album)


async def send(bot: Bot, chat_id: int, screen: Screen, *, silent: bool, paid: bool = False) -> int:
    """Sends a plain screen; returns the message's number. Raises what aiogram's Bot would."""
    form = {"chat_id": str(chat_id), **_words(screen)}
    if silent:
        form["disable_notification"] = "true"
    if paid:
        form["allow_paid_broadcast"] = "true"
    if keys := keyboard(screen):
        form["reply_markup"] = keys.model_dump_json(exclude_none=True)
    name = "copyMessage" if screen.copy else "sendMessage"
    status, content = await _posted(bot, name, form)
    if status == 200:
        return _number(content)
    bot.session.check_response(bot, _method(form), status, content.decode(errors="replace"))
    raise AssertionError("a status that is no success is refused")


def _words(screen: Screen) -> dict[str, str]:
    if screen.copy is None:
        return {"text": screen.text, "parse_mode": "HTML"}
    source = {"from_chat_id": str(screen.copy.chat_id), "message_id": str(screen.copy.message_ids[0])}
    return source | ({"caption": screen.text, "parse_mode": "HTML"} if screen.text else {})


async def _posted(bot: Bot, name: str, form: dict[str, str]) -> tuple[int, bytes]:
    session = bot.session
    assert isinstance(session, AiohttpSession)
    client = await session.create_session()
    try:
        url = session.api.api_url(bot.token, name)
        async with client.post(url, data=form, timeout=TIMEOUT) as response:
            return response.status, await response.read()
    except (ClientError, TimeoutError) as error:
        raise TelegramNetworkError(_method(form), f"{type(error).__name__}: {error}") from error


def _number(content: bytes) -> int:
    try:
        return int(json.loads(content)["result"]["message_id"])
    except (ValueError, KeyError, TypeError) as error:
        raise ClientDecodeError("no message in the answer", error, content) from error


def _method(form: dict[str, str]) -> TelegramMethod[Any]:
    """The call as aiogram's exceptions want to see it."""
    if "text" in form:
        return SendMessage(chat_id=form["chat_id"], text=form["text"])
    return CopyMessage(chat_id=form["chat_id"], from_chat_id=form["from_chat_id"], message_id=int(form["message_id"]))
