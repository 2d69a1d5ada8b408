"""A new order's extras, each reached by a button of the summary: what is in it, a voucher, a promo code."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.rules.dishes import read_lines
from bot.rules.kitchen import LATER
from bot.telegram.admin.handlers.new_order import CODE, ITEMS, SUMMARY, VOUCHER, ask, draft_in
from bot.telegram.admin.order_callbacks import DraftExtra
from bot.telegram.admin.views import new_order_extras as views
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen
from bot.usecases import order_drafts, promocodes
from bot.usecases.actor import Actor
from bot.usecases.errors import Refused
from bot.usecases.program import Rules
from db.session import Database

STEPS = {"items": ITEMS, "voucher": VOUCHER, "code": CODE}


async def choose(
    press: CallbackQuery,
    callback_data: DraftExtra,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    now: datetime,
) -> Screen:
    draft_in(memory)
    if memory.step not in {SUMMARY, *STEPS.values()}:
        raise Refused("order.draft_gone")  # a button of an earlier draft
    match callback_data.do:
        case "no_items":
            memory.at(SUMMARY, items="")
        case "use":
            memory.at(SUMMARY, voucher=callback_data.value or None)
        case "later" | "not_later" as do:
            _put_off(memory, do == "later")
        case do:
            memory.at(STEPS[do])
    return await ask(db, actor, t, memory, now)


def _put_off(memory: ChatMemory, later: bool) -> None:
    """The promised time is an hour later, or again as it was before; pressed twice it moves once."""
    promised, moved = memory.data.get("promised"), bool(memory.data.get("later"))
    if promised and later is not moved:
        moment = datetime.fromisoformat(promised) + (LATER if later else -LATER)
        memory.at(SUMMARY, promised=moment.isoformat(), later=int(later))


async def answer_items(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime, rules: Rules
) -> Screen:
    read_lines(message.text or "", rules.program.currency)
    memory.at(SUMMARY, items=message.text, currency=rules.program.currency)
    order_drafts.fits(draft_in(memory), None)
    return await ask(db, actor, t, memory, now)


async def answer_code(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime
) -> Screen:
    draft, text = draft_in(memory), message.text or ""
    entered = await promocodes.enter_for(db, actor, draft.member_id, text, draft.key, outlet_id=draft.outlet_id, at=now)
    memory.at(SUMMARY, voucher=entered.voucher_id or draft.voucher_id)
    return views.said(await ask(db, actor, t, memory, now), entered, t)


def router() -> Router:
    router = Router(name="admin.new_order_extras")
    router.callback_query.register(choose, DraftExtra.filter())
    router.message.register(answer_items, At(ITEMS), Has("text"))
    router.message.register(answer_code, At(CODE), Has("text"))
    return router
