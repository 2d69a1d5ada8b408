"""Points pay a part of the bill: the member is asked in their chat, or shows a code."""

import re

from aiogram import Bot, Router
from aiogram.types import CallbackQuery, Message

from bot.rules.amounts import parse_points
from bot.rules.till_codes import DIGITS
from bot.telegram.cashier.callbacks import Bill, WithPoints
from bot.telegram.cashier.handlers.leaving import let_go
from bot.telegram.cashier.handlers.sale import only_code
from bot.telegram.cashier.handlers.sale_bill import bill, outlook_of
from bot.telegram.cashier.till import ASKED, BILL, POINTS, SELLING, SHOWN, AtTill, Till, screen_of
from bot.telegram.cashier.views import points as views
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen, toast
from bot.telegram.shared.qr_photo import texts_in
from bot.usecases import spendings, till_points
from bot.usecases.errors import Refused
from bot.usecases.sale_posting import SaleOutlook
from bot.usecases.spendings import SpendSeen, SpendWanted
from db.enums import SpendingState

SIX_DIGITS = re.compile(rf"[0-9]{{{DIGITS // 2}}} ?[0-9]{{{DIGITS // 2}}}")


async def which(press: CallbackQuery, till: Till) -> Screen:
    """As many as can pay, until a number says otherwise."""
    outlook = await outlook_of(till)
    if not outlook.points_most:
        return await bill(till)
    till.memory.at(POINTS, points=outlook.points_most)
    return views.which(outlook, outlook.points_most, till.t, scanned=bool(till.data.get("shown")))


async def typed(message: Message, till: Till) -> Screen:
    """Another number of points; six digits are the code the customer shows."""
    text, outlook = (message.text or "").strip(), await outlook_of(till)
    if SIX_DIGITS.fullmatch(text) and outlook.points_most < 10 ** (DIGITS - 1):
        return await _held(till, text)
    points = min(parse_points(text), outlook.points_most)
    till.memory.at(POINTS, points=points)
    return views.which(outlook, points, till.t, scanned=bool(till.data.get("shown")))


async def ask(press: CallbackQuery, till: Till) -> Screen:
    outlook = await outlook_of(till)
    wanted = _wanted(till, outlook)
    till.memory.at(ASKED)
    seen = await till_points.ask(till.db, till.actor, wanted, at=till.now, message_id=screen_of(press))
    till.memory.at(ASKED, asked=seen.id)
    return views.waiting(seen, outlook.name, till.t, till.hand.rules.zone)


async def ask_shown(press: CallbackQuery, till: Till) -> Screen:
    """A question that is still open is taken back: the code is the answer."""
    await let_go(till)
    outlook = await outlook_of(till)
    points = till.data.get("points") or outlook.points_most
    till.memory.at(SHOWN, points=points)
    return views.ask_shown(outlook, points, till.t)


async def shown(message: Message, till: Till) -> Screen:
    return await _held(till, message.text or "")


async def shown_by_photo(message: Message, bot: Bot, till: Till) -> Screen:
    return await _held(till, only_code(await texts_in(bot, message)))


async def scanned(press: CallbackQuery, till: Till) -> Screen:
    """The code by which the customer was found; too old by now, they show another."""
    code = till.data.get("shown")
    if code is None:
        return await ask_shown(press, till)
    try:
        return await _held(till, code)
    except Refused as refusal:
        if refusal.code not in ("spending.code_old", "spending.code_used"):
            raise
        till.memory.at(POINTS, shown=None)
        return await ask_shown(press, till)


async def none(press: CallbackQuery, till: Till) -> Screen:
    await let_go(till)
    return await bill(till)


async def open_bill(press: CallbackQuery, till: Till) -> Screen:
    """The bill; while the member is asked, whether they have answered."""
    seen = await _open_question(till)
    return toast(views.still_waits(seen, till.t, till.now)) if seen else await bill(till)


async def typed_meanwhile(message: Message, till: Till) -> Screen:
    """While the member is asked: the code they show instead, or a look whether they have answered."""
    text, seen = (message.text or "").strip(), await _open_question(till)
    if seen is not None and SIX_DIGITS.fullmatch(text):
        await let_go(till)
        return await _held(till, text)
    if seen is None:
        return await bill(till)
    return views.waiting(seen, (await outlook_of(till)).name, till.t, till.hand.rules.zone)


async def _open_question(till: Till) -> SpendSeen | None:
    """The question that waits for its answer. None: there is none, and the bill knows how it was answered."""
    if not till.data.get("asked") or till.memory.step not in SELLING:
        return None
    seen = await till_points.look(till.db, till.actor, till.data["asked"], at=till.now)
    if seen.state is SpendingState.ASKED and seen.until > till.now:
        return seen
    till.memory.at(BILL, asked=None, spending=seen.id if seen.state is SpendingState.HELD else None)
    return None


async def _held(till: Till, code: str) -> Screen:
    wanted, key = _wanted(till, await outlook_of(till)), till.hand.card_key
    held = await spendings.hold(till.db, till.actor, wanted, code, at=till.now, card_key=key)
    till.memory.at(BILL, spending=held.id)
    return await bill(till)


def _wanted(till: Till, outlook: SaleOutlook) -> SpendWanted:
    """Each asking has a key of its own: after a No one may ask again."""
    draft = till.draft
    asks = till.data.get("asks", 0) + 1
    till.memory.at(till.memory.step or BILL, asks=asks)
    points = till.data.get("points") or outlook.points_most
    return SpendWanted(f"{draft.key}:{asks}", draft.member_id, points, _eligible(outlook), draft.outlet_id)


def _eligible(outlook: SaleOutlook) -> int:
    """What is to be paid before points."""
    return outlook.to_pay_minor + outlook.paid_minor


HOW = {"which": which, "ask": ask, "code": ask_shown, "scanned": scanned, "none": none}


async def with_points(press: CallbackQuery, callback_data: WithPoints, till: Till) -> Screen:
    return await HOW.get(callback_data.how, which)(press, till)


def router() -> Router:
    router = Router(name="cashier.sale_points")
    router.callback_query.register(with_points, WithPoints.filter(), AtTill())
    router.callback_query.register(open_bill, Bill.filter(), AtTill())
    router.message.register(typed, At(POINTS), Has("text"), AtTill())
    router.message.register(typed_meanwhile, At(ASKED), Has("text"), AtTill())
    router.message.register(shown, At(SHOWN), Has("text"), AtTill())
    router.message.register(shown_by_photo, At(POINTS, SHOWN), Has("photo", "document"), AtTill())
    return router
