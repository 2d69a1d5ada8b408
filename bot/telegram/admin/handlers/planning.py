"""The owner's planning: the holidays ahead, what the morning digest proposed, what the points out there may cost."""

from datetime import date, datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.i18n import Texts
from bot.telegram.admin.planning_callbacks import ApproveProposal, DecideHoliday, ShowHolidays, ShowOwed
from bot.telegram.admin.views import planning as views
from bot.telegram.screen import Screen
from bot.usecases import digest, holidays, liability
from bot.usecases.actor import Actor
from bot.usecases.errors import Refused
from db.session import Database


async def open_holidays(press: CallbackQuery, db: Database, actor: Actor, t: Texts, now: datetime) -> Screen:
    return views.calendar(await holidays.ahead(db, actor, at=now), t)


async def decide_holiday(
    press: CallbackQuery, callback_data: DecideHoliday, db: Database, actor: Actor, t: Texts, now: datetime
) -> Screen:
    done = await holidays.decide(db, actor, _day(callback_data.day), bool(callback_data.yes), at=now)
    return views.calendar(await holidays.ahead(db, actor, at=now), t, toast=views.decided(done, t))


def _day(mark: str) -> date:
    try:
        return datetime.strptime(mark, "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError as wrong:
        raise Refused("holiday.unknown") from wrong


async def approve_proposal(
    press: CallbackQuery, callback_data: ApproveProposal, db: Database, actor: Actor, t: Texts, now: datetime
) -> Screen:
    return views.approved(await digest.approve(db, actor, callback_data.kind, callback_data.ref, at=now), t)


async def open_owed(press: CallbackQuery, db: Database, actor: Actor, t: Texts, now: datetime) -> Screen:
    return views.owed(await liability.look(db, actor, at=now), t)


def router() -> Router:
    router = Router(name="admin.planning")
    router.callback_query.register(open_holidays, ShowHolidays.filter())
    router.callback_query.register(decide_holiday, DecideHoliday.filter())
    router.callback_query.register(approve_proposal, ApproveProposal.filter())
    router.callback_query.register(open_owed, ShowOwed.filter())
    return router
