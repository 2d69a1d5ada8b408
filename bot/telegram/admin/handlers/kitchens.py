"""How busy the kitchens are: looked at, said, and a quiet one filled."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.telegram.admin.handlers import ready_drafts as ready
from bot.telegram.admin.handlers.segment_picker import Desk
from bot.telegram.admin.kitchen_callbacks import OfferBonus, SayLoad, ShowKitchens
from bot.telegram.admin.views import kitchens as views
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.screen import Screen
from bot.usecases import kitchen_offers, kitchens
from bot.usecases.actor import Actor
from db.session import Database


async def open_kitchens(
    event: Message | CallbackQuery, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime
) -> Screen:
    memory.forget()
    return views.kitchens(await kitchens.look(db, actor, at=now), t)


async def say_load(
    press: CallbackQuery, callback_data: SayLoad, db: Database, actor: Actor, t: Texts, now: datetime
) -> Screen:
    found = await kitchens.say(db, actor, callback_data.outlet, callback_data.load, at=now)
    return views.kitchens(found, t, toast=views.thanks(t))


async def offer_bonus(
    press: CallbackQuery,
    callback_data: OfferBonus,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    hand: AtHand,
) -> Screen:
    memory.forget()
    desk = Desk(db, actor, t, memory, hand)
    said = ready.said(desk, views.message, views.TAKE)
    return await ready.shown(desk, await kitchen_offers.begin(db, actor, callback_data.outlet, said, at=hand.now))


def router() -> Router:
    router = Router(name="admin.kitchens")
    router.message.register(open_kitchens, Command("kitchen"))
    router.callback_query.register(open_kitchens, ShowKitchens.filter())
    router.callback_query.register(say_load, SayLoad.filter())
    router.callback_query.register(offer_bonus, OfferBonus.filter(), Hands())
    return router
