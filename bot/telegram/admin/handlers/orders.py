"""The desk looks at orders, gives them to couriers, sends them again, settles and cancels them."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.rules.orders import clean_words
from bot.telegram.admin.order_callbacks import (
    AssignOrder,
    CancelOrder,
    ListOrders,
    OpenOrder,
    OrderDo,
    ResendOrder,
    SettleOrder,
)
from bot.telegram.admin.views import orders as views
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen
from bot.usecases import deliveries, order_desk, orders, staff
from bot.usecases.actor import Actor
from bot.usecases.makers import Makers
from db.session import Database

CANCEL, SETTLE = "orders.cancel", "orders.settle"
TYPED = "typed"  # the reason is in the dialogue's memory, not in the button


async def open_orders(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime
) -> Screen:
    memory.forget()
    return views.listed(await order_desk.listed(db, actor, "open", 0, at=now), t)


async def turn_page(
    press: CallbackQuery,
    callback_data: ListOrders,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    now: datetime,
) -> Screen:
    memory.forget()
    return views.listed(await order_desk.listed(db, actor, callback_data.show, callback_data.page, at=now), t)


async def open_order(
    press: CallbackQuery,
    callback_data: OpenOrder,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    now: datetime,
) -> Screen:
    memory.forget()
    return views.card(await order_desk.card(db, actor, callback_data.order, at=now), t)


async def ask(press: CallbackQuery, callback_data: OrderDo, db: Database, t: Texts, memory: ChatMemory) -> Screen:
    order = callback_data.order
    if callback_data.do == "assign":
        return views.ask_courier(order, await staff.couriers(db), t)
    if callback_data.do == "cancel":
        memory.begin(CANCEL, order=order)
        return views.ask_cancel_reason(order, t)
    memory.begin(SETTLE, order=order)
    return views.ask_settle_reason(order, t)


async def assign(
    press: CallbackQuery, callback_data: AssignOrder, db: Database, actor: Actor, t: Texts, now: datetime
) -> Screen:
    courier = callback_data.courier or None
    return views.card(await orders.assign(db, actor, callback_data.order, courier, at=now), t)


async def resend(
    press: CallbackQuery,
    callback_data: ResendOrder,
    db: Database,
    actor: Actor,
    t: Texts,
    now: datetime,
    makers: Makers,
) -> Screen:
    return views.card(await orders.resend(db, actor, callback_data.order, at=now, new=makers), t)


async def cancel(
    press: CallbackQuery,
    callback_data: CancelOrder,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    now: datetime,
) -> Screen:
    order, reason = callback_data.order, callback_data.reason
    if not callback_data.sure:
        return views.confirm_cancel(await order_desk.card(db, actor, order, at=now), reason, t)
    typed = memory.data.get("reason", "") if memory.data.get("order") == order else ""
    memory.forget()
    return views.card(await orders.cancel(db, actor, order, typed if reason == TYPED else reason, at=now), t)


async def type_cancel(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime
) -> Screen:
    memory.at(CANCEL, reason=clean_words(message.text or ""))
    return views.confirm_cancel(await order_desk.card(db, actor, memory.data["order"], at=now), TYPED, t)


async def settle(
    press: CallbackQuery,
    callback_data: SettleOrder,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    now: datetime,
) -> Screen:
    memory.forget()
    await deliveries.settle(db, actor, callback_data.order, callback_data.reason, at=now)
    return views.card(await order_desk.card(db, actor, callback_data.order, at=now), t)


async def type_settle(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime
) -> Screen:
    order, reason = memory.data["order"], clean_words(message.text or "")
    memory.forget()
    await deliveries.settle(db, actor, order, reason, at=now)
    return views.card(await order_desk.card(db, actor, order, at=now), t)


def router() -> Router:
    router = Router(name="admin.orders")
    router.message.register(open_orders, Command("orders"))
    router.callback_query.register(turn_page, ListOrders.filter())
    router.callback_query.register(open_order, OpenOrder.filter())
    router.callback_query.register(ask, OrderDo.filter())
    router.callback_query.register(assign, AssignOrder.filter())
    router.callback_query.register(resend, ResendOrder.filter())
    router.callback_query.register(cancel, CancelOrder.filter())
    router.callback_query.register(settle, SettleOrder.filter())
    router.message.register(type_cancel, At(CANCEL), Has("text"))
    router.message.register(type_settle, At(SETTLE), Has("text"))
    return router
