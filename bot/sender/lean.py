"""Text and copies without aiogram's models: a broadcast needs one number of the answer, at half the price."""

import json
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.exceptions import ClientDecodeError, TelegramNetworkError
from aiogram.methods import CopyMessage, SendMessage, TelegramMethod
from aiohttp import ClientError, ClientTimeout

from bot.telegram.screen import Button, Screen

TIMEOUT = ClientTimeout(total=60)
JSON = {"Content-Type": "application/json"}
Asked = dict[str, Any]


def is_plain(screen: Screen) -> bool:
    """Whether the screen is one message, of text or a copy."""
    album = screen.copy is not None and len(screen.copy.message_ids) > 1
    return not (screen.picture or screen.file or screen.then or screen.ask_contact or screen.drop_keyboard or album)


async def send(bot: Bot, chat_id: int, screen: Screen, *, silent: bool, paid: bool = False) -> int:
    """Sends a plain screen; returns the message's number. Raises what aiogram's Bot would."""
    asked: Asked = {"chat_id": chat_id, **_words(screen)}
    if silent:
        asked["disable_notification"] = True
    if paid:
        asked["allow_paid_broadcast"] = True
    if screen.rows:
        rows = [[_button(button) for button in row] for row in screen.rows if row]
        asked["reply_markup"] = {"inline_keyboard": rows}
    name = "copyMessage" if screen.copy else "sendMessage"
    status, content = await _posted(bot, name, asked)
    if status == 200:
        return _number(content)
    bot.session.check_response(bot, _method(asked), status, content.decode(errors="replace"))
    raise AssertionError("a status that is no success is refused")


def _words(screen: Screen) -> Asked:
    if screen.copy is None:
        return {"text": screen.text, "parse_mode": "HTML"}
    source = {"from_chat_id": screen.copy.chat_id, "message_id": screen.copy.message_ids[0]}
    return source | ({"caption": screen.text, "parse_mode": "HTML"} if screen.text else {})


def _button(button: Button) -> Asked:
    what: Asked = {"text": button.text}
    if button.data is not None:
        what["callback_data"] = button.data.pack()
    if button.url:
        what["url"] = button.url
    if button.copy:
        what["copy_text"] = {"text": button.copy}
    return what | {"style": button.style} if button.style else what


async def _posted(bot: Bot, name: str, asked: Asked) -> tuple[int, bytes]:
    session = bot.session
    assert isinstance(session, AiohttpSession)
    client = await session.create_session()
    try:
        url, body = session.api.api_url(bot.token, name), json.dumps(asked).encode()
        async with client.post(url, data=body, headers=JSON, timeout=TIMEOUT) as response:
            return response.status, await response.read()
    except (ClientError, TimeoutError) as error:
        raise TelegramNetworkError(_method(asked), f"{type(error).__name__}: {error}") from error


def _number(content: bytes) -> int:
    try:
        return int(json.loads(content)["result"]["message_id"])
    except (ValueError, KeyError, TypeError) as error:
        raise ClientDecodeError("no message in the answer", error, content) from error


def _method(asked: Asked) -> TelegramMethod[Any]:
    """The call as aiogram's exceptions want to see it."""
    if "text" in asked:
        return SendMessage(chat_id=asked["chat_id"], text=asked["text"])
    return CopyMessage(chat_id=asked["chat_id"], from_chat_id=asked["from_chat_id"], message_id=asked["message_id"])
