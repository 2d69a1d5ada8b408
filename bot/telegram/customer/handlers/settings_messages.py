"""Settings of messages: how many, about what, when; and "Fewer" and "Stop" under every offer."""

from datetime import datetime

from aiogram import Router
from aiogram.types import Message

from bot.i18n import Texts
from bot.rules.local_time import read_hours
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.customer import callbacks
from bot.telegram.customer import contact_callbacks as buttons
from bot.telegram.customer.views import settings_messages as views
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen, toast
from bot.usecases import consents, contact_wishes
from bot.usecases.actor import Actor
from db.enums import Topic
from db.session import Database

HOURS = "contact.hours"


async def open_messages(
    event: object, actor: Actor, t: Texts, memory: ChatMemory, now: datetime, db: Database
) -> Screen:
    memory.forget()
    return views.messages(await contact_wishes.look(db, actor, at=now), t)


async def stop_offers(
    event: object, callback_data: callbacks.StopOffers, actor: Actor, t: Texts, now: datetime, db: Database
) -> Screen:
    choice = await consents.advertise(db, actor, False, source="offer", at=now)
    return toast(views.now_true(choice, t), alert=True)


async def switch_offers(
    event: object, callback_data: callbacks.Advertising, actor: Actor, t: Texts, now: datetime, db: Database
) -> Screen:
    choice = await consents.advertise(db, actor, bool(callback_data.on), source="settings", at=now)
    return views.messages(await contact_wishes.look(db, actor, at=now), t, views.now_true(choice, t))


async def ask_for_fewer(
    event: object, callback_data: buttons.FewerOffers, actor: Actor, t: Texts, now: datetime, db: Database
) -> Screen:
    return views.fewer(await contact_wishes.fewer(db, actor, at=now), t)


async def take_fewer_back(
    event: object, callback_data: buttons.MoreAgain, actor: Actor, t: Texts, now: datetime, db: Database
) -> Screen:
    mine = await contact_wishes.at_most(db, actor, callback_data.most or None, at=now)
    return views.messages(mine, t, views.as_before(t))


async def choose_most(
    event: object, callback_data: buttons.AtMost, actor: Actor, t: Texts, now: datetime, db: Database
) -> Screen:
    return views.messages(await contact_wishes.at_most(db, actor, callback_data.most or None, at=now), t)


async def switch_topic(
    event: object, callback_data: buttons.TopicOn, actor: Actor, t: Texts, now: datetime, db: Database
) -> Screen:
    wanted = Topic(callback_data.topic), bool(callback_data.on)
    return views.messages(await contact_wishes.switch(db, actor, *wanted, at=now), t)


async def take_a_pause(
    event: object, callback_data: buttons.PauseOffers, actor: Actor, t: Texts, now: datetime, db: Database
) -> Screen:
    return views.messages(await contact_wishes.pause(db, actor, bool(callback_data.on), at=now), t)


async def ask_hours(event: object, actor: Actor, t: Texts, memory: ChatMemory, now: datetime, db: Database) -> Screen:
    memory.begin(HOURS)
    return views.ask_hours(await contact_wishes.look(db, actor, at=now), t)


async def choose_hours(
    event: object,
    callback_data: buttons.Between,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    now: datetime,
    db: Database,
) -> Screen:
    hours = (callback_data.start, callback_data.end)
    memory.forget()
    return views.messages(await contact_wishes.between(db, actor, hours if any(hours) else None, at=now), t)


async def write_hours(
    message: Message, actor: Actor, t: Texts, memory: ChatMemory, now: datetime, db: Database
) -> Screen:
    hours = read_hours(message.text or "")
    memory.forget()
    return views.messages(await contact_wishes.between(db, actor, hours, at=now), t)


def router() -> Router:
    router = Router(name="customer.settings_messages")
    router.callback_query.register(open_messages, buttons.Messages.filter())
    router.callback_query.register(switch_offers, callbacks.Advertising.filter())
    router.callback_query.register(stop_offers, callbacks.StopOffers.filter())
    router.callback_query.register(ask_for_fewer, buttons.FewerOffers.filter())
    router.callback_query.register(take_fewer_back, buttons.MoreAgain.filter())
    router.callback_query.register(choose_most, buttons.AtMost.filter())
    router.callback_query.register(switch_topic, buttons.TopicOn.filter())
    router.callback_query.register(take_a_pause, buttons.PauseOffers.filter())
    router.callback_query.register(ask_hours, buttons.MyHours.filter())
    router.callback_query.register(choose_hours, buttons.Between.filter())
    router.message.register(write_hours, At(HOURS), Has("text"))
    return router
