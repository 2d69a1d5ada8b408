"""/support: a member writes to the shop, reads what it answers, and says when all is well. What they type goes there
only when they were asked for it."""

from datetime import datetime

from aiogram import Bot, Router
from aiogram.filters import Command, Filter
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.customer.conversation_callbacks import AllIsWell, MyPhotos, MyTalk, WriteToShop
from bot.telegram.customer.views import conversations as views
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen
from bot.telegram.shared.photos import show_again
from bot.telegram.shared.said import said_in
from bot.usecases import conversations
from bot.usecases.actor import Actor, member_of
from db.session import Database

WORDS, ALBUM = "talk.words", "talk.album"
ABOUT = ("question", "nps")


class MoreOfAlbum(Filter):
    """A further picture of the album whose first one was sent to the shop."""

    async def __call__(self, event: Message, memory: ChatMemory) -> bool:
        return bool(event.media_group_id) and event.media_group_id == memory.data.get("album")


async def open_talk(event: object, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime) -> Screen:
    member_of(actor)
    seen = await conversations.look(db, actor, at=now)
    if seen is None:
        memory.begin(WORDS, talk=0, about="question")
        return views.begin(t)
    memory.forget()
    return views.talk(seen, t)


async def turn_page(
    press: CallbackQuery,
    callback_data: MyTalk,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    now: datetime,
) -> Screen:
    if not callback_data.before:
        return await open_talk(press, db, actor, t, memory, now)
    seen = await conversations.look(db, actor, at=now, before=callback_data.before)
    return views.talk(seen, t) if seen else views.begin(t)


async def ask_words(
    press: CallbackQuery, callback_data: WriteToShop, actor: Actor, t: Texts, memory: ChatMemory
) -> Screen:
    member_of(actor)
    about = callback_data.about if callback_data.about in ABOUT else ABOUT[0]
    memory.begin(WORDS, talk=callback_data.talk, about=about)
    return views.ask(t)


async def say(message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime) -> Screen:
    talk, about = memory.data["talk"], memory.data["about"]
    if message.media_group_id:
        memory.begin(ALBUM, album=message.media_group_id, talk=talk)
    else:
        memory.forget()
    done = await conversations.write(db, actor, said_in(message), at=now, conversation_id=talk, about=about)
    return views.sent(done, t)


async def say_more(message: Message, db: Database, actor: Actor, memory: ChatMemory, now: datetime) -> None:
    """The answer to the first picture stands for all of them."""
    await conversations.write(db, actor, said_in(message), at=now, conversation_id=memory.data["talk"])


async def settle(
    press: CallbackQuery, callback_data: AllIsWell, db: Database, actor: Actor, t: Texts, now: datetime
) -> Screen:
    await conversations.settle(db, actor, callback_data.talk, at=now)
    return views.settled(t)


async def see_photos(
    press: CallbackQuery, callback_data: MyPhotos, bot: Bot, db: Database, actor: Actor, t: Texts
) -> Screen:
    return await show_again(bot, actor.chat_id, await conversations.photos(db, actor, callback_data.talk), t)


def router() -> Router:
    router = Router(name="customer.conversations")
    router.message.register(open_talk, Command("support"))
    router.callback_query.register(turn_page, MyTalk.filter())
    router.callback_query.register(ask_words, WriteToShop.filter())
    router.callback_query.register(settle, AllIsWell.filter())
    router.callback_query.register(see_photos, MyPhotos.filter())
    router.message.register(say, At(WORDS), Has("text", "photo"))
    router.message.register(say_more, At(ALBUM), Has("photo"), MoreOfAlbum())
    return router
