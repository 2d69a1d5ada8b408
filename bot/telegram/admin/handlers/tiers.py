"""Giving a member a level by hand, and ending it."""

from datetime import date, datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.rules import timing
from bot.telegram.admin.perk_callbacks import TierByHand, TierPicked, TierUntil
from bot.telegram.admin.views import tiers as views
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen
from bot.usecases import members, tiers_by_hand
from bot.usecases.actor import Actor
from bot.usecases.errors import Refused
from bot.usecases.program import Rules
from db.enums import Tier
from db.session import Database

TIER, UNTIL, REASON = "tiers.which", "tiers.until", "tiers.reason"


async def begin(
    press: CallbackQuery,
    callback_data: TierByHand,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    hand: AtHand,
) -> Screen:
    number = callback_data.member
    if callback_data.do == "lift":
        memory.forget()
        return views.lifted(await tiers_by_hand.lift(db, actor, number, at=hand.now), t)
    seen = await members.profile(db, actor, number, at=hand.now)
    memory.begin(TIER, member=number)
    return views.ask_tier(seen, t, hand.rules)


async def choose_tier(
    press: CallbackQuery, callback_data: TierPicked, t: Texts, memory: ChatMemory, rules: Rules
) -> Screen:
    if memory.step not in (TIER, UNTIL):
        raise Refused("tier.gone")
    memory.at(UNTIL, tier=callback_data.tier)
    return views.ask_until(Tier(callback_data.tier), t, rules)


async def choose_until(
    press: CallbackQuery, callback_data: TierUntil, t: Texts, memory: ChatMemory, rules: Rules, now: datetime
) -> Screen:
    if memory.step != UNTIL or callback_data.months not in views.MONTHS:
        raise Refused("tier.gone")
    day = timing.add_months(timing.local_date(now, rules.zone), callback_data.months)
    memory.at(REASON, until=day.isoformat())
    return views.ask_reason(t)


async def write_until(message: Message, t: Texts, memory: ChatMemory, rules: Rules, now: datetime) -> Screen:
    day = timing.parse_last_day(message.text or "", timing.local_date(now, rules.zone))
    memory.at(REASON, until=day.isoformat())
    return views.ask_reason(t)


async def write_reason(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime
) -> Screen:
    told, reason = memory.data, message.text or ""
    tier, until = Tier(told["tier"]), date.fromisoformat(told["until"])
    done = await tiers_by_hand.set_by_hand(db, actor, told["member"], tier, until, reason, at=now)
    memory.forget()
    return views.done(done, t)


def router() -> Router:
    router = Router(name="admin.tiers")
    router.callback_query.register(begin, TierByHand.filter(), Hands())
    router.callback_query.register(choose_tier, TierPicked.filter())
    router.callback_query.register(choose_until, TierUntil.filter())
    router.message.register(write_until, At(UNTIL), Has("text"))
    router.message.register(write_reason, At(REASON), Has("text"))
    return router
