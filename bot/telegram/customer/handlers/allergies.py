"""The member tells what they can't eat."""

from aiogram import Router

from bot.i18n import Texts
from bot.telegram.customer.reward_callbacks import DeclareAllergen, ShowAllergies
from bot.telegram.customer.views import allergies as views
from bot.telegram.screen import Screen
from bot.usecases import allergens
from bot.usecases.actor import Actor
from db.session import Database


async def open_allergies(event: object, actor: Actor, t: Texts, db: Database) -> Screen:
    return views.allergies(await allergens.look(db, actor), t)


async def declare(event: object, callback_data: DeclareAllergen, actor: Actor, t: Texts, db: Database) -> Screen:
    return views.allergies(await allergens.declare(db, actor, callback_data.allergen, bool(callback_data.on)), t)


def router() -> Router:
    router = Router(name="customer.allergies")
    router.callback_query.register(open_allergies, ShowAllergies.filter())
    router.callback_query.register(declare, DeclareAllergen.filter())
    return router
