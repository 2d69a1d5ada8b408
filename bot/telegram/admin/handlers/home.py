"""The desk of owners and managers: /start, Home, /cancel."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.telegram.admin.callbacks import ShowOffersDesk
from bot.telegram.admin.handlers import setup
from bot.telegram.admin.views import home as views
from bot.telegram.admin.views import setup as setup_views
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.filters import Goes, Opens
from bot.telegram.screen import Screen
from bot.telegram.shared.callbacks import CANCEL, HOME
from bot.usecases import desk
from bot.usecases.actor import Actor
from db.enums import Role
from db.session import Database


async def go_home(
    event: Message | CallbackQuery, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand
) -> Screen:
    memory.forget()
    seen = await desk.look(db, actor, at=hand.now)
    if seen.rules.version:
        return views.home(seen, t)
    return setup.begin(actor, t, memory, hand) if seen.role == Role.OWNER else setup_views.not_open_yet(t)


async def open_offers(
    press: CallbackQuery, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime
) -> Screen:
    memory.forget()
    return views.offers(await desk.look(db, actor, at=now), t)


def router() -> Router:
    router = Router(name="admin.home")
    router.message.register(go_home, Opens("none", "source"), Hands())
    router.message.register(go_home, Command("cancel", "desk"), Hands())
    router.callback_query.register(go_home, Goes(HOME), Hands())
    router.callback_query.register(go_home, Goes(CANCEL), Hands())
    router.callback_query.register(open_offers, ShowOffersDesk.filter())
    return router
