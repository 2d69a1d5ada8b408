"""Reading the audit log."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.rules.access import may
from bot.telegram.admin.callbacks import FilterAudit, ShowAudit
from bot.telegram.admin.views import audit as views
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.screen import Screen
from bot.usecases import audit_log
from bot.usecases.actor import Actor
from bot.usecases.program import Rules
from db.session import Database

PAGE = 8
ALL = ShowAudit()


async def open_log(
    event: Message | CallbackQuery,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    rules: Rules,
    callback_data: ShowAudit = ALL,
) -> Screen:
    memory.forget()
    asked = callback_data
    seen = await audit_log.page(db, actor, before=asked.before, staff_id=asked.staff, noun=asked.noun, limit=PAGE)
    return views.page(seen, asked, t, rules.zone, radar=may(actor.role, "radar.see"))


async def narrow(press: CallbackQuery, callback_data: FilterAudit, db: Database, actor: Actor, t: Texts) -> Screen:
    return views.choose(await audit_log.filters(db, actor), callback_data.by, t)


def router() -> Router:
    router = Router(name="admin.audit")
    router.message.register(open_log, Command("audit"))
    router.callback_query.register(open_log, ShowAudit.filter())
    router.callback_query.register(narrow, FilterAudit.filter())
    return router
