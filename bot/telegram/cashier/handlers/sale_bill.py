"""The sum is typed or pressed, the bill put together, the sale posted; a slip is taken back for two minutes."""

from aiogram import Bot, Router
from aiogram.types import CallbackQuery, Message

from bot.i18n import Html
from bot.rules.amounts import BadAmount, parse_amount
from bot.telegram.cashier.callbacks import AtOutlet, BillCode, PostSale, UndoSale, WithVoucher
from bot.telegram.cashier.handlers import sale
from bot.telegram.cashier.handlers.leaving import let_go
from bot.telegram.cashier.till import ASKED, BILL, PROMO, SECOND, SELLING, SUM, WHO, AtTill, Till
from bot.telegram.cashier.views import bill as views
from bot.telegram.cashier.views import sale as member_views
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen, toast
from bot.usecases import outlets, promocodes, sale_posting, sale_undo, sales
from bot.usecases.errors import Refused
from bot.usecases.sale_posting import SaleOutlook


async def sum_typed(message: Message, till: Till) -> Screen:
    """A sum; what is none may be the next customer."""
    text = message.text or ""
    try:
        amount = parse_amount(text, till.currency)
    except BadAmount:
        screen = await sale.found_if_any(till, text)
        if screen is None:
            raise
        return screen
    return await take_sum(till, amount)


async def take_sum(till: Till, amount: int) -> Screen:
    till.memory.at(BILL, amount=amount, typed="")
    return await bill(till)


async def bill(till: Till, said: str | None = None) -> Screen:
    """The bill as it stands. Points that were let go meanwhile are left out, and it says so."""
    draft, outlook = till.draft, await outlook_of(till)
    till.memory.at(BILL)
    if draft.spending_id is not None and not outlook.points_paid:
        await let_go(till)
        said = said or till.t.plain("The points are no longer set aside.")
    roams = till.actor.outlet_id is None and len(await outlets.active(till.db)) > 1
    return views.bill(outlook, draft.amount_minor, till.t, said, roams=roams)


async def outlook_of(till: Till) -> SaleOutlook:
    return await sale_posting.preview(till.db, till.actor, till.draft, at=till.now)


async def pad(till: Till) -> Screen:
    """The keys, with what was pressed so far."""
    person = (await sales.serve(till.db, till.actor, till.data["member"], at=till.now)).member
    title: Html = member_views.who(person, till.t)
    return views.pad(title, till.data.get("typed", ""), till.currency, person.member_id, till.t)


async def with_voucher(press: CallbackQuery, callback_data: WithVoucher, till: Till) -> Screen:
    """It comes off this bill; from the voucher's own screen a sale begins with it."""
    number = callback_data.voucher or None
    if till.memory.step not in SELLING and number:
        seen = await sales.look(till.db, till.actor, number, at=till.now)
        sale.begin(till, seen.member.member_id)
    if till.memory.step not in SELLING:
        raise Refused("sale.gone")
    till.memory.at(till.memory.step or SUM, voucher=number)
    return await (bill(till) if till.data.get("amount") else pad(till))


async def at_outlet(press: CallbackQuery, till: Till) -> Screen:
    """The next outlet in the list; points that were asked for at another are let go."""
    here, numbers = till.draft.outlet_id, [line.id for line in await outlets.active(till.db)]
    await let_go(till)
    place = numbers.index(here) + 1 if here in numbers else 0
    till.memory.at(BILL, outlet=numbers[place % len(numbers)] if numbers else None)
    return await bill(till)


async def ask_code(press: CallbackQuery, till: Till) -> Screen:
    outlook = await outlook_of(till)
    till.memory.at(PROMO)
    return views.ask_code(outlook, till.t)


async def enter_code(message: Message, till: Till) -> Screen:
    """What the code gives comes off this bill, if it can."""
    draft = till.draft
    outlet = draft.outlet_id or till.actor.outlet_id
    key = till.data["key"]
    given = await promocodes.enter_for(
        till.db, till.actor, draft.member_id, message.text or "", key, outlet_id=outlet, at=till.now
    )
    till.memory.at(BILL, voucher=given.voucher_id or till.data.get("voucher"))
    return await bill(till)


async def post(press: CallbackQuery, callback_data: PostSale, till: Till) -> Screen:
    """What the pressed button said, and nothing else: a bill further up in the chat may be of another sum. The next
    card or number is the next customer."""
    if till.memory.step is None or till.data.get("sold"):  # a double tap
        return toast(till.t.plain("That sale is done."))
    draft, outlook = till.draft, await outlook_of(till)
    if draft.spending_id is not None and not outlook.points_paid:
        return await bill(till)
    if callback_data != PostSale(member=draft.member_id, amount=draft.amount_minor, pays=outlook.to_pay_minor):
        return await bill(till, till.t.plain("That bill was another one. This is how it stands now."))
    till.memory.begin(WHO, sold=True)
    done = await sale_posting.post(till.db, till.actor, draft, at=till.now, card_key=till.hand.card_key)
    return views.posted(done, outlook, till.t)


async def undo(press: CallbackQuery, callback_data: UndoSale, till: Till) -> Screen:
    return views.undone(await sale_undo.undo(till.db, till.actor, callback_data.order, at=till.now), till.t)


async def next_by_photo(message: Message, bot: Bot, till: Till) -> Screen:
    """Another card before this sale is done: that customer is served now."""
    return await sale.find_by_photo(message, bot, till)


def router() -> Router:
    router = Router(name="cashier.sale_bill")
    router.callback_query.register(with_voucher, WithVoucher.filter(), AtTill())
    router.callback_query.register(at_outlet, AtOutlet.filter(), AtTill())
    router.callback_query.register(ask_code, BillCode.filter(), AtTill())
    router.callback_query.register(post, PostSale.filter(), AtTill())
    router.callback_query.register(undo, UndoSale.filter(), AtTill())
    router.message.register(sum_typed, At(SUM, BILL), Has("text"), AtTill())
    router.message.register(enter_code, At(PROMO), Has("text"), AtTill())
    router.message.register(next_by_photo, At(SUM, BILL, PROMO, ASKED, SECOND), Has("photo", "document"), AtTill())
    return router
