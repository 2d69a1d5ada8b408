"""Giving a voucher or points to a friend by a link, and opening such a link."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.rules.amounts import parse_points
from bot.rules.codes import token_hash
from bot.rules.deep_links import Link
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.customer.views import gifts as views
from bot.telegram.customer.voucher_callbacks import GivePoints, GivePointsNow, GiveVoucher, TakeGift, TakeGiftBack
from bot.telegram.filters import At, Has, IsMember, Opens
from bot.telegram.screen import Screen
from bot.usecases import gifts
from bot.usecases.actor import Actor
from bot.usecases.errors import Refused
from bot.usecases.program import Rules
from db.session import Database

POINTS, OFFERED = "gifts.points", "gifts.offered"  # of an offer only the token's hash is kept


async def give_voucher(
    press: CallbackQuery, callback_data: GiveVoucher, db: Database, actor: Actor, t: Texts, hand: AtHand
) -> Screen:
    number = callback_data.voucher
    if not callback_data.sure:
        benefit = await gifts.weigh_voucher(db, actor, number, at=hand.now)
        return views.ask_voucher(number, benefit, t, hand.rules)
    given = await gifts.give_voucher(db, actor, number, at=hand.now, new=hand.makers)
    return views.given(given, t, hand.rules, hand.username)


async def ask_points(
    press: CallbackQuery,
    callback_data: GivePoints,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    hand: AtHand,
) -> Screen:
    purse = await gifts.weigh(db, actor, at=hand.now)
    if not callback_data.points:
        memory.begin(POINTS)
        return views.ask_points(purse, t, hand.rules)
    memory.begin(POINTS, points=callback_data.points, token=hand.makers.token())
    return views.sure_points(callback_data.points, t, hand.rules)


async def type_points(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand
) -> Screen:
    points = parse_points(message.text or "")
    await gifts.weigh_points(db, actor, points, at=hand.now)
    memory.at(POINTS, points=points, token=hand.makers.token())
    return views.sure_points(points, t, hand.rules)


async def give_points(
    press: CallbackQuery, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand
) -> Screen:
    """The link's token is in the dialogue until it is a gift: pressed twice, it is one."""
    points, token = memory.data.get("points", 0), memory.data.get("token")
    if memory.step != POINTS or points < 1 or not token:
        raise Refused("gift.draft_gone")
    memory.forget()
    given = await gifts.give_points(db, actor, points, token, at=hand.now)
    return views.given(given, t, hand.rules, hand.username)


async def take_back(
    press: CallbackQuery,
    callback_data: TakeGiftBack,
    db: Database,
    actor: Actor,
    t: Texts,
    now: datetime,
    rules: Rules,
) -> Screen:
    return views.taken_back(await gifts.take_back(db, actor, callback_data.gift, at=now), t, rules)


async def open_link(
    message: Message, link: Link, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand
) -> Screen:
    memory.forget()
    hashed = token_hash(link.value)
    offered = await gifts.look(db, actor, hashed, at=hand.now)
    if not offered.mine:
        memory.begin(OFFERED, token=hashed)
    return views.offered(offered, t, hand.rules)


async def take(
    press: CallbackQuery, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime, rules: Rules
) -> Screen:
    if memory.step != OFFERED:
        raise Refused("gift.unknown")
    hashed = memory.data["token"]
    return views.taken(await gifts.claim(db, actor, hashed, at=now), t, rules)


def router() -> Router:
    router = Router(name="customer.gifts")
    router.message.register(open_link, Opens("gift"), IsMember(), Hands())
    router.callback_query.register(give_voucher, GiveVoucher.filter(), Hands())
    router.callback_query.register(ask_points, GivePoints.filter(), Hands())
    router.callback_query.register(give_points, GivePointsNow.filter(), Hands())
    router.callback_query.register(take_back, TakeGiftBack.filter())
    router.callback_query.register(take, TakeGift.filter())
    router.message.register(type_points, At(POINTS), Has("text"), Hands())
    return router
