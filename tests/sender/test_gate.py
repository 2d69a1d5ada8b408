"""The answers handlers give pass the gate, too: in their lane, and with patience when Telegram asks for it."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramRetryAfter
from aiogram.methods import AnswerCallbackQuery, EditMessageText, GetMe, SendChatAction, SendMessage

from bot.sender.gate import Errand, Gate, TooLate, errand, seconds_to_wait, shown_in
from bot.sender.pace import Pace
from db.enums import Lane
from tests.support import shop
from tests.support.telegram import FakeTelegram


@pytest.fixture
async def bot(tg: FakeTelegram) -> AsyncIterator[Bot]:
    async with shop.a_bot(tg.url) as bot:
        bot.session.middleware(Gate(Pace(1000)))
        yield bot


async def ann(tg: FakeTelegram) -> int:
    somebody = await tg.person("Ann").exists()
    await tg.post(f"users/{somebody.id}/say", text="/start")
    return somebody.id


async def test_an_answer_waits_out_a_short_refusal_and_is_given_once(tg: FakeTelegram, bot: Bot) -> None:
    chat = await ann(tg)
    await tg.fail("429", method="sendMessage", retry_after=1)
    await bot.send_message(chat, "your points")
    assert [row["count"] for row in await tg.deliveries(text="your points")] == [1]


async def test_nobody_waits_for_a_long_refusal(tg: FakeTelegram, bot: Bot) -> None:
    chat = await ann(tg)
    await tg.fail("429", method="sendMessage", retry_after=30)
    with pytest.raises(TelegramRetryAfter):
        await bot.send_message(chat, "your points")
    assert len(await tg.calls("sendMessage")) == 1


async def test_what_waits_too_long_for_its_turn_is_not_sent(tg: FakeTelegram, bot: Bot) -> None:
    chat = await ann(tg)
    task = Errand(Lane.BULK, until=asyncio.get_running_loop().time() - 1)
    errand.set(task)
    with pytest.raises(TooLate):
        await bot.send_message(chat, "an old offer")
    assert not task.begun
    assert not await tg.calls("sendMessage")


def test_only_what_shows_something_is_paced() -> None:
    assert shown_in(SendMessage(chat_id=7, text="hello")) == 7
    assert shown_in(EditMessageText(chat_id=7, message_id=1, text="hello")) == 7
    for method in (GetMe(), AnswerCallbackQuery(callback_query_id="1"), SendChatAction(chat_id=7, action="typing")):
        assert shown_in(method) is None


@pytest.mark.parametrize(("asked", "waits"), [(35, 35), (86_400, 3600), (0, 1), (-5, 1)])
def test_telegrams_wish_is_kept_within_reason(asked: int, waits: float) -> None:
    method = SendMessage(chat_id=7, text="hello")
    assert seconds_to_wait(TelegramRetryAfter(method, "Too Many Requests", asked)) == waits


def test_a_refusal_without_a_number_waits_a_second_and_others_none() -> None:
    method = SendMessage(chat_id=7, text="hello")
    assert seconds_to_wait(TelegramAPIError(method, "Too Many Requests: later")) == 1
    assert seconds_to_wait(TelegramAPIError(method, "Bad Request")) is None
