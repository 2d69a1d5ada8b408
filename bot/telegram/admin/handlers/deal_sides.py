"""The sides of a deal that are typed (prices, hours, dates, kind of dish) or chosen by a press."""

from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.rules import windows
from bot.rules.deals import read_prices
from bot.rules.dishes import clean_category
from bot.rules.local_time import read_hours
from bot.rules.timing import local_date
from bot.telegram.admin.deal_callbacks import DealPick
from bot.telegram.admin.handlers.deals import SIDE
from bot.telegram.admin.views import deals as views
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen
from bot.usecases import deal_desk
from bot.usecases.actor import Actor
from bot.usecases.deal_desk import DealSeen, Which
from db.enums import Tier
from db.session import Database

NOTHING = ("0", "-", "–", "—")
AFTER = {"day": views.ask_days, "outlet": views.ask_outlets}  # several can be chosen: the question stays


async def type_side(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime
) -> Screen:
    known = memory.data
    seen = await deal_desk.show(db, actor, known["deal"], at=now)
    values = _read(known["do"], (message.text or "").strip(), seen, now)
    memory.forget()
    which = Which(known["deal"], known["edition"])
    return views.card(await deal_desk.change(db, actor, which, values, at=now), t)


def _read(do: str, text: str, seen: DealSeen, now: datetime) -> dict[str, Any]:
    none, rules = text in NOTHING, seen.rules
    match do:
        case "prices":
            price, usual = read_prices(text, rules.program.currency)
            return {"price_minor": price, "usual_minor": usual}
        case "hours":
            start, end = (None, None) if none else read_hours(text)
            return {"hour_from": start, "hour_until": end}
        case "window":
            today = local_date(now, rules.zone)
            opens, closes = (None, None) if none else windows.read(text, today).moments(rules.zone)
            return {"opens_at": opens, "closes_at": closes}
    return {"category": None if none else clean_category(text, seen.categories)}


async def pick(
    press: CallbackQuery,
    callback_data: DealPick,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    now: datetime,
) -> Screen:
    memory.forget()
    seen = await deal_desk.show(db, actor, callback_data.deal, at=now)
    values = _picked(seen, callback_data)
    which = Which(callback_data.deal, callback_data.edition)
    changed = await deal_desk.change(db, actor, which, values, at=now)
    return AFTER.get(callback_data.what, views.card)(changed, t)


def _picked(seen: DealSeen, wanted: DealPick) -> dict[str, Any]:
    value = wanted.value
    match wanted.what:
        case "day":
            return {"weekdays": sorted(set(seen.schedule.weekdays) ^ ({value} & set(range(7))))}
        case "outlet":
            return {"outlets": sorted(set(seen.good_at) ^ ({value} & set(seen.outlets)))}
        case "tier":
            return {"tier": list(Tier)[value] if 0 <= value < len(Tier) else None}
    return {"category": seen.categories[value] if 0 <= value < len(seen.categories) else None}


def router() -> Router:
    router = Router(name="admin.deal_sides")
    router.callback_query.register(pick, DealPick.filter())
    router.message.register(type_side, At(SIDE), Has("text"))
    return router
