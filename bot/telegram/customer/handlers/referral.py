"""Inviting a friend."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command

from bot.i18n import Texts
from bot.telegram.customer.callbacks import Invite, InvitePicture
from bot.telegram.customer.views import referral as views
from bot.telegram.screen import Screen
from bot.usecases import card, referral
from bot.usecases.actor import Actor, member_of
from bot.usecases.program import Rules
from db.session import Database


async def open_invite(
    event: object, actor: Actor, t: Texts, rules: Rules, now: datetime, db: Database, username: str
) -> Screen:
    mine = await referral.mine(db, member_of(actor), now, rules)
    return views.invite(mine, t, rules, username=username, now=now)


async def ask_picture(
    event: object, actor: Actor, t: Texts, rules: Rules, now: datetime, db: Database, username: str
) -> Screen:
    mine = await referral.mine(db, member_of(actor), now, rules)
    face = views.face_of(mine, t, rules, username=username, logo=await card.logo(db))
    return views.picture(face, t)


def router() -> Router:
    router = Router(name="customer.referral")
    router.message.register(open_invite, Command("invite"))
    router.callback_query.register(open_invite, Invite.filter())
    router.callback_query.register(ask_picture, InvitePicture.filter())
    return router
