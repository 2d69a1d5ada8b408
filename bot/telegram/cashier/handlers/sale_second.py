"""A second person: asked for a sale or a return above what one may do alone, and heard."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.rules.amounts import parse_amount
from bot.rules.till_limits import Weighed
from bot.telegram.cashier.callbacks import AnswerSecond, AskSecond, Bill, OpenReturn
from bot.telegram.cashier.handlers import returns
from bot.telegram.cashier.handlers.sale_bill import bill
from bot.telegram.cashier.till import SECOND, AtTill, Till, screen_of
from bot.telegram.cashier.views import second as views
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen, toast
from bot.usecases import sale_approvals, spendings
from bot.usecases.sale_approvals import Approval
from db.enums import ApprovalState

RETURNING = returns.SECOND


async def ask_second(press: CallbackQuery, callback_data: AskSecond, till: Till) -> Screen:
    if callback_data.again:
        return await _again(till) or toast(till.t.plain("No answer yet."))
    weighed = await _weighed(till)
    till.memory.at(RETURNING if _returns(till) else SECOND)
    asked = await sale_approvals.ask(till.db, till.actor, weighed, at=till.now, message_id=screen_of(press))
    till.memory.at(till.memory.step or SECOND, alone=asked.alone)
    return _asked(till, asked)


def _returns(till: Till) -> bool:
    return till.memory.step in returns.STEPS


async def _weighed(till: Till) -> Weighed:
    if _returns(till):
        wanted, seen = await returns.sure_of(till)
        return Weighed(wanted.key, seen.member_id, seen.amount_minor, what="return")
    draft = till.draft
    held = await spendings.look(till.db, till.actor, draft.spending_id, at=till.now) if draft.spending_id else None
    return Weighed(draft.key, draft.member_id, draft.amount_minor, held.points if held else 0)


def _asked(till: Till, asked: Approval | None) -> Screen:
    assert asked is not None, "what waits has been asked"
    back = OpenReturn(order=till.data["order"]) if _returns(till) else Bill()
    if asked.alone:
        return views.once_more(asked, till.t, till.currency, back)
    return views.waiting(asked, till.t, till.currency, back)


async def _again(till: Till) -> Screen | None:
    """Decided, one goes on; None: it still waits."""
    asked = await _question(till)
    if asked is not None and asked.state is ApprovalState.ASKED:
        return None
    said = views.refused(asked, till.t) if asked and asked.state is ApprovalState.REFUSED else None
    return await _go_on(till, said)


async def _question(till: Till) -> Approval | None:
    return await sale_approvals.look(till.db, till.actor, (await _weighed(till)).key)


async def _go_on(till: Till, said: str | None = None) -> Screen:
    return await (returns.confirm(till, said) if _returns(till) else bill(till, said))


async def once_more(message: Message, till: Till) -> Screen:
    """An owner with nobody else to ask types the sum again; whoever waits for somebody is told how it stands."""
    asked = await _question(till)
    if asked is None or not till.data.get("alone"):
        return await _again(till) or _asked(till, asked)
    again = parse_amount(message.text or "", till.currency)
    await sale_approvals.alone(till.db, till.actor, asked.key, again, at=till.now)
    return await _go_on(till)


async def answer_second(press: CallbackQuery, callback_data: AnswerSecond, till: Till) -> Screen:
    approval, yes = callback_data.approval, bool(callback_data.yes)
    done = await sale_approvals.answer(till.db, till.actor, approval, yes=yes, at=till.now)
    return views.decided(done, till.t, till.currency)


def router() -> Router:
    router = Router(name="cashier.sale_second")
    router.callback_query.register(ask_second, AskSecond.filter(), AtTill())
    router.callback_query.register(answer_second, AnswerSecond.filter(), AtTill())
    router.message.register(once_more, At(SECOND, RETURNING), Has("text"), AtTill())
    return router
