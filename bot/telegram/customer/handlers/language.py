"""The choice of language, for members and guests."""

from dataclasses import replace
from datetime import datetime

from aiogram import Router
from aiogram.filters import Command

from bot.i18n import Catalogue, Texts
from bot.telegram.customer.callbacks import Language, Languages
from bot.telegram.customer.handlers.home import at_home
from bot.telegram.customer.views import language as views
from bot.telegram.screen import Screen
from bot.telegram.shared.languages import labels
from bot.usecases import chats
from bot.usecases.actor import Actor
from bot.usecases.program import Rules
from db.session import Database


async def open_languages(event: object, actor: Actor, t: Texts, catalogue: Catalogue) -> Screen:
    return views.languages(labels(catalogue, t), t, member=actor.member_id is not None)


async def choose(
    event: object,
    callback_data: Language,
    actor: Actor,
    rules: Rules,
    now: datetime,
    db: Database,
    catalogue: Catalogue,
) -> Screen:
    if callback_data.language not in catalogue.languages:
        return await open_languages(event, actor, catalogue.texts(actor.speaks), catalogue)
    chosen = callback_data.language
    await chats.choose_language(db, actor.chat_id, chosen)
    t = catalogue.texts(chosen)
    if actor.role is not None:  # their home is another room's
        shown = Screen() if actor.speaks == chosen else await open_languages(event, actor, t, catalogue)
    else:
        shown = await at_home(actor, t, rules, now, db)
    return replace(shown, toast=views.chosen(t), language=chosen)


def router() -> Router:
    router = Router(name="customer.language")
    router.message.register(open_languages, Command("language"))
    router.callback_query.register(open_languages, Languages.filter())
    router.callback_query.register(choose, Language.filter())
    return router
