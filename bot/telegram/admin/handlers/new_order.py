"""A new order, question by question. What is known so far is in the chat's memory, so a restart loses nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from aiogram import Bot, Router
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.rules.amounts import parse_amount, parse_clock
from bot.rules.dishes import read_lines
from bot.rules.orders import LONGEST_ADDRESS, clean_words
from bot.telegram.admin.callbacks import NewOrder
from bot.telegram.admin.order_callbacks import DraftDo, PlaceOrder
from bot.telegram.admin.views import new_order as views
from bot.telegram.admin.views import new_order_extras as extras
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen, toast
from bot.telegram.shared import qr_photo
from bot.usecases import members, order_desk, order_drafts, orders, outlets, staff
from bot.usecases.actor import Actor
from bot.usecases.errors import Refused
from bot.usecases.makers import Makers
from bot.usecases.members import Found
from bot.usecases.order_drafts import OrderDraft
from bot.usecases.program import Rules
from db.session import Database

MEMBER, AMOUNT, SURE, FEE = "orders.member", "orders.amount", "orders.sure", "orders.fee"
ADDRESS, PROMISED, COURIER = "orders.address", "orders.promised", "orders.courier"
OUTLET, SUMMARY = "orders.outlet", "orders.summary"
ITEMS, VOUCHER, CODE = "orders.items", "orders.voucher", "orders.code"
BEFORE = {
    AMOUNT: MEMBER,
    SURE: AMOUNT,
    FEE: AMOUNT,
    ADDRESS: FEE,
    PROMISED: ADDRESS,
    COURIER: PROMISED,
    OUTLET: COURIER,
    ITEMS: SUMMARY,
    VOUCHER: SUMMARY,
    CODE: SUMMARY,
}
STEPS = frozenset({MEMBER, *BEFORE, SUMMARY})


def draft_in(memory: ChatMemory) -> OrderDraft:
    """What is known so far. Refuses `order.draft_gone`."""
    if memory.step not in STEPS or (memory.step != MEMBER and "member" not in memory.data):
        raise Refused("order.draft_gone")
    data = memory.data
    return OrderDraft(
        key=data["key"],
        member_id=data.get("member", 0),
        amount_minor=data.get("amount", 0),
        fee_minor=data.get("fee", 0),
        address=data.get("address", ""),
        promised_at=datetime.fromisoformat(data["promised"]) if data.get("promised") else None,
        courier_id=data.get("courier") or None,
        outlet_id=data.get("outlet"),
        items=read_lines(data["items"], data["currency"]) if data.get("items") else (),
        voucher_id=data.get("voucher"),
        later=bool(data.get("later")),
    )


async def ask(db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime) -> Screen:
    """The question at which the draft stands."""
    step, draft = memory.step, draft_in(memory)
    if step == MEMBER:
        return views.ask_member(t)
    if step == COURIER:
        return views.ask_courier(await staff.couriers(db), t)
    if step == OUTLET:
        return views.ask_outlet(await outlets.active(db), t)
    if step in (ADDRESS, PROMISED):
        return views.ask_address(t) if step == ADDRESS else views.ask_promised(draft, t)
    if step in (ITEMS, CODE):
        return extras.ask_items(draft, t) if step == ITEMS else extras.ask_code(t)
    outlook = await order_drafts.preview(db, actor, draft, at=now)
    if step == FEE:
        return views.ask_fee(await order_desk.last_fee(db), outlook, t)
    shown = {SURE: views.ask_sure, SUMMARY: views.summary, VOUCHER: extras.ask_voucher}
    return shown[step](draft, outlook, t) if step in shown else views.ask_amount(outlook, t)


async def begin(
    press: CallbackQuery, callback_data: NewOrder, t: Texts, memory: ChatMemory, new_key: Callable[[], str]
) -> Screen:
    if not callback_data.member:
        memory.begin(MEMBER, key=new_key())
        return views.ask_member(t)
    memory.begin(AMOUNT, key=new_key(), member=callback_data.member)
    return views.ask_amount(None, t)


async def answer_member(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime
) -> Screen:
    found = await members.find(db, actor, message.text or "", at=now)
    return await _found(found, db, actor, t, memory, now)


async def answer_photo(
    message: Message, bot: Bot, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime
) -> Screen:
    codes = await qr_photo.texts_in(bot, message)
    found = [each for code in codes for each in await members.find(db, actor, code, at=now)]
    return await _found(found, db, actor, t, memory, now)


async def _found(found: list[Found], db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime) -> Screen:
    if len(found) != 1:
        return views.choose_member(found, t) if found else views.nobody_found(t)
    memory.at(AMOUNT, member=found[0].member_id)
    return await ask(db, actor, t, memory, now)


async def answer_amount(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime, rules: Rules
) -> Screen:
    amount = parse_amount(message.text or "", rules.program.currency)
    outlook = await order_drafts.preview(db, actor, replace(draft_in(memory), amount_minor=amount, items=()), at=now)
    memory.at(SURE if outlook.unusual else FEE, amount=amount, items="")
    return await ask(db, actor, t, memory, now)


async def answer_fee(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime, rules: Rules
) -> Screen:
    text = (message.text or "").strip()
    memory.at(ADDRESS, fee=0 if text == "0" else parse_amount(text, rules.program.currency))
    return await ask(db, actor, t, memory, now)


async def answer_address(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime
) -> Screen:
    memory.at(PROMISED, address=clean_words(message.text or "", LONGEST_ADDRESS))
    return await ask(db, actor, t, memory, now)


async def answer_promised(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime, rules: Rules
) -> Screen:
    memory.at(COURIER, promised=parse_clock(message.text or "", now, rules.zone).isoformat(), later=0)
    await _skip_courier(db, memory)
    return await ask(db, actor, t, memory, now)


async def choose(
    press: CallbackQuery,
    callback_data: DraftDo,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    now: datetime,
) -> Screen:
    draft_in(memory)
    if memory.step == MEMBER and callback_data.do != "member":
        raise Refused("order.draft_gone")  # a button of an earlier draft
    if callback_data.do == "courier":
        await _choose_courier(db, memory, callback_data.value)
    else:
        _keep(memory, callback_data, now)
    if callback_data.do == "minutes":
        await _skip_courier(db, memory)
    return await ask(db, actor, t, memory, now)


async def _choose_courier(db: Database, memory: ChatMemory, courier: int) -> None:
    """The outlet is asked only where there is a choice."""
    places = await outlets.active(db)
    only = places[0].id if len(places) == 1 else None
    memory.at(OUTLET if len(places) > 1 else SUMMARY, courier=courier, outlet=only, many=len(places) > 1)


def _picked_up(memory: ChatMemory) -> bool:
    return not memory.data.get("address")


async def _skip_courier(db: Database, memory: ChatMemory) -> None:
    """What is picked up needs nobody to bring it."""
    if _picked_up(memory):
        await _choose_courier(db, memory, 0)


def _keep(memory: ChatMemory, answer: DraftDo, now: datetime) -> None:
    match answer.do:
        case "member":
            memory.at(AMOUNT, member=answer.value)
        case "sure":
            memory.at(FEE)
        case "fee":
            memory.at(ADDRESS, fee=answer.value)
        case "pickup":
            memory.at(PROMISED, address="", fee=0)
        case "minutes":
            moment = now + timedelta(minutes=answer.value)
            memory.at(COURIER, promised=moment.isoformat() if answer.value else None, later=0)
        case "outlet":
            memory.at(SUMMARY, outlet=answer.value)
        case "back":
            memory.at(_before(memory))


def _before(memory: ChatMemory) -> str:
    courier = PROMISED if _picked_up(memory) else COURIER
    if memory.step == SUMMARY:
        return OUTLET if memory.data.get("many") else courier
    if memory.step == OUTLET:
        return courier
    return BEFORE[memory.step or AMOUNT]


async def place(
    press: CallbackQuery, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime, makers: Makers
) -> Screen:
    if memory.step != SUMMARY:
        return toast(t.plain("That order has been placed or cancelled already."))
    draft, known = draft_in(memory), memory.data
    memory.forget()
    try:
        return views.placed(await orders.place(db, actor, draft, at=now, new=makers), not draft.address, t)
    except Refused:
        memory.begin(SUMMARY, **known)  # what stands in the way can be changed by a step back
        raise


def router() -> Router:
    router = Router(name="admin.new_order")
    router.callback_query.register(begin, NewOrder.filter())
    router.callback_query.register(choose, DraftDo.filter())
    router.callback_query.register(place, PlaceOrder.filter())
    router.message.register(answer_member, At(MEMBER), Has("text"))
    router.message.register(answer_photo, At(MEMBER), Has("photo", "document"))
    router.message.register(answer_amount, At(AMOUNT, SURE), Has("text"))
    router.message.register(answer_fee, At(FEE), Has("text"))
    router.message.register(answer_address, At(ADDRESS), Has("text"))
    router.message.register(answer_promised, At(PROMISED), Has("text"))
    return router
