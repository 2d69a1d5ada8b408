"""Calls whose answer we hardly read, answered without building aiogram's models: half the price of a message."""

import json
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.exceptions import ClientDecodeError
from aiogram.methods import AnswerCallbackQuery, EditMessageText, Response, SendMessage, TelegramMethod
from aiogram.types import Chat, Message

TEXT = (SendMessage, EditMessageText)
LIGHT = (*TEXT, AnswerCallbackQuery)


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
    chat = Chat.model_construct(id=result["chat"]["id"], type=result["chat"]["type"])
    return Message.model_construct(message_id=result["message_id"], date=result["date"], chat=chat).as_(bot)
