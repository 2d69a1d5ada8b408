"""sendMessage without aiogram's models: a broadcast needs one number of the answer, at half the price."""

import json

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.exceptions import ClientDecodeError, TelegramNetworkError
from aiogram.methods import SendMessage
from aiohttp import ClientError, ClientTimeout

from bot.telegram.presenter import keyboard
from bot.telegram.screen import Screen

TIMEOUT = ClientTimeout(total=60)


def is_plain(screen: Screen) -> bool:
    """Whether the screen is one message of text."""
    return not (screen.picture or screen.file or screen.then)


async def send_text(bot: Bot, chat_id: int, screen: Screen, *, silent: bool) -> int:
    """Sends a plain screen; returns the message's number. Raises what Bot.send_message would."""
    form = {"chat_id": str(chat_id), "text": screen.text, "parse_mode": "HTML"}
    if silent:
        form["disable_notification"] = "true"
    if keys := keyboard(screen):
        form["reply_markup"] = keys.model_dump_json(exclude_none=True)
    status, content = await _posted(bot, form)
    if status == 200:
        return _number(content)
    bot.session.check_response(bot, _method(form), status, content.decode(errors="replace"))
    raise AssertionError("a status that is no success is refused")


async def _posted(bot: Bot, form: dict[str, str]) -> tuple[int, bytes]:
    session = bot.session
    assert isinstance(session, AiohttpSession)
    client = await session.create_session()
    try:
        url = session.api.api_url(bot.token, "sendMessage")
        async with client.post(url, data=form, timeout=TIMEOUT) as response:
            return response.status, await response.read()
    except (ClientError, TimeoutError) as error:
        raise TelegramNetworkError(_method(form), f"{type(error).__name__}: {error}") from error


def _number(content: bytes) -> int:
    try:
        return int(json.loads(content)["result"]["message_id"])
    except (ValueError, KeyError, TypeError) as error:
        raise ClientDecodeError("no message in the answer", error, content) from error


def _method(form: dict[str, str]) -> SendMessage:
    return SendMessage(chat_id=form["chat_id"], text=form["text"])
