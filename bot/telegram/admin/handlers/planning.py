"""The owner's planning: the holidays ahead, what the morning digest proposed, what the points out there may cost."""

from datetime import date, datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.i18n import Texts
from bot.telegram.admin.handlers import ready_drafts as ready
from bot.telegram.admin.handlers.segment_picker import Desk
from bot.telegram.admin.planning_callbacks import ApproveProposal, DecideHoliday, ShowHolidays, ShowOwed
from bot.telegram.admin.views import planning as views
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.screen import Screen
from bot.usecases import digest, digest_offers, holidays, liability
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
    press: CallbackQuery,
    callback_data: ApproveProposal,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    hand: AtHand,
) -> Screen:
    kind, ref = callback_data.kind, callback_data.ref
    if kind != "broadcast":
        return views.approved(await digest.approve(db, actor, kind, ref, at=hand.now), t)
    program = hand.rules.program
    desk = Desk(db, actor, t, memory, hand)
    said = ready.said(desk, lambda spoken: views.come_back(program, spoken), views.TAKE)
    return views.sent(await digest_offers.send(db, actor, ref, said, at=hand.now), t)


async def open_owed(press: CallbackQuery, db: Database, actor: Actor, t: Texts, now: datetime) -> Screen:
    return views.owed(await liability.look(db, actor, at=now), t)


def router() -> Router:
    router = Router(name="admin.planning")
    router.callback_query.register(open_holidays, ShowHolidays.filter())
    router.callback_query.register(decide_holiday, DecideHoliday.filter())
    router.callback_query.register(approve_proposal, ApproveProposal.filter(), Hands())
    router.callback_query.register(open_owed, ShowOwed.filter())
    return router
