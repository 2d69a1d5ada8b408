"""aiogram's own Bot speaks to the sandbox, and aiogram's own models find nothing wrong with what it answers."""

from collections.abc import AsyncIterator

import aiogram
import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramForbiddenError, TelegramNetworkError, TelegramRetryAfter
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    MenuButtonCommands,
)

from bot.sandbox import schema
from bot.sandbox.honesty import Dishonest, check_answer, check_update
from tests.sandbox.test_people import picture
from tests.support.telegram import FakeTelegram, Person

KEYS = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="A", callback_data="a")]])


@pytest.fixture
async def bot(tg: FakeTelegram) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(tg.url))
    async with Bot(tg.token, session=session).context() as bot:
        yield bot


async def test_words_pictures_and_files_go_both_ways(tg: FakeTelegram, ann: Person, bot: Bot) -> None:
    assert (await bot.me()).username == tg.username
    sent = await bot.send_message(ann.id, "<b>Hi</b>", parse_mode="HTML", reply_markup=KEYS)
    assert (sent.text, sent.html_text) == ("Hi", "<b>Hi</b>")
    edited = await bot.edit_message_text("Ho", chat_id=ann.id, message_id=sent.message_id)
    assert (edited, edited.text if isinstance(edited, aiogram.types.Message) else "") == (edited, "Ho")
    card = BufferedInputFile(picture(), "card.png")
    photo = await bot.send_photo(ann.id, card, caption="Card", reply_markup=KEYS)
    assert photo.photo
    assert (photo.photo[-1].width, photo.caption) == (640, "Card")
    other = InputMediaPhoto(media=BufferedInputFile(picture("blue"), "card.png"), caption="New")
    await bot.edit_message_media(other, chat_id=ann.id, message_id=photo.message_id)
    await bot.edit_message_caption(chat_id=ann.id, message_id=photo.message_id, caption="Newer")
    await bot.edit_message_reply_markup(chat_id=ann.id, message_id=photo.message_id, reply_markup=KEYS)
    assert await ann.picture() == picture("blue")
    file = await bot.send_document(ann.id, BufferedInputFile(b"{}", "me.json"))
    assert file.document
    content = await bot.download(file.document)
    assert content
    assert content.read() == b"{}"
    group = [InputMediaPhoto(media=BufferedInputFile(picture(name), "x.png")) for name in ("red", "blue")]
    assert len(await bot.send_media_group(ann.id, list(group))) == 2
    copy = await bot.copy_message(ann.id, ann.id, sent.message_id)
    forward = await bot.forward_message(ann.id, ann.id, sent.message_id)
    assert copy.message_id < forward.message_id
    assert await bot.delete_message(ann.id, sent.message_id)
    assert await bot.send_chat_action(ann.id, "typing")


async def test_the_bot_tells_about_itself(ann: Person, bot: Bot) -> None:
    commands = [BotCommand(command="start", description="Begin")]
    await bot.set_my_commands(commands)
    assert [command.description for command in await bot.get_my_commands()] == ["Begin"]
    await bot.set_my_name("Okaeri")
    await bot.set_my_description("Points for every order")
    await bot.set_my_short_description("Points")
    assert (await bot.get_my_name()).name == "Okaeri"
    await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    assert (await bot.get_chat(ann.id)).first_name == "Ann"
    assert (await ann.chat())["bot"]["about"] == "Points for every order"
    assert (await bot.get_webhook_info()).url == ""


async def test_refusals_arrive_as_aiograms_own_errors(tg: FakeTelegram, ann: Person, bot: Bot) -> None:
    await tg.fail("429", retry_after=3)
    with pytest.raises(TelegramRetryAfter) as wait:
        await bot.send_message(ann.id, "x")
    assert wait.value.retry_after == 3
    await tg.fail("drop_after")
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(ann.id, "x")
    await ann.blocks()
    with pytest.raises(TelegramForbiddenError, match="blocked"):
        await bot.send_message(ann.id, "x")


def test_the_sandbox_would_notice_its_own_inventions() -> None:
    with pytest.raises(Dishonest, match="made_up"):
        check_answer("getMe", {"id": 1, "is_bot": True, "first_name": "x", "made_up": 1})
    with pytest.raises(Dishonest, match="first_name"):
        check_answer("getMe", {"id": 1, "is_bot": True})
    with pytest.raises(Dishonest):
        check_update({"update_id": 1, "message": {"text": "without a chat"}})


def test_aiogram_still_says_how_long_things_may_be() -> None:
    """A new aiogram may reword its docstrings; limits must not get lost silently."""
    assert tuple(int(part) for part in aiogram.__api_version__.split(".")) >= (10, 3)
    assert len(schema.limits()) >= 118
    assert len(schema.methods()) >= 185
    text = schema.limits()["SendMessage", "text"]
    assert (text.high, text.unit, text.after_entities) == (4096, "characters", True)
    data = schema.limits()["InlineKeyboardButton", "callback_data"]
    assert (data.low, data.high, data.unit) == (1, 64, "bytes")
