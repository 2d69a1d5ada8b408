"""The courier accepts, leaves, hands over by code, reports a problem, and takes a wrong press back."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command, Filter
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.rules.orders import AT_DOOR, LONGEST_NOTE, clean_words, read_handover
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.courier import callbacks as buttons
from bot.telegram.courier.views import deliveries as views
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen
from bot.usecases import deliveries
from bot.usecases.actor import Actor
from bot.usecases.errors import Refused
from db.enums import OrderState, ProblemKind
from db.session import Database

CODE, WORDS = "deliveries.code", "deliveries.words"


class FourDigits(Filter):
    """The message is four digits, and no question is open that they could answer."""

    async def __call__(self, event: Message, memory: ChatMemory) -> bool:
        return memory.step is None and read_handover(event.text or "") is not None


async def open_deliveries(
    event: Message | CallbackQuery, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime
) -> Screen:
    memory.forget()
    return views.listed(await deliveries.mine(db, actor, at=now), t)


async def open_delivery(
    press: CallbackQuery,
    callback_data: buttons.OpenDelivery,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    now: datetime,
) -> Screen:
    memory.forget()
    return views.opened(await deliveries.one(db, actor, callback_data.order, at=now), t)


async def accept(
    press: CallbackQuery, callback_data: buttons.AcceptDelivery, db: Database, actor: Actor, t: Texts, now: datetime
) -> Screen:
    return views.opened(await deliveries.accept(db, actor, callback_data.order, at=now), t)


async def start(
    press: CallbackQuery, callback_data: buttons.StartDelivery, db: Database, actor: Actor, t: Texts, now: datetime
) -> Screen:
    return views.opened(await deliveries.start(db, actor, callback_data.order, at=now), t)


async def undo(
    press: CallbackQuery, callback_data: buttons.UndoStep, db: Database, actor: Actor, t: Texts, now: datetime
) -> Screen:
    return views.opened(await deliveries.undo(db, actor, callback_data.order, callback_data.step, at=now), t)


async def ask_code(
    press: CallbackQuery,
    callback_data: buttons.HandOver,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    now: datetime,
) -> Screen:
    delivery = await deliveries.one(db, actor, callback_data.order, at=now)
    if delivery.line.state not in AT_DOOR or delivery.line.problem is ProblemKind.WRONG_CODE:
        memory.forget()
        return views.opened(delivery, t)
    memory.begin(CODE, order=callback_data.order)
    return views.ask_code(callback_data.order, t)


async def answer_code(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime
) -> Screen:
    return await _confirm(db, actor, memory.data["order"], message.text or "", t, memory, now)


async def type_code(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime
) -> Screen:
    mine = await deliveries.mine(db, actor, at=now)
    at_door = [line for line in mine.open if line.state is OrderState.ON_THE_WAY]
    if not at_door:
        return views.nothing_at_door(t)
    if len(at_door) > 1:
        return views.ask_which(at_door, t, mine.zone)
    return await _confirm(db, actor, at_door[0].id, message.text or "", t, memory, now)


async def _confirm(
    db: Database, actor: Actor, order: int, code: str, t: Texts, memory: ChatMemory, now: datetime
) -> Screen:
    try:
        done = await deliveries.confirm(db, actor, order, code, at=now)
    except Refused as refusal:
        if refusal.code not in ("delivery.wrong_code", "delivery.code_unreadable"):
            memory.forget()  # typing again would not help: the question is closed
        raise
    memory.forget()
    return views.delivered(done, await deliveries.mine(db, actor, at=now), t)


async def report_problem(
    press: CallbackQuery,
    callback_data: buttons.ReportProblem,
    t: Texts,
    memory: ChatMemory,
) -> Screen:
    order = callback_data.order
    if callback_data.kind is None:
        memory.forget()
        return views.ask_problem(order, t)
    memory.begin(WORDS, order=order, kind=callback_data.kind)
    return views.ask_words(order, callback_data.kind, t)


async def tell_problem(
    press: CallbackQuery,
    callback_data: buttons.TellProblem,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    now: datetime,
) -> Screen:
    memory.forget()
    told = await deliveries.problem(db, actor, callback_data.order, callback_data.kind, None, at=now)
    return views.opened(told, t)


async def answer_problem(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime
) -> Screen:
    order, kind = memory.data["order"], ProblemKind(memory.data["kind"])
    words = clean_words(message.text or "", LONGEST_NOTE)
    memory.forget()
    return views.opened(await deliveries.problem(db, actor, order, kind, words, at=now), t)


def router() -> Router:
    router = Router(name="courier.deliveries")
    router.message.register(open_deliveries, Command("deliveries"))
    router.callback_query.register(open_deliveries, buttons.ShowDeliveries.filter())
    router.callback_query.register(open_delivery, buttons.OpenDelivery.filter())
    router.callback_query.register(accept, buttons.AcceptDelivery.filter())
    router.callback_query.register(start, buttons.StartDelivery.filter())
    router.callback_query.register(undo, buttons.UndoStep.filter())
    router.callback_query.register(ask_code, buttons.HandOver.filter())
    router.callback_query.register(report_problem, buttons.ReportProblem.filter())
    router.callback_query.register(tell_problem, buttons.TellProblem.filter())
    router.message.register(answer_code, At(CODE), Has("text"))
    router.message.register(answer_problem, At(WORDS), Has("text"))
    router.message.register(type_code, FourDigits())
    return router
