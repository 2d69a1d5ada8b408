"""Sales at a partner's afterwards: looked at, undone as a slip, goods brought back."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.rules.amounts import parse_amount
from bot.telegram.cashier.partner_callbacks import PartnerReturn, PartnerSaleCard, PartnerSales, UndoPartnerSale
from bot.telegram.cashier.partner_till import PART
from bot.telegram.cashier.till import AtTill, Till
from bot.telegram.cashier.views import partner_returns as views
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen
from bot.usecases import partner_returns
from bot.usecases.errors import Refused
from bot.usecases.partner_returns import PartnerReturn as Wanted

SURE = "partner.sure"


async def open_sales(press: CallbackQuery, till: Till) -> Screen:
    till.memory.forget()
    found = await partner_returns.recent(till.db, till.actor, at=till.now)
    return views.listed(found, till.t, till.hand.rules)


async def open_sale(press: CallbackQuery, callback_data: PartnerSaleCard, till: Till) -> Screen:
    till.memory.forget()
    return views.card(await _seen(till, callback_data.sale), till.t, till.hand.rules)


async def _seen(till: Till, sale: int) -> partner_returns.PartnerSaleSeen:
    return await partner_returns.look(till.db, till.actor, sale, at=till.now)


async def undo(press: CallbackQuery, callback_data: UndoPartnerSale, till: Till) -> Screen:
    done = await partner_returns.undo(till.db, till.actor, callback_data.sale, at=till.now)
    return views.undone(done, till.t)


async def bring_back(press: CallbackQuery, callback_data: PartnerReturn, till: Till) -> Screen:
    seen = await _seen(till, callback_data.sale)
    if callback_data.how == "yes":
        return await _back(till, seen.sale_id)
    if callback_data.how == "part":
        till.memory.begin(PART, sale=seen.sale_id)
        return views.ask_part(seen, till.t)
    till.memory.begin(SURE, sale=seen.sale_id, amount=seen.left_minor, known=seen.returned_minor)
    return views.sure(seen, seen.left_minor, till.t)


async def say_part(message: Message, till: Till) -> Screen:
    amount = parse_amount(message.text or "", till.currency)
    seen = await _seen(till, till.data["sale"])
    if amount > seen.left_minor:
        raise Refused("partner.return_too_much", money=(seen.left_minor, seen.currency))
    till.memory.begin(SURE, sale=seen.sale_id, amount=amount, known=seen.returned_minor)
    return views.sure(seen, amount, till.t)


async def _back(till: Till, sale: int) -> Screen:
    """What was shown, and once: pressed twice, it had come back by then."""
    data = till.data
    if till.memory.step != SURE or data.get("sale") != sale:
        raise Refused("sale.gone")
    till.memory.forget()
    wanted = Wanted(sale, data["amount"], known_minor=data["known"])
    return views.returned(await partner_returns.take_back(till.db, till.actor, wanted, at=till.now), till.t)


def router() -> Router:
    router = Router(name="cashier.partner_returns")
    router.callback_query.register(open_sales, PartnerSales.filter(), AtTill())
    router.callback_query.register(open_sale, PartnerSaleCard.filter(), AtTill())
    router.callback_query.register(undo, UndoPartnerSale.filter(), AtTill())
    router.callback_query.register(bring_back, PartnerReturn.filter(), AtTill())
    router.message.register(say_part, At(PART), Has("text"), AtTill())
    return router
