"""My vouchers: looking at them, and opening one by its link."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.rules.codes import read_voucher
from bot.rules.deep_links import Link
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.customer.views import vouchers as views
from bot.telegram.customer.views.certificates import sold
from bot.telegram.customer.voucher_callbacks import MyVouchers, ShowVoucher
from bot.telegram.filters import IsMember, Opens
from bot.telegram.presenter import Presenter
from bot.telegram.screen import Screen
from bot.usecases import my_vouchers
from bot.usecases.actor import Actor
from bot.usecases.program import Rules
from db.session import Database


async def list_mine(
    press: CallbackQuery, db: Database, actor: Actor, t: Texts, now: datetime, rules: Rules, presenter: Presenter
) -> Screen:
    mine = await my_vouchers.mine(db, actor, at=now)
    return views.listed(mine, t, rules, sold=sold(rules.program, pays=presenter.pays))


async def show(
    press: CallbackQuery, callback_data: ShowVoucher, db: Database, actor: Actor, t: Texts, hand: AtHand
) -> Screen:
    view = await my_vouchers.show(db, actor, callback_data.voucher, at=hand.now)
    draw = views.large if callback_data.large else views.voucher
    return draw(view, t, hand.rules, hand.username)


async def open_link(
    message: Message, link: Link, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand
) -> Screen:
    memory.forget()
    code = read_voucher(link.value) or ""
    return views.voucher(await my_vouchers.by_code(db, actor, code, at=hand.now), t, hand.rules, hand.username)


def router() -> Router:
    router = Router(name="customer.vouchers")
    router.message.register(open_link, Opens("voucher"), IsMember(), Hands())
    router.callback_query.register(list_mine, MyVouchers.filter())
    router.callback_query.register(show, ShowVoucher.filter(), Hands())
    return router
