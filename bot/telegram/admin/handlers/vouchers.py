"""A member's vouchers, and withdrawing one with a reason."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.telegram.admin.views import vouchers as views
from bot.telegram.admin.voucher_callbacks import MemberVouchers, VoidVoucher
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen
from bot.usecases import member_vouchers, vouchers
from bot.usecases.actor import Actor
from bot.usecases.program import Rules
from db.session import Database

WHY = "vouchers.why"


async def list_them(
    press: CallbackQuery,
    callback_data: MemberVouchers,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    hand: AtHand,
) -> Screen:
    memory.forget()
    return views.listed(await member_vouchers.listed(db, actor, callback_data.member, at=hand.now), t, hand.rules)


async def ask_why(
    press: CallbackQuery,
    callback_data: VoidVoucher,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    hand: AtHand,
) -> Screen:
    held = await member_vouchers.listed(db, actor, callback_data.member, at=hand.now)
    memory.begin(WHY, voucher=callback_data.voucher, member=callback_data.member)
    return views.ask_reason(held, callback_data.voucher, t, hand.rules)


async def void(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime, rules: Rules
) -> Screen:
    told = memory.data
    memory.forget()
    line = await vouchers.void(db, actor, told["voucher"], message.text or "", at=now)
    return views.listed(await member_vouchers.listed(db, actor, line.member_id, at=now), t, rules)


def router() -> Router:
    router = Router(name="admin.vouchers")
    router.callback_query.register(list_them, MemberVouchers.filter(), Hands())
    router.callback_query.register(ask_why, VoidVoucher.filter(), Hands())
    router.message.register(void, At(WHY), Has("text"))
    return router
