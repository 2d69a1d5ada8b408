"""Earning rules: looked at, written condition by condition, switched, removed. Each change is one of the programme's
numbers ("earning_rules.r5"), shown with what it would do and published like any other."""

from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.rules import earning_edits as edits
from bot.rules.earning_rules import LONGEST_NAME, EarningRule, from_json, to_json
from bot.rules.orders import clean_words
from bot.telegram.admin.earning_callbacks import (
    EarningClear,
    EarningDo,
    EarningFlip,
    EarningGives,
    EarningPart,
    EarningSave,
    ShowEarning,
)
from bot.telegram.admin.handlers.program import propose
from bot.telegram.admin.views import earning_rules as views
from bot.telegram.admin.views.earning_rules import CHANNELS, TIERS, Choices
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen
from bot.usecases import dishes, outlets
from bot.usecases import program_changes as changes
from bot.usecases.actor import Actor
from bot.usecases.errors import Refused
from bot.usecases.program import Rules
from bot.usecases.program_changes import ProgramSeen
from db.session import Database

NAME, GIVES, VALUE = "earning.name", "earning.gives", "earning.value"
DRAFT, PART = "earning.draft", "earning.part"
TYPED = ("name", "value", "least_minor", "items", "hours", "days", "priority")


def field_of(rule: str) -> str:
    return f"earning_rules.{rule}"


async def open_rules(
    press: CallbackQuery,
    callback_data: ShowEarning,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    now: datetime,
) -> Screen:
    memory.forget()
    seen, choices = await _seen(db, actor, now)
    if not callback_data.rule:
        return views.listed(seen, choices, t)
    return views.one(_rule(seen, callback_data.rule), choices, t, may_change=seen.may_change)


async def _seen(db: Database, actor: Actor, now: datetime) -> tuple[ProgramSeen, Choices]:
    seen = await changes.show(db, actor, at=now)
    places, categories = await outlets.active(db), await dishes.every_category(db)
    return seen, Choices(places, categories, seen.rules.program.currency)


def _rule(seen: ProgramSeen, key: str) -> EarningRule:
    """Refuses `program.no_such_number`: it was removed meanwhile."""
    found = next((rule for rule in seen.rules.program.earning_rules if rule.id == key), None)
    if found is None:
        raise Refused("program.no_such_number")
    return found


async def act(
    press: CallbackQuery,
    callback_data: EarningDo,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    now: datetime,
) -> Screen:
    seen, choices = await _seen(db, actor, now)
    if callback_data.do == "add":
        memory.begin(GIVES, newest=seen.newest)
        return views.ask_gives(t)
    rule = _rule(seen, callback_data.rule)
    if callback_data.do == "edit":
        memory.begin(DRAFT, rule=to_json(rule), newest=seen.newest)
        return views.draft(rule, choices, t)
    value = None if callback_data.do == "remove" else {**to_json(rule), "on": callback_data.do == "on"}
    return await propose(db, actor, t, memory, now, field_of(rule.id), value)


async def choose_gives(press: CallbackQuery, callback_data: EarningGives, t: Texts, memory: ChatMemory) -> Screen:
    if memory.step != GIVES:
        raise Refused("program.proposal_gone")
    memory.at(VALUE, gives=callback_data.gives)
    return views.ask_value(callback_data.gives, t)


async def write_value(message: Message, t: Texts, memory: ChatMemory) -> Screen:
    value = edits.read_value(memory.data["gives"], message.text or "")
    memory.at(NAME, value=value)
    return views.ask_name(t)


async def write_name(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime
) -> Screen:
    known, name = memory.data, clean_words(message.text or "", LONGEST_NAME)
    # Named after the version it will come with: no two rules ever have the same id.
    rule = EarningRule(f"r{known['newest'] + 1}", name, known["gives"], known["value"])
    memory.begin(DRAFT, rule=to_json(rule), newest=known["newest"])
    return views.draft(rule, (await _seen(db, actor, now))[1], t)


def _draft(memory: ChatMemory) -> EarningRule:
    """Refuses `program.proposal_gone`: a button of an earlier rule."""
    if memory.step not in (DRAFT, PART):
        raise Refused("program.proposal_gone")
    return from_json(memory.data["rule"])


async def open_part(
    press: CallbackQuery,
    callback_data: EarningPart,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    now: datetime,
) -> Screen:
    rule, part = _draft(memory), callback_data.part
    memory.at(PART if part in TYPED else DRAFT, part=part)
    if part == "value":
        return views.ask_value(rule.gives, t)
    if part in TYPED:
        return views.ask(rule, part, t)
    choices = (await _seen(db, actor, now))[1]
    return views.draft(rule, choices, t) if part == "draft" else views.choose(rule, part, choices, t)


async def write_part(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, rules: Rules, now: datetime
) -> Screen:
    rule = edits.with_typed(_draft(memory), memory.data["part"], message.text or "", rules.program.currency)
    return await _kept(rule, db, actor, t, memory, now)


async def clear_part(
    press: CallbackQuery,
    callback_data: EarningClear,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    now: datetime,
) -> Screen:
    return await _kept(edits.cleared(_draft(memory), callback_data.part), db, actor, t, memory, now)


async def _kept(rule: EarningRule, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime) -> Screen:
    memory.at(DRAFT, rule=to_json(rule))
    return views.draft(rule, (await _seen(db, actor, now))[1], t)


async def flip(
    press: CallbackQuery,
    callback_data: EarningFlip,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    now: datetime,
) -> Screen:
    choices, part = (await _seen(db, actor, now))[1], callback_data.part
    rule = _flipped(_draft(memory), callback_data, choices)
    memory.at(DRAFT, rule=to_json(rule))
    return views.draft(rule, choices, t) if part in edits.FLAGS else views.choose(rule, part, choices, t)


def _flipped(rule: EarningRule, press: EarningFlip, choices: Choices) -> EarningRule:
    """A mark that stands for nothing (any more) changes nothing."""
    several: dict[str, dict[int, Any]] = {
        "weekdays": dict(enumerate(range(7))),
        "outlets": {place.id: place.id for place in choices.outlets},
        "categories": {views.mark(name): name for name in (*choices.categories, *rule.categories)},
        "tiers": dict(enumerate(TIERS)),
        "channels": dict(enumerate(CHANNELS)),
    }
    if press.part in edits.FLAGS:
        return edits.flipped(rule, press.part, None)
    one = several[press.part].get(press.mark)
    return rule if one is None else edits.flipped(rule, press.part, one)


async def save(press: CallbackQuery, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime) -> Screen:
    rule, begun = _draft(memory), memory.data["newest"]
    if (await changes.show(db, actor, at=now)).newest != begun:
        raise Refused("program.changed_meanwhile")
    return await propose(db, actor, t, memory, now, field_of(rule.id), to_json(rule))


def router() -> Router:
    router = Router(name="admin.earning_rules")
    router.callback_query.register(open_rules, ShowEarning.filter())
    router.callback_query.register(act, EarningDo.filter())
    router.callback_query.register(choose_gives, EarningGives.filter())
    router.callback_query.register(open_part, EarningPart.filter())
    router.callback_query.register(clear_part, EarningClear.filter())
    router.callback_query.register(flip, EarningFlip.filter())
    router.callback_query.register(save, EarningSave.filter())
    router.message.register(write_value, At(VALUE), Has("text"))
    router.message.register(write_name, At(NAME), Has("text"))
    router.message.register(write_part, At(PART), Has("text"))
    return router
