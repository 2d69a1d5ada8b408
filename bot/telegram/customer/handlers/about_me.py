"""What a member tells of themselves if they like: city and gender."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.customer.about_callbacks import AboutMe, MyCity, MyGender
from bot.telegram.customer.views import about_me as views
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen
from bot.usecases import about_me
from bot.usecases.actor import Actor
from db.enums import Gender
from db.session import Database

CITY = "about.city"


async def open_about_me(press: CallbackQuery, actor: Actor, t: Texts, memory: ChatMemory, db: Database) -> Screen:
    memory.forget()
    return views.about_me(await about_me.look(db, actor), t)


async def change_city(
    press: CallbackQuery, callback_data: MyCity, actor: Actor, t: Texts, memory: ChatMemory, db: Database
) -> Screen:
    if callback_data.do == "forget":
        memory.forget()
        return views.about_me(await about_me.live_in(db, actor, None), t, views.forgotten(t))
    memory.begin(CITY)
    return views.ask_city(t)


async def write_city(message: Message, actor: Actor, t: Texts, memory: ChatMemory, db: Database) -> Screen:
    memory.forget()
    return views.about_me(await about_me.live_in(db, actor, message.text or ""), t)


async def choose_gender(press: CallbackQuery, callback_data: MyGender, actor: Actor, t: Texts, db: Database) -> Screen:
    if callback_data.word in set(Gender):
        return views.about_me(await about_me.be(db, actor, Gender(callback_data.word)), t, views.noted(t))
    if callback_data.word:
        return views.ask_gender(await about_me.look(db, actor), t)
    return views.about_me(await about_me.be(db, actor, None), t, views.forgotten(t))


def router() -> Router:
    router = Router(name="customer.about_me")
    router.callback_query.register(open_about_me, AboutMe.filter())
    router.callback_query.register(change_city, MyCity.filter())
    router.callback_query.register(choose_gender, MyGender.filter())
    router.message.register(write_city, At(CITY), Has("text"))
    return router
