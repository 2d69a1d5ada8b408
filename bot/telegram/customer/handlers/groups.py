"""Outside private chats: nothing personal is done or said, only the way to the private chat. Comes first of all."""

import contextlib
from typing import Any

from aiogram import Router
from aiogram.exceptions import TelegramAPIError
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from bot.i18n import Texts
from bot.rules import deep_links
from bot.telegram.customer.views import unknown as views
from bot.telegram.presenter import Presenter
from bot.telegram.screen import Screen
from bot.usecases.actor import Actor

HERE = ("member", "administrator")


class Elsewhere(Filter):
    """In a group, in a channel, or from another bot: nobody we could know."""

    async def __call__(self, event: Any, actor: Actor) -> bool:
        return actor.chat_id == 0


async def overhear(message: Message, t: Texts, username: str) -> Screen | None:
    """Only who calls the bot by a command is answered; the rest is other people's talk."""
    if message.chat.type == "private" or not _is_for_us(message.text or "", username):
        return None
    return views.private_only(deep_links.url(username), t)


def _is_for_us(text: str, username: str) -> bool:
    command = text.split(maxsplit=1)[0] if text.startswith("/") else ""
    _, _, addressee = command.partition("@")
    return bool(command) and addressee.lower() in ("", username.lower())


async def overhear_channel(message: Message, t: Texts, username: str, presenter: Presenter) -> None:
    screen = await overhear(message, t, username)
    if screen:
        await _say(presenter, message.chat.id, screen)


async def be_added(event: ChatMemberUpdated, t: Texts, username: str, presenter: Presenter) -> None:
    if event.new_chat_member.status in HERE and event.old_chat_member.status not in HERE:
        await _say(presenter, event.chat.id, views.private_only(deep_links.url(username), t))


async def be_pressed(press: CallbackQuery) -> Screen:
    return Screen()


async def _say(presenter: Presenter, chat_id: int, screen: Screen) -> None:
    with contextlib.suppress(TelegramAPIError):  # not everywhere a bot may write
        await presenter.send(chat_id, screen)


def router() -> Router:
    router = Router(name="customer.groups")
    router.message.register(overhear, Elsewhere())
    router.callback_query.register(be_pressed, Elsewhere())
    router.channel_post.register(overhear_channel, Elsewhere())
    router.my_chat_member.register(be_added, Elsewhere())
    return router
