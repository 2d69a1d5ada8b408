"""My points shall last longer."""

from datetime import datetime

from aiogram import Router

from bot.i18n import Texts
from bot.telegram.customer.expiry_callbacks import MoreDays
from bot.telegram.customer.views import extension as views
from bot.telegram.screen import Screen
from bot.usecases import extension
from bot.usecases.actor import Actor
from db.session import Database


async def put_off(
    event: object, callback_data: MoreDays, actor: Actor, t: Texts, now: datetime, db: Database
) -> Screen:
    return views.put_off(await extension.put_off(db, actor, callback_data.last_day, at=now), t)


def router() -> Router:
    router = Router(name="customer.extension")
    router.callback_query.register(put_off, MoreDays.filter())
    return router
