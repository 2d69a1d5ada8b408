"""Calls whose answer we hardly read, answered without building aiogram's models: half the price of a message."""

import json
from datetime import UTC, datetime
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.exceptions import ClientDecodeError
from aiogram.methods import AnswerCallbackQuery, EditMessageText, Response, SendMessage, TelegramMethod
from aiogram.types import Chat, Message

TEXT = (SendMessage, EditMessageText)
LIGHT = (*TEXT, AnswerCallbackQuery)
PATTERN = Message(message_id=0, date=datetime.fromtimestamp(0, UTC), chat=Chat(id=0, type="private"))


class LightSession(AiohttpSession):
    """Of a sent or edited text only the message's number is kept; every refusal is judged as aiogram does."""

    def check_response(self, bot: Bot, method: TelegramMethod[Any], status_code: int, content: str) -> Response[Any]:
        if status_code != 200 or not isinstance(method, LIGHT):
            return super().check_response(bot, method, status_code, content)
        try:
            answer = json.loads(content)
            result = answer["result"]
            light = _numbered(bot, result) if isinstance(method, TEXT) and isinstance(result, dict) else result
        except (ValueError, KeyError, TypeError) as error:
            raise ClientDecodeError("the answer cannot be read", error, content) from error
        return Response[Any].model_construct(ok=True, result=light)


def _numbered(bot: Bot, result: dict[str, Any]) -> Message:
    """A copy of one message with this number: filling in a hundred defaults anew would cost more than the call."""
    return PATTERN.model_copy(update={"message_id": result["message_id"]}).as_(bot)
