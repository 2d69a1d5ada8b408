"""/support for the staff: what waits, one talk, taking it on, answering, closing."""

from datetime import datetime

from aiogram import Bot, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.telegram.admin.conversation_callbacks import OpenTalk, ShowTalks, TakeTalk, TalkDo, TalkPhotos
from bot.telegram.admin.handlers import compensation
from bot.telegram.admin.views import conversations as views
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen
from bot.telegram.shared.photos import show_again
from bot.telegram.shared.said import said_in
from bot.usecases import conversation_desk as desk
from bot.usecases import conversation_list
from bot.usecases.actor import Actor
from bot.usecases.errors import Refused
from db.session import Database

ANSWER = "talk.answer"


async def open_list(event: object, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime) -> Screen:
    seen = await conversation_list.waiting(db, actor, at=now)
    memory.forget()
    return views.waitings(seen, ShowTalks(), t)


async def turn_page(
    press: CallbackQuery, callback_data: ShowTalks, db: Database, actor: Actor, t: Texts, now: datetime
) -> Screen:
    page, closed, member = max(0, callback_data.page), bool(callback_data.closed), callback_data.member
    seen = await conversation_list.waiting(db, actor, at=now, page=page, closed=closed, member_id=member)
    return views.waitings(seen, callback_data, t)


async def open_talk(
    press: CallbackQuery,
    callback_data: OpenTalk,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    now: datetime,
) -> Screen:
    before = callback_data.before
    seen = await desk.look(db, actor, callback_data.talk, at=now, before=before)
    memory.forget()
    return views.talk(seen, t, before=before)


async def take(
    press: CallbackQuery, callback_data: TakeTalk, db: Database, actor: Actor, t: Texts, now: datetime
) -> Screen:
    await desk.take(db, actor, callback_data.talk, seen=callback_data.seen, at=now)
    return views.talk(await desk.look(db, actor, callback_data.talk, at=now), t)


async def choose(
    press: CallbackQuery,
    callback_data: TalkDo,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    now: datetime,
) -> Screen:
    talk = callback_data.talk
    match callback_data.do:
        case "close":
            await desk.close(db, actor, talk, at=now)
            return views.talk(await desk.look(db, actor, talk, at=now), t)
        case "answer":
            seen = await desk.look(db, actor, talk, at=now)
            memory.begin(ANSWER, talk=talk)
            return views.ask_answer(seen, t)
        case "sorry" | "amount" as do:
            return await compensation.ask(db, actor, talk, t, memory, now, typed=do == "amount")
    raise Refused("conversation.unknown")


async def see_photos(
    press: CallbackQuery, callback_data: TalkPhotos, bot: Bot, db: Database, actor: Actor, t: Texts
) -> Screen:
    return await show_again(bot, actor.chat_id, await desk.photos(db, actor, callback_data.talk), t)


async def answer(message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime) -> Screen:
    talk = memory.data["talk"]
    memory.forget()
    await desk.answer(db, actor, talk, said_in(message), at=now)
    return views.talk(await desk.look(db, actor, talk, at=now), t)


def router() -> Router:
    router = Router(name="admin.conversations")
    router.message.register(open_list, Command("support"))
    router.callback_query.register(turn_page, ShowTalks.filter())
    router.callback_query.register(open_talk, OpenTalk.filter())
    router.callback_query.register(take, TakeTalk.filter())
    router.callback_query.register(see_photos, TalkPhotos.filter())
    router.callback_query.register(choose, TalkDo.filter())
    router.message.register(answer, At(ANSWER), Has("text", "photo"))
    return router
