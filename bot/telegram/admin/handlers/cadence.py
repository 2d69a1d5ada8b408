"""Trying out how often to write: beginning a test, looking at it, ending it."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.i18n import Texts
from bot.telegram.admin.cadence_callbacks import EndCadence, ShowCadence, TryCadence
from bot.telegram.admin.views import cadence as views
from bot.telegram.screen import Screen
from bot.usecases import cadence
from bot.usecases.actor import Actor
from db.session import Database

PERCENT_BP = 100


async def show(press: CallbackQuery, db: Database, actor: Actor, t: Texts, now: datetime) -> Screen:
    return views.shown(await cadence.look(db, actor, at=now), t)


async def attempt(
    press: CallbackQuery, callback_data: TryCadence, db: Database, actor: Actor, t: Texts, now: datetime
) -> Screen:
    if not callback_data.share:
        return views.ask_share(await cadence.look(db, actor, at=now), callback_data.chosen, t)
    share_bp = callback_data.share * PERCENT_BP
    return views.shown(await cadence.begin(db, actor, callback_data.chosen, share_bp, at=now), t)


async def end(
    press: CallbackQuery, callback_data: EndCadence, db: Database, actor: Actor, t: Texts, now: datetime
) -> Screen:
    if not callback_data.sure:
        return views.ask_end(t)
    return views.shown(await cadence.end(db, actor, at=now), t)


def router() -> Router:
    router = Router(name="admin.cadence")
    router.callback_query.register(show, ShowCadence.filter())
    router.callback_query.register(attempt, TryCadence.filter())
    router.callback_query.register(end, EndCadence.filter())
    return router
