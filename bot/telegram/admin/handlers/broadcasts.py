"""Messages to members: the list, a draft made ready and sent, one on its way watched, paused, stopped."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.rules import broadcast_fields as fields
from bot.telegram.admin.broadcast_callbacks import BroadcastDo, ShowBroadcasts
from bot.telegram.admin.handlers import broadcast_card as cards
from bot.telegram.admin.handlers.segment_picker import Desk
from bot.telegram.admin.views import broadcast_check as checking
from bot.telegram.admin.views import broadcasts as views
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen
from bot.usecases import (
    broadcast_drafts,
    broadcast_plan,
    broadcast_rounds,
    broadcast_start,
    broadcast_templates,
    broadcasts,
)
from bot.usecases.actor import Actor
from bot.usecases.broadcast_drafts import Draft, Which
from bot.usecases.broadcasts import Report
from db.enums import BroadcastState
from db.session import Database

NAME = "broadcasts.name"


async def open_broadcasts(
    event: Message | CallbackQuery, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand
) -> Screen:
    memory.forget()
    return await listed(Desk(db, actor, t, memory, hand))


async def listed(desk: Desk) -> Screen:
    drafts = await broadcast_drafts.drafts(desk.db, desk.actor, at=desk.hand.now)
    return views.listed(drafts, await broadcasts.latest(desk.db, desk.actor, at=desk.hand.now), desk.t)


async def look_around(
    press: CallbackQuery,
    callback_data: ShowBroadcasts,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    hand: AtHand,
) -> Screen:
    memory.forget()
    if callback_data.what == "templates":
        return views.templates(await broadcast_drafts.drafts(db, actor, at=hand.now, templates=True), t)
    screen = await listed(Desk(db, actor, t, memory, hand))
    return replace(screen, fresh=callback_data.what == "aside")


async def act(
    press: CallbackQuery,
    callback_data: BroadcastDo,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    hand: AtHand,
) -> Screen:
    memory.forget()
    desk = Desk(db, actor, t, memory, hand)
    if callback_data.do == "show" and isinstance(press.message, Message):
        await _live(desk, callback_data.broadcast, press.message.message_id)
    return await DOES.get(callback_data.do, _show)(desk, callback_data)


async def _live(desk: Desk, broadcast_id: int, message_id: int) -> None:
    """While it is on its way, the message that was looked at last shows the numbers."""
    report = await broadcasts.report(desk.db, desk.actor, broadcast_id, at=desk.hand.now)
    here = desk.actor.chat_id, message_id
    if report.state in (BroadcastState.RUNNING, BroadcastState.PAUSED) and report.report_at != here:
        await broadcasts.show_in(desk.db, desk.actor, broadcast_id, message_id, at=desk.hand.now)


async def _report(desk: Desk, data: BroadcastDo) -> Report:
    return await broadcasts.report(desk.db, desk.actor, data.broadcast, at=desk.hand.now)


async def _show(desk: Desk, data: BroadcastDo) -> Screen:
    """Whatever it is by now: a draft, one that waits, one on its way."""
    draft = await broadcast_drafts.see(desk.db, desk.actor, data.broadcast, at=desk.hand.now)
    if draft.state is BroadcastState.DRAFT:
        return await cards.card(desk, draft)
    if draft.state in (BroadcastState.CONFIRMING, BroadcastState.SCHEDULED):
        return await _waiting(desk, draft)
    return views.progress(await _report(desk, data), desk.t)


async def _waiting(desk: Desk, draft: Draft) -> Screen:
    """Whoever is asked for the second yes sees the numbers the first one saw."""
    own, look = draft.author == desk.actor.name, await cards.look(desk, draft)
    if own or draft.state is not BroadcastState.CONFIRMING:
        return checking.waits(look, desk.t, own=own)
    reach = await broadcast_plan.numbers(desk.db, desk.actor, draft.id, at=desk.hand.now)
    return checking.waits(look, desk.t, own=own, reach=reach)


async def _look(desk: Desk, data: BroadcastDo) -> Screen:
    """As it will look, for whoever is asked to say yes; and where it stands."""
    draft = await broadcast_drafts.see(desk.db, desk.actor, data.broadcast, at=desk.hand.now)
    return await cards.previews(desk, draft, replace(await _show(desk, data), fresh=True))


async def _pause(desk: Desk, data: BroadcastDo) -> Screen:
    return views.progress(await broadcasts.rest(desk.db, desk.actor, data.broadcast, at=desk.hand.now), desk.t)


async def _resume(desk: Desk, data: BroadcastDo) -> Screen:
    return views.progress(await broadcasts.resume(desk.db, desk.actor, data.broadcast, at=desk.hand.now), desk.t)


async def _ask_stop(desk: Desk, data: BroadcastDo) -> Screen:
    return views.ask_stop(await _report(desk, data), desk.t)


async def _stop(desk: Desk, data: BroadcastDo) -> Screen:
    return views.progress(await broadcasts.stop(desk.db, desk.actor, data.broadcast, at=desk.hand.now), desk.t)


async def _approve(desk: Desk, data: BroadcastDo) -> Screen:
    which = Which(data.broadcast, data.edition)
    await broadcast_start.approve(desk.db, desk.actor, which, at=desk.hand.now)
    return await _show(desk, data)


async def _call_off(desk: Desk, data: BroadcastDo) -> Screen:
    await broadcast_start.call_off(desk.db, desk.actor, data.broadcast, at=desk.hand.now)
    return checking.gone(desk.t)


async def _doubts(desk: Desk, data: BroadcastDo) -> Screen:
    report = await _report(desk, data)
    return views.doubts(report, await broadcasts.doubts(desk.db, desk.actor, data.broadcast), desk.t)


async def _send_again(desk: Desk, data: BroadcastDo) -> Screen:
    count = await broadcasts.send_again(desk.db, desk.actor, data.broadcast, at=desk.hand.now)
    told = desk.t.plain_plural("{n} is on its way again.", "{n} are on their way again.", count)
    return replace(await _show(desk, data), toast=told)


async def _choose(desk: Desk, data: BroadcastDo) -> Screen:
    chosen = broadcast_rounds.choose_winner(desk.db, desk.actor, data.broadcast, data.value, at=desk.hand.now)
    return views.progress(await chosen, desk.t)


async def _again(desk: Desk, data: BroadcastDo) -> Screen:
    draft = await broadcast_templates.again(desk.db, desk.actor, data.broadcast, at=desk.hand.now)
    return await cards.card(desk, draft, desk.t.plain("A new draft, just like it."))


async def _keep(desk: Desk, data: BroadcastDo) -> Screen:
    report = await _report(desk, data)
    desk.memory.begin(NAME, broadcast=report.id)
    return views.ask_template_name(report, desk.t)


DOES: dict[str, Callable[[Desk, BroadcastDo], Awaitable[Screen]]] = {
    "show": _show,
    "look": _look,
    "pause": _pause,
    "resume": _resume,
    "stop": _ask_stop,
    "stopped": _stop,
    "approve": _approve,
    "call_off": _call_off,
    "doubts": _doubts,
    "send_again": _send_again,
    "winner": _choose,
    "again": _again,
    "keep": _keep,
}


async def name_template(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand
) -> Screen:
    """It is kept under this name."""
    broadcast, name = memory.data["broadcast"], fields.name(message.text or "")
    memory.forget()
    await broadcast_templates.keep_template(db, actor, broadcast, name, at=hand.now)
    return views.templates(await broadcast_drafts.drafts(db, actor, at=hand.now, templates=True), t)


def router() -> Router:
    router = Router(name="admin.broadcasts")
    router.message.register(open_broadcasts, Command("broadcast"), Hands())
    router.callback_query.register(look_around, ShowBroadcasts.filter(), Hands())
    router.callback_query.register(act, BroadcastDo.filter(), Hands())
    router.message.register(name_template, At(NAME), Has("text"), Hands())
    return router
