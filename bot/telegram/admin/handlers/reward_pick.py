"""Choosing the reward that a level or a full stamp card brings."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.i18n import Texts
from bot.rules import program_fields as fields
from bot.telegram.admin.handlers.program import propose
from bot.telegram.admin.perk_callbacks import PickReward, RewardPicked
from bot.telegram.admin.views import reward_pick as views
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.screen import Screen
from bot.usecases import catalogue
from bot.usecases.actor import Actor
from bot.usecases.errors import Refused
from db.session import Database


async def open_catalogue(
    press: CallbackQuery,
    callback_data: PickReward,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    now: datetime,
) -> Screen:
    memory.forget()
    _known(callback_data.field)
    found = await catalogue.listed(db, actor, max(0, callback_data.page), at=now)
    return views.pick(found, callback_data.field, t)


async def pick_reward(
    press: CallbackQuery,
    callback_data: RewardPicked,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    now: datetime,
) -> Screen:
    _known(callback_data.field)
    if callback_data.reward:
        await catalogue.show(db, actor, callback_data.reward)  # refuses one that is not there
    return await propose(db, actor, t, memory, now, callback_data.field, callback_data.reward)


def _known(field: str) -> None:
    if fields.KINDS.get(field) != "reward":
        raise Refused("program.no_such_number")


def router() -> Router:
    router = Router(name="admin.reward_pick")
    router.callback_query.register(open_catalogue, PickReward.filter())
    router.callback_query.register(pick_reward, RewardPicked.filter())
    return router
