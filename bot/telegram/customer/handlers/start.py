"""/start, with or without a link: guests are welcomed, members and staff are at home."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import CommandStart
from aiogram.types import Message

from bot.i18n import Catalogue, Texts
from bot.rules import deep_links
from bot.rules.codes import read_voucher
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.customer.handlers.home import at_home
from bot.telegram.customer.views import start as views
from bot.telegram.filters import Is, IsMember, Opens
from bot.telegram.screen import Screen
from bot.telegram.shared.languages import labels
from bot.usecases import registration
from bot.usecases.actor import Actor
from bot.usecases.program import Rules
from db.enums import Role
from db.session import Database


async def arrive(
    message: Message,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    now: datetime,
    db: Database,
    catalogue: Catalogue,
) -> Screen:
    memory.forget()
    link = _link(message)
    arrived = await registration.arrive(db, actor, link, at=now)
    screen = views.welcome(arrived, labels(catalogue, t), t)
    return views.not_yours(screen, t) if link.kind == "voucher" and read_voucher(link.value) else screen


async def come_back(
    message: Message, actor: Actor, t: Texts, memory: ChatMemory, rules: Rules, now: datetime, db: Database
) -> Screen:
    """A friend's link changes nothing for members and staff, and says so."""
    memory.forget()
    link = _link(message)
    reason = await registration.why_unbound(db, actor, link) if link.kind == "referral" else None
    return await at_home(actor, t, rules, now, db, views.unbound(reason, t) if reason else None)


def _link(message: Message) -> deep_links.Link:
    return deep_links.parse((message.text or "").partition(" ")[2].strip())


def router() -> Router:
    router = Router(name="customer.start")
    router.message.register(come_back, CommandStart(), IsMember())
    router.message.register(arrive, Opens("gift"))  # somebody of the staff who has no card joins for it, too
    router.message.register(come_back, CommandStart(), Is(*Role))
    router.message.register(arrive, CommandStart())
    return router
