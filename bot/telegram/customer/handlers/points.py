"""My points: the balance, and checking it."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command

from bot.i18n import Texts
from bot.telegram.customer.callbacks import CheckPoints, Points, ProofFile
from bot.telegram.customer.views import points as views
from bot.telegram.customer.views import proof as proofs
from bot.telegram.screen import Screen
from bot.usecases import balance, proof
from bot.usecases.actor import Actor, member_of
from bot.usecases.program import Rules
from db.session import Database


async def open_balance(event: object, actor: Actor, t: Texts, rules: Rules, now: datetime, db: Database) -> Screen:
    return views.balance(await balance.look(db, member_of(actor), now, rules), t)


async def check_points(event: object, actor: Actor, t: Texts, db: Database) -> Screen:
    return proofs.checked(await proof.check(db, member_of(actor)), t)


async def take_proof(event: object, actor: Actor, t: Texts, db: Database) -> Screen:
    return proofs.document(await proof.document(db, member_of(actor)), t)


def router() -> Router:
    router = Router(name="customer.points")
    router.message.register(open_balance, Command("balance"))
    router.callback_query.register(open_balance, Points.filter())
    router.message.register(check_points, Command("verify"))
    router.callback_query.register(check_points, CheckPoints.filter())
    router.callback_query.register(take_proof, ProofFile.filter())
    return router
