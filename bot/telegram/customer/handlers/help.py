"""Help for every role, and the programme's rules in ten lines."""

from aiogram import Router
from aiogram.filters import Command

from bot.i18n import Texts
from bot.telegram import menus
from bot.telegram.customer.callbacks import RulesInShort, ShowPlaces
from bot.telegram.customer.views import help as views
from bot.telegram.filters import Goes
from bot.telegram.screen import Screen
from bot.telegram.shared.callbacks import HELP
from bot.usecases import outlets
from bot.usecases.actor import Actor
from bot.usecases.program import Rules
from db.session import Database


async def open_help(event: object, actor: Actor, t: Texts, db: Database) -> Screen:
    told = [(each.command, each.description) for each in menus.commands(actor.role, t)]
    return views.help_screen(told, await outlets.active(db), t)


async def read_rules(event: object, t: Texts, rules: Rules) -> Screen:
    return views.rules_in_short(t, rules)


async def open_places(event: object, t: Texts, rules: Rules, db: Database) -> Screen:
    return views.places(await outlets.active(db), t, rules)


def router() -> Router:
    router = Router(name="customer.help")
    router.message.register(open_help, Command("help"))
    router.message.register(read_rules, Command("rules"))
    router.callback_query.register(open_help, Goes(HELP))
    router.callback_query.register(open_places, ShowPlaces.filter())
    router.callback_query.register(read_rules, RulesInShort.filter())
    return router
