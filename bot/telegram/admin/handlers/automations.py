"""Looking at the standing rules: the list, a card, what one did and will do; switching, adding and removing one."""

from collections.abc import Awaitable, Callable

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.rules import access
from bot.rules import automation_fields as fields
from bot.telegram.admin.automation_callbacks import AddRule, RuleDo
from bot.telegram.admin.callbacks import ShowAutomations, SwitchAutomation
from bot.telegram.admin.handlers import automation_edits as edits
from bot.telegram.admin.handlers.automation_edits import card, seen
from bot.telegram.admin.handlers.segment_picker import Desk
from bot.telegram.admin.views import automation_reports as reports
from bot.telegram.admin.views import automations as views
from bot.telegram.admin.views.segment_picker import naming
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.screen import Screen, toast
from bot.usecases import automation_edits, automation_forecast, automation_reports, automations, segments
from bot.usecases.actor import Actor
from bot.usecases.errors import Refused
from db.enums import AutomationKind
from db.session import Database


async def open_automations(
    event: Message | CallbackQuery, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand
) -> Screen:
    memory.forget()
    return await _listed(Desk(db, actor, t, memory, hand))


async def _listed(desk: Desk) -> Screen:
    found = await automations.listed(desk.db, desk.actor, at=desk.hand.now)
    may_add = access.may(desk.actor.role, "automations.add")
    return views.listed(found, desk.t, may_add=may_add) if found else views.nothing(desk.t)


async def switch(
    press: CallbackQuery,
    callback_data: SwitchAutomation,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    hand: AtHand,
) -> Screen:
    await automations.switch(db, actor, callback_data.automation, bool(callback_data.on), at=hand.now)
    desk = Desk(db, actor, t, memory, hand)
    return await card(desk, await seen(desk, callback_data.automation))


async def add(
    press: CallbackQuery,
    callback_data: AddRule,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    hand: AtHand,
) -> Screen:
    if not callback_data.kind:
        return views.choose_kind(t)
    if callback_data.kind not in set(AutomationKind):
        raise Refused("automation.only_one")
    rule = await automation_edits.add(db, actor, AutomationKind(callback_data.kind), at=hand.now)
    return await card(Desk(db, actor, t, memory, hand), rule, t.plain("Added, and off: make it ready first."))


async def act(
    press: CallbackQuery, callback_data: RuleDo, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand
) -> Screen:
    does = {**_DOES, **edits.DOES}.get(callback_data.do, _show)
    return await does(Desk(db, actor, t, memory, hand), callback_data)


async def _show(desk: Desk, data: RuleDo) -> Screen:
    return await card(desk, await seen(desk, data.rule))


async def _report(desk: Desk, data: RuleDo) -> Screen:
    found = await automation_reports.report(desk.db, desk.actor, data.rule, at=desk.hand.now)
    return reports.report(found, desk.t)


async def _next(desk: Desk, data: RuleDo) -> Screen:
    found = await automation_forecast.next_days(desk.db, desk.actor, data.rule, at=desk.hand.now)
    return reports.forecast(found, desk.t)


async def _history(desk: Desk, data: RuleDo) -> Screen:
    rule = await seen(desk, data.rule)
    found = await automation_edits.history(desk.db, desk.actor, data.rule)
    material = await segments.material(desk.db, desk.actor, rule.segment, at=desk.hand.now)
    return reports.history(rule, found, naming(material), desk.hand.rules.zone, desk.t)


async def _trial(desk: Desk, data: RuleDo) -> Screen:
    """The very messages, with an invented member, to the person who asks; in no count and no cap."""
    rule = await seen(desk, data.rule)
    numbers = range(1, fields.messages(rule.spec) + 1)
    screens = [screen for number in numbers if (screen := edits.shown(desk, rule, desk.t.language, number))]
    if not screens:
        return toast(desk.t.plain("Its words are written with the points themselves: there is nothing to show."))
    shown: Screen | None = None
    for screen in reversed(screens):
        shown = Screen(views.trial(screen.text, desk.t), rows=screen.rows, fresh=True, then=shown)
    assert shown
    return shown


async def _remove(desk: Desk, data: RuleDo) -> Screen:
    return views.sure_to_remove(await seen(desk, data.rule), desk.t)


async def _removed(desk: Desk, data: RuleDo) -> Screen:
    await automation_edits.remove(desk.db, desk.actor, data.rule, at=desk.hand.now)
    return await _listed(desk)


_DOES: dict[str, Callable[[Desk, RuleDo], Awaitable[Screen]]] = {
    "show": _show,
    "report": _report,
    "next": _next,
    "history": _history,
    "trial": _trial,
    "remove": _remove,
    "removed": _removed,
}


def router() -> Router:
    router = Router(name="admin.automations")
    router.message.register(open_automations, Command("automations"), Hands())
    router.callback_query.register(open_automations, ShowAutomations.filter(), Hands())
    router.callback_query.register(switch, SwitchAutomation.filter(), Hands())
    router.callback_query.register(add, AddRule.filter(), Hands())
    router.callback_query.register(act, RuleDo.filter(), Hands())
    return router
