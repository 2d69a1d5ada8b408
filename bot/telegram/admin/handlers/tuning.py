"""Fitting the programme to the shop: its parts, the adviser, the launch kit, and the way back to an earlier version."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.i18n import Texts
from bot.rules import mechanics
from bot.rules.advice import advise
from bot.telegram.admin.handlers.program import propose
from bot.telegram.admin.planning_callbacks import (
    AskAdvice,
    RestoreVersion,
    ShowLaunch,
    ShowMechanics,
    SwitchMechanic,
    TakeAdvice,
)
from bot.telegram.admin.views import advice as advice_views
from bot.telegram.admin.views import launch as launch_views
from bot.telegram.admin.views import mechanics as mechanics_views
from bot.telegram.admin.views import rollback as rollback_views
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.screen import Screen
from bot.usecases import card, program_rollback
from bot.usecases import program_changes as changes
from bot.usecases.actor import Actor
from bot.usecases.errors import Refused
from db.session import Database


async def open_mechanics(press: CallbackQuery, db: Database, actor: Actor, t: Texts, now: datetime) -> Screen:
    seen = await changes.show(db, actor, at=now)
    return mechanics_views.mechanics(seen.rules, t)


async def switch_mechanic(
    press: CallbackQuery,
    callback_data: SwitchMechanic,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    now: datetime,
) -> Screen:
    if callback_data.name not in mechanics.MECHANICS:
        raise Refused("program.no_such_number")
    seen = await changes.show(db, actor, at=now)
    wanted = mechanics.switched(seen.rules.program, callback_data.name)
    return await propose(db, actor, t, memory, now, "without", wanted)


async def open_advice(
    press: CallbackQuery, callback_data: AskAdvice, db: Database, actor: Actor, t: Texts, now: datetime
) -> Screen:
    seen = await changes.show(db, actor, at=now)
    asked = callback_data
    if not (asked.often and asked.bill and asked.margin):
        return advice_views.question(asked, t)
    return advice_views.advice(advise(asked.often, asked.bill, asked.margin, seen.rules.program), seen.rules, t)


async def take_advice(
    press: CallbackQuery,
    callback_data: TakeAdvice,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    now: datetime,
) -> Screen:
    return await propose(db, actor, t, memory, now, callback_data.field, callback_data.value)


async def open_launch(
    press: CallbackQuery, callback_data: ShowLaunch, db: Database, actor: Actor, t: Texts, hand: AtHand
) -> Screen:
    seen = await changes.show(db, actor, at=hand.now)
    language = hand.catalogue.texts(callback_data.language or t.language).language
    if callback_data.place in launch_views.PLACES:
        words = hand.catalogue.texts(language)
        return launch_views.poster(seen.rules, hand.username, callback_data.place, await card.logo(db), words)
    return launch_views.kit(seen.rules, hand.username, language, hand.catalogue, t)


async def restore(
    press: CallbackQuery, callback_data: RestoreVersion, db: Database, actor: Actor, t: Texts, now: datetime
) -> Screen:
    asked = callback_data
    if not asked.sure:
        return rollback_views.ask(await program_rollback.propose(db, actor, asked.version, at=now), t)
    done = await program_rollback.restore(db, actor, asked.version, newest=asked.newest, at=now)
    return rollback_views.restored(done, t)


def router() -> Router:
    router = Router(name="admin.tuning")
    router.callback_query.register(open_mechanics, ShowMechanics.filter())
    router.callback_query.register(switch_mechanic, SwitchMechanic.filter())
    router.callback_query.register(open_advice, AskAdvice.filter())
    router.callback_query.register(take_advice, TakeAdvice.filter())
    router.callback_query.register(open_launch, ShowLaunch.filter(), Hands())
    router.callback_query.register(restore, RestoreVersion.filter())
    return router
