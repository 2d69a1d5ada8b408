"""Reading the programme's numbers and changing one."""

from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.rules import access
from bot.rules import program_fields as fields
from bot.rules.whatif import matters
from bot.telegram.admin.callbacks import ChangeNumber, PublishChange, ShowProgram, ShowVersions
from bot.telegram.admin.views import program as views
from bot.telegram.admin.views.whatif import under_proposal
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen
from bot.usecases import program_changes as changes
from bot.usecases import program_versions, whatif
from bot.usecases.actor import Actor
from bot.usecases.errors import Refused
from bot.usecases.program import Rules
from db.session import Database

VALUE, SURE = "program.value", "program.sure"
PAGE = 8
ALL = ShowProgram()


async def open_program(
    event: Message | CallbackQuery,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    hand: AtHand,
    callback_data: ShowProgram = ALL,
) -> Screen:
    memory.forget()
    seen = await changes.show(db, actor, at=hand.now)
    if callback_data.group in fields.GROUPS:
        return views.group(seen, callback_data.group, t)
    return views.overview(seen, hand.username, t)


async def ask_value(
    press: CallbackQuery,
    callback_data: ChangeNumber,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    now: datetime,
) -> Screen:
    seen = await changes.show(db, actor, at=now)
    if fields.KINDS.get(callback_data.field) in (None, "reward"):  # a reward is picked, not typed
        raise Refused("program.no_such_number")
    memory.begin(VALUE, field=callback_data.field)
    return views.ask(seen.rules.program, callback_data.field, t)


async def write_value(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, rules: Rules, now: datetime
) -> Screen:
    field = memory.data["field"]
    value = fields.read(field, message.text or "", rules.program)
    return await propose(db, actor, t, memory, now, field, value)


async def propose(
    db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime, field: str, value: Any
) -> Screen:
    """Shows what the change would do, and waits for a yes."""
    found = await changes.propose(db, actor, field, value, at=now)
    memory.begin(SURE, field=field, value=list(value) if isinstance(value, tuple) else value, newest=found.newest)
    tried = await whatif.glance(db, actor, field, value, at=now) if matters(field) else None
    return under_proposal(views.proposal(found, t), field, tried, t)


async def publish(
    press: CallbackQuery, db: Database, actor: Actor, t: Texts, memory: ChatMemory, rules: Rules, now: datetime
) -> Screen:
    if memory.step != SURE:
        raise Refused("program.proposal_gone")
    told, value = memory.data, memory.data["value"]
    memory.forget()
    value = tuple(value) if isinstance(value, list) else value
    done = await changes.publish(db, actor, told["field"], value, newest=told["newest"], at=now)
    return views.published(done, rules, t)


async def open_versions(
    press: CallbackQuery, callback_data: ShowVersions, db: Database, actor: Actor, t: Texts, rules: Rules
) -> Screen:
    found = await program_versions.versions(db, actor, before=callback_data.before, limit=PAGE)
    return views.versions(found, rules, t, may_change=access.may(actor.role, "program.change"))


def router() -> Router:
    router = Router(name="admin.program")
    router.message.register(open_program, Command("program"), Hands())
    router.callback_query.register(open_program, ShowProgram.filter(), Hands())
    router.callback_query.register(ask_value, ChangeNumber.filter())
    router.callback_query.register(publish, PublishChange.filter())
    router.callback_query.register(open_versions, ShowVersions.filter())
    router.message.register(write_value, At(VALUE), Has("text"))
    return router
