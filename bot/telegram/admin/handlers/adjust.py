"""Giving and taking points by hand, and undoing a slip."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.rules.amounts import BadAmount, parse_points
from bot.telegram.admin.callbacks import AdjustPoints, AdjustReason, ConfirmAdjust, UndoAdjust
from bot.telegram.admin.views import adjust as views
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen
from bot.usecases import members, points
from bot.usecases.actor import Actor
from bot.usecases.errors import Refused
from bot.usecases.program import Rules
from db.session import Database

POINTS, REASON, SURE = "adjust.points", "adjust.reason", "adjust.sure"


async def begin(
    press: CallbackQuery,
    callback_data: AdjustPoints,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    hand: AtHand,
) -> Screen:
    seen = await members.profile(db, actor, callback_data.member, at=hand.now)
    if seen.oneself:
        raise Refused("points.own")
    memory.begin(POINTS, member=callback_data.member, key=hand.makers.key())
    return views.ask_points(seen, _cap(actor, hand.rules), t)


def _cap(actor: Actor, rules: Rules) -> int:
    return rules.program.adjust_cap_by_role.get(actor.role, 0) if actor.role else 0


async def give_points(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, rules: Rules, now: datetime
) -> Screen:
    signed = _signed(message.text or "")
    cap = _cap(actor, rules)
    if abs(signed) > cap:
        raise Refused("points.over_cap", points=cap)
    available = (await members.profile(db, actor, memory.data["member"], at=now)).balance.available
    if -signed > available:
        raise Refused("points.not_enough", available=available)
    memory.at(REASON, points=signed)
    return views.ask_reason(signed, t)


def _signed(text: str) -> int:
    """ "+100" and "100" give, "-50" takes. Raises BadAmount."""
    bare = text.strip().replace("−", "-").replace("–", "-")
    if bare.startswith("+-"):
        raise BadAmount("amount.not_whole")
    return -parse_points(bare[1:]) if bare.startswith("-") else parse_points(bare.removeprefix("+"))


async def choose_reason(
    press: CallbackQuery,
    callback_data: AdjustReason,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    now: datetime,
) -> Screen:
    if memory.step != REASON or callback_data.reason not in views.REASONS:
        raise Refused("adjust.gone")
    return await _ask_sure(db, actor, t, memory, now, t.plain(views.REASONS[callback_data.reason]))


async def write_reason(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime
) -> Screen:
    return await _ask_sure(db, actor, t, memory, now, " ".join((message.text or "").split())[:300])


async def _ask_sure(db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime, reason: str) -> Screen:
    seen = await members.profile(db, actor, memory.data["member"], at=now)
    memory.at(SURE, reason=reason)
    return views.ask_sure(seen, memory.data["points"], reason, t)


async def confirm(
    press: CallbackQuery, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime
) -> Screen:
    if memory.step != SURE:
        raise Refused("adjust.gone")
    told = memory.data
    memory.forget()
    done = await points.adjust(db, actor, told["member"], told["points"], told["reason"], told["key"], at=now)
    return views.done(done, t)


async def undo(
    press: CallbackQuery, callback_data: UndoAdjust, db: Database, actor: Actor, t: Texts, now: datetime
) -> Screen:
    return views.undone(await points.undo_adjust(db, actor, callback_data.key, at=now), t)


def router() -> Router:
    router = Router(name="admin.adjust")
    router.callback_query.register(begin, AdjustPoints.filter(), Hands())
    router.callback_query.register(choose_reason, AdjustReason.filter())
    router.callback_query.register(confirm, ConfirmAdjust.filter())
    router.callback_query.register(undo, UndoAdjust.filter())
    router.message.register(give_points, At(POINTS), Has("text"))
    router.message.register(write_reason, At(REASON), Has("text"))
    return router
