"""A sale at a partner's: the sum, what points pay of it, and yes."""

import re
from dataclasses import replace

from aiogram import Bot, Router
from aiogram.types import CallbackQuery, Message

from bot.rules.amounts import parse_amount, parse_points
from bot.rules.till_codes import DIGITS
from bot.telegram.cashier.callbacks import Bill, Sum, WithPoints
from bot.telegram.cashier.handlers.sale import only_code
from bot.telegram.cashier.partner_callbacks import SellAtPartner
from bot.telegram.cashier.partner_till import ASKED, BILL, POINTS, SHOWN, SUM, draft_of, let_go
from bot.telegram.cashier.till import AtTill, Till, screen_of
from bot.telegram.cashier.views import partner as views
from bot.telegram.cashier.views import points as till_views
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen, toast
from bot.telegram.shared.qr_photo import texts_in
from bot.usecases import partner_sales, spendings, till_points
from bot.usecases.errors import Refused
from bot.usecases.partner_sales import PartnerOutlook
from bot.usecases.spendings import SpendWanted
from db.enums import SpendingState

SIX_DIGITS = re.compile(rf"[0-9]{{{DIGITS // 2}}} ?[0-9]{{{DIGITS // 2}}}")


async def say_sum(message: Message, till: Till) -> Screen:
    amount = parse_amount(message.text or "", till.currency)
    await let_go(till)
    till.memory.at(BILL, bill=amount)
    return await bill(till)


async def another_sum(press: CallbackQuery, till: Till) -> Screen:
    outlook = await outlook_of(till)
    await let_go(till)
    till.memory.at(SUM)
    return views.ask_sum(outlook.guest, till.t)


async def outlook_of(till: Till) -> PartnerOutlook:
    return await partner_sales.preview(till.db, till.actor, draft_of(till), at=till.now)


async def bill(till: Till) -> Screen:
    return views.bill(await outlook_of(till), till.t, paying=bool(till.data.get("spending")))


async def open_bill(press: CallbackQuery, till: Till) -> Screen:
    """The bill; while the member is asked, whether they have answered."""
    asked = till.data.get("asked")
    if asked:
        seen = await spendings.look(till.db, till.actor, asked, at=till.now)
        if seen.state is SpendingState.ASKED and seen.until > till.now:
            return toast(till_views.still_waits(seen, till.t, till.now))
        draft_of(till)
        till.memory.at(BILL, asked=None, spending=seen.id if seen.state is SpendingState.HELD else None)
    return await bill(till)


async def with_points(press: CallbackQuery, callback_data: WithPoints, till: Till) -> Screen:
    return await HOW.get(callback_data.how, which)(press, till)


async def which(press: CallbackQuery, till: Till) -> Screen:
    """As many as can pay, until a number says otherwise."""
    outlook = await outlook_of(till)
    if not outlook.most_points:
        raise Refused(outlook.why_none or "spend.not_here", points=outlook.least_points)
    till.memory.at(POINTS, points=outlook.most_points)
    return views.which(outlook, outlook.most_points, till.t)


async def say_points(message: Message, till: Till) -> Screen:
    """Another number of points; six digits are the code the customer shows."""
    text, outlook = (message.text or "").strip(), await outlook_of(till)
    if SIX_DIGITS.fullmatch(text) and outlook.most_points < 10 ** (DIGITS - 1):
        return await _held(till, text)
    points = min(parse_points(text), outlook.most_points)
    till.memory.at(POINTS, points=points)
    return views.which(outlook, points, till.t)


async def ask(press: CallbackQuery, till: Till) -> Screen:
    outlook, wanted = await outlook_of(till), await _wanted(till)
    till.memory.at(ASKED)
    seen = await till_points.ask(till.db, till.actor, wanted, at=till.now, message_id=screen_of(press))
    till.memory.at(ASKED, asked=seen.id)
    return till_views.waiting(seen, outlook.guest.name, till.t, till.hand.rules.zone)


async def ask_shown(press: CallbackQuery, till: Till) -> Screen:
    """A question that is still open is taken back: the code is the answer."""
    await let_go(till)
    outlook = await outlook_of(till)
    points = till.data.get("points") or outlook.most_points
    till.memory.at(SHOWN, points=points)
    return views.ask_shown(outlook, points, till.t)


async def none(press: CallbackQuery, till: Till) -> Screen:
    await let_go(till)
    till.memory.at(BILL)
    return await bill(till)


async def shown(message: Message, till: Till) -> Screen:
    return await _held(till, message.text or "")


async def shown_by_photo(message: Message, bot: Bot, till: Till) -> Screen:
    return await _held(till, only_code(await texts_in(bot, message)))


async def _held(till: Till, code: str) -> Screen:
    wanted, key = await _wanted(till), till.hand.card_key
    held = await spendings.hold(till.db, till.actor, wanted, code, at=till.now, card_key=key)
    till.memory.at(BILL, spending=held.id)
    return await bill(till)


async def _wanted(till: Till) -> SpendWanted:
    """Each asking has a key of its own: after a No one may ask again."""
    draft, outlook = draft_of(till), await outlook_of(till)
    asks = till.data.get("asks", 0) + 1
    till.memory.at(till.memory.step or BILL, asks=asks)
    points, place = till.data.get("points") or outlook.most_points, outlook.partner_id
    return SpendWanted(f"{draft.key}:{asks}", draft.member_id, points, outlook.bill.due_minor, partner_id=place)


async def sell(press: CallbackQuery, callback_data: SellAtPartner, till: Till) -> Screen:
    """What the pressed button said, and nothing else: a bill further up in the chat may be of another sum."""
    draft, outlook = draft_of(till), await outlook_of(till)
    if callback_data != SellAtPartner(member=draft.member_id, pays=outlook.bill.to_pay_minor):
        return replace(await bill(till), toast=till.t.plain("That bill was another one. This is how it stands now."))
    till.memory.forget()
    return views.sold(await partner_sales.post(till.db, till.actor, draft, at=till.now), outlook.guest.name, till.t)


HOW = {"which": which, "ask": ask, "code": ask_shown, "none": none}


def router() -> Router:
    router = Router(name="cashier.partner_sale")
    router.callback_query.register(sell, SellAtPartner.filter(), AtTill())
    router.callback_query.register(with_points, WithPoints.filter(), AtTill())
    router.callback_query.register(open_bill, Bill.filter(), AtTill())
    router.callback_query.register(another_sum, Sum.filter(), AtTill())
    router.message.register(say_sum, At(SUM, BILL), Has("text"), AtTill())
    router.message.register(say_points, At(POINTS), Has("text"), AtTill())
    router.message.register(shown, At(SHOWN), Has("text"), AtTill())
    router.message.register(shown_by_photo, At(POINTS, SHOWN), Has("photo", "document"), AtTill())
    return router
