"""Looking at the catalogue, and changing a reward by buttons."""

from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.telegram.admin.reward_callbacks import (
    AllergenReward,
    CatalogueFigures,
    EditReward,
    EmptyReward,
    OutletReward,
    ShowCatalogue,
    SwitchReward,
    TierReward,
)
from bot.telegram.admin.views import catalogue as views
from bot.telegram.admin.views import reward_edits as questions
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.screen import Screen
from bot.usecases import catalogue
from bot.usecases.actor import Actor
from bot.usecases.catalogue import Edit, Switch
from bot.usecases.program import Rules
from db.session import Database

FIRST = ShowCatalogue()
SWITCHES: dict[str, tuple[Any, bool]] = {
    "pause": ("paused", True),
    "resume": ("paused", False),
    "removed": ("removed", True),
}


async def open_catalogue(
    event: Message | CallbackQuery,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    hand: AtHand,
    callback_data: ShowCatalogue = FIRST,
) -> Screen:
    memory.forget()
    return views.listed(await catalogue.listed(db, actor, callback_data.page, at=hand.now), t, hand.rules)


async def open_figures(
    press: CallbackQuery, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime
) -> Screen:
    memory.forget()
    return views.figures(await catalogue.figures(db, actor, at=now), t)


async def open_reward(
    press: CallbackQuery,
    callback_data: EditReward,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    rules: Rules,
) -> Screen:
    memory.forget()
    return views.card(await catalogue.show(db, actor, callback_data.reward), t, rules)


async def switch(
    press: CallbackQuery, callback_data: SwitchReward, db: Database, actor: Actor, t: Texts, hand: AtHand
) -> Screen:
    number, edition, do = callback_data.reward, callback_data.edition, callback_data.do
    if do == "remove":
        return views.ask_removal(await catalogue.show(db, actor, number), t, hand.rules)
    if do == "no_picture":
        return views.card(await catalogue.set_picture(db, actor, number, edition, None, at=hand.now), t, hand.rules)
    field, value = SWITCHES[do]
    seen = await catalogue.change(db, actor, Edit(number, edition, field, value), at=hand.now)
    if do == "removed":
        return views.listed(await catalogue.listed(db, actor, 0, at=hand.now), t, hand.rules)
    return views.card(seen, t, hand.rules)


async def empty(
    press: CallbackQuery,
    callback_data: EmptyReward,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    hand: AtHand,
) -> Screen:
    memory.forget()
    edit = Edit(callback_data.reward, callback_data.edition, callback_data.field, None)
    return views.card(await catalogue.change(db, actor, edit, at=hand.now), t, hand.rules)


async def choose_tier(
    press: CallbackQuery, callback_data: TierReward, db: Database, actor: Actor, t: Texts, hand: AtHand
) -> Screen:
    edit = Edit(callback_data.reward, callback_data.edition, "tier", callback_data.tier)
    return views.card(await catalogue.change(db, actor, edit, at=hand.now), t, hand.rules)


async def switch_allergen(
    press: CallbackQuery, callback_data: AllergenReward, db: Database, actor: Actor, t: Texts, hand: AtHand
) -> Screen:
    value = Switch(callback_data.allergen.value, bool(callback_data.on))
    edit = Edit(callback_data.reward, callback_data.edition, "allergens", value)
    return questions.choose_allergens(await catalogue.change(db, actor, edit, at=hand.now), t, hand.rules)


async def switch_outlet(
    press: CallbackQuery, callback_data: OutletReward, db: Database, actor: Actor, t: Texts, hand: AtHand
) -> Screen:
    value = Switch(callback_data.outlet, bool(callback_data.on))
    edit = Edit(callback_data.reward, callback_data.edition, "outlets", value)
    return questions.choose_outlets(await catalogue.change(db, actor, edit, at=hand.now), t, hand.rules)


def router() -> Router:
    router = Router(name="admin.catalogue")
    router.message.register(open_catalogue, Command("catalogue"), Hands())
    router.callback_query.register(open_catalogue, ShowCatalogue.filter(), Hands())
    router.callback_query.register(open_figures, CatalogueFigures.filter())
    router.callback_query.register(open_reward, EditReward.filter())
    router.callback_query.register(switch, SwitchReward.filter(), Hands())
    router.callback_query.register(empty, EmptyReward.filter(), Hands())
    router.callback_query.register(choose_tier, TierReward.filter(), Hands())
    router.callback_query.register(switch_allergen, AllergenReward.filter(), Hands())
    router.callback_query.register(switch_outlet, OutletReward.filter(), Hands())
    return router
