"""A draft's buttons: to its parts, to how it looks, and to the last question before it leaves."""

from collections.abc import Awaitable, Callable

from aiogram import Router
from aiogram.types import CallbackQuery, InaccessibleMessage

from bot.i18n import Texts
from bot.telegram.admin.broadcast_callbacks import ComposeDo
from bot.telegram.admin.handlers import broadcast_card as cards
from bot.telegram.admin.handlers.broadcast_card import card, previews, seen, which
from bot.telegram.admin.handlers.broadcast_edits import DOES_SIDES
from bot.telegram.admin.handlers.broadcast_gifts import DOES_GIFTS
from bot.telegram.admin.handlers.broadcast_parts import DOES_PARTS
from bot.telegram.admin.handlers.broadcasts import listed
from bot.telegram.admin.handlers.segment_picker import Desk
from bot.telegram.admin.views import broadcast_card, broadcasts
from bot.telegram.admin.views import broadcast_check as views
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.screen import Screen, toast
from bot.usecases import broadcast_drafts, broadcast_plan, broadcast_start, broadcast_words
from bot.usecases.actor import Actor
from db.enums import BroadcastState
from db.session import Database


async def act(
    press: CallbackQuery,
    callback_data: ComposeDo,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    hand: AtHand,
) -> Screen:
    desk = Desk(db, actor, t, memory, hand)
    if callback_data.do == "confirm":
        return await _confirm(desk, callback_data, press)
    return await _DOES.get(callback_data.do, _show)(desk, callback_data)


async def _show(desk: Desk, data: ComposeDo) -> Screen:
    return await card(desk, await seen(desk, data.draft))


async def _look(desk: Desk, data: ComposeDo) -> Screen:
    draft = await seen(desk, data.draft)
    return await previews(desk, draft, views.looked(draft, desk.t))


async def _trial(desk: Desk, data: ComposeDo) -> Screen:
    everybody = data.value == "staff"
    send = broadcast_words.send_trial(desk.db, desk.actor, data.draft, everybody=everybody, at=desk.hand.now)
    return toast(desk.t.plain_plural("On its way to {n} person.", "On its way to {n} people.", await send))


async def _check(desk: Desk, data: ComposeDo) -> Screen:
    draft = await seen(desk, data.draft)
    desk.memory.forget()
    reach = await broadcast_plan.numbers(desk.db, desk.actor, draft.id, at=desk.hand.now)
    return views.numbers(await cards.look(desk, draft), reach, desk.t)


async def _confirm(desk: Desk, data: ComposeDo, press: CallbackQuery) -> Screen:
    """The last yes; the message that asked for it shows from now on where the broadcast stands."""
    message = None if isinstance(press.message, InaccessibleMessage) else press.message
    shown = (message.chat.id, message.message_id) if message else None
    desk.memory.forget()
    going = await broadcast_start.confirm(desk.db, desk.actor, which(data), at=desk.hand.now, shown=shown)
    if going.waits is None and going.report.state is not BroadcastState.SCHEDULED:
        return broadcasts.progress(going.report, desk.t)
    draft = await broadcast_drafts.see(desk.db, desk.actor, data.draft, at=desk.hand.now)
    return views.waits(await cards.look(desk, draft), desk.t, own=True)


async def _ask_drop(desk: Desk, data: ComposeDo) -> Screen:
    return broadcast_card.ask_drop(await seen(desk, data.draft), desk.t)


async def _drop(desk: Desk, data: ComposeDo) -> Screen:
    desk.memory.forget()
    await broadcast_drafts.drop(desk.db, desk.actor, data.draft)
    return await listed(desk)


_DOES: dict[str, Callable[[Desk, ComposeDo], Awaitable[Screen]]] = {
    "show": _show,
    "look": _look,
    "trial": _trial,
    "check": _check,
    "drop": _ask_drop,
    "dropped": _drop,
    **DOES_PARTS,
    **DOES_SIDES,
    **DOES_GIFTS,
}


def router() -> Router:
    router = Router(name="admin.broadcast_check")
    router.callback_query.register(act, ComposeDo.filter(), Hands())
    return router
