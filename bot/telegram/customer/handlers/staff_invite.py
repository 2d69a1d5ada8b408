"""Opening a one-time link to work here, and saying yes."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.rules.codes import token_hash
from bot.rules.deep_links import Link
from bot.rules.people import clean_name, shown_name
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.customer.callbacks import TakeJob
from bot.telegram.customer.views import staff_invite as views
from bot.telegram.filters import At, Has, Opens
from bot.telegram.screen import Screen
from bot.usecases import invites
from bot.usecases.actor import Actor
from bot.usecases.errors import Refused
from bot.usecases.program import Rules
from db.session import Database

OFFERED = "invite.offered"  # the token itself is not kept, only its hash


async def open_offer(
    message: Message, link: Link, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand
) -> Screen:
    hashed, name = token_hash(link.value), shown_name(actor.name) or "?"
    seen = await invites.look(db, actor, hashed, at=hand.now)
    memory.begin(OFFERED, token=hashed, name=name)
    return views.offer(seen, name, t, hand.rules)


async def choose_name(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime, rules: Rules
) -> Screen:
    name = clean_name(message.text or "")
    seen = await invites.look(db, actor, memory.data["token"], at=now)
    memory.at(OFFERED, name=name)
    return views.offer(seen, name, t, rules)


async def take_job(
    press: CallbackQuery, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime
) -> Screen:
    if memory.step != OFFERED:
        raise Refused("invite.unknown")
    told = memory.data
    memory.forget()
    return views.waiting(await invites.accept(db, actor, told["token"], told["name"], at=now), t)


def router() -> Router:
    router = Router(name="customer.staff_invite")
    router.message.register(open_offer, Opens("invite"), Hands())
    router.callback_query.register(take_job, TakeJob.filter())
    router.message.register(choose_name, At(OFFERED), Has("text"))
    return router
