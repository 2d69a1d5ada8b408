"""What a broadcast brought: the whole, its parts, and files to take away."""

import asyncio

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.i18n import Texts
from bot.rules.broadcast_results import PARTS
from bot.telegram.admin.broadcast_report_callbacks import ShowReport
from bot.telegram.admin.views import broadcast_report as views
from bot.telegram.admin.views import broadcast_report_files as files
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.screen import Screen
from bot.usecases import broadcast_report
from bot.usecases.actor import Actor
from db.session import Database


async def open_report(
    press: CallbackQuery, callback_data: ShowReport, db: Database, actor: Actor, t: Texts, hand: AtHand
) -> Screen:
    found = await broadcast_report.report(db, actor, callback_data.broadcast, at=hand.now)
    match callback_data.file:
        case "xlsx":
            return files.workbook(found, t)
        case "csv":
            return files.table(found, t)
        case "names":
            members = await broadcast_report.by_name(db, actor, found.id, at=hand.now)
            return await asyncio.to_thread(files.people, found, members, t)  # a second's work for 20,000
    by = callback_data.by
    return views.part(found, by, t) if by in PARTS else views.report(found, t, actor.role)


def router() -> Router:
    router = Router(name="admin.broadcast_report")
    router.callback_query.register(open_report, ShowReport.filter(), Hands())
    return router
