"""/program whatif: tries a number on the last ninety days, by words or by buttons, before it is published."""

from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.rules import program_fields as fields
from bot.telegram.admin.earning_callbacks import AskWhatIf, PublishWhatIf, ShowWhatIf
from bot.telegram.admin.handlers.program import SURE, propose
from bot.telegram.admin.views import whatif as views
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen
from bot.usecases import program_changes as changes
from bot.usecases import whatif
from bot.usecases.actor import Actor
from bot.usecases.errors import Refused
from bot.usecases.program import Rules
from db.session import Database

VALUE, SHOWN = "whatif.value", "whatif.shown"
COMMAND = "/program"


class AsksWhatIf(Filter):
    """ "/program whatif", alone or with a number's name and a value; handlers get `asked`, the words behind it."""

    async def __call__(self, event: Message) -> bool | dict[str, Any]:
        words = (event.text or "").split()
        asks = len(words) > 1 and words[0].split("@")[0] == COMMAND and words[1].lower() == "whatif"
        return asks and {"asked": words[2:]}


async def ask_in_words(
    message: Message,
    asked: list[str],
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    hand: AtHand,
) -> Screen:
    memory.forget()
    if len(asked) < 2:
        await changes.show(db, actor, at=hand.now)
        return views.groups(t)
    field, typed = asked[0].lower(), " ".join(asked[1:])
    return await _tried(db, actor, t, memory, hand.now, field, fields.read(field, typed, hand.rules.program))


async def _tried(
    db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime, field: str, value: Any
) -> Screen:
    found = await whatif.replay(db, actor, field, value, at=now)
    memory.begin(SHOWN, field=field, value=list(value) if isinstance(value, tuple) else value)
    return views.result(found, t)


async def choose(
    press: CallbackQuery,
    callback_data: AskWhatIf,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    now: datetime,
) -> Screen:
    memory.forget()
    seen, group, field = await changes.show(db, actor, at=now), callback_data.group, callback_data.field
    if field in views.numbers(group):
        memory.begin(VALUE, field=field)
        return views.ask(seen, field, t)
    return views.group(seen, group, t) if views.numbers(group) else views.groups(t)


async def write_value(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, rules: Rules, now: datetime
) -> Screen:
    field = memory.data["field"]
    value = fields.read(field, message.text or "", rules.program)
    return await _tried(db, actor, t, memory, now, field, value)


def _kept(memory: ChatMemory, *steps: str) -> tuple[str, Any]:
    """The change that was tried or proposed. Refuses `program.proposal_gone`."""
    if memory.step not in steps:
        raise Refused("program.proposal_gone")
    value = memory.data["value"]
    return memory.data["field"], tuple(value) if isinstance(value, list) else value


async def show(press: CallbackQuery, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime) -> Screen:
    field, value = _kept(memory, SURE)
    found = await whatif.replay(db, actor, field, value, at=now)
    return views.result(found, t, proposed=True)


async def propose_it(
    press: CallbackQuery, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime
) -> Screen:
    field, value = _kept(memory, SURE, SHOWN)
    return await propose(db, actor, t, memory, now, field, value)


def router() -> Router:
    router = Router(name="admin.whatif")
    router.message.register(ask_in_words, AsksWhatIf(), Hands())
    router.callback_query.register(choose, AskWhatIf.filter())
    router.callback_query.register(show, ShowWhatIf.filter())
    router.callback_query.register(propose_it, PublishWhatIf.filter())
    router.message.register(write_value, At(VALUE), Has("text"))
    return router
