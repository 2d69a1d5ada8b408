"""A member's card is blocked at the desk, and they get a new one."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.i18n import Texts
from bot.telegram.admin.callbacks import RenewCard
from bot.telegram.admin.views import cards as views
from bot.telegram.admin.views import members as member_views
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.screen import Screen
from bot.usecases import card_renewal, members
from bot.usecases.actor import Actor
from db.session import Database


async def renew(
    press: CallbackQuery, callback_data: RenewCard, db: Database, actor: Actor, t: Texts, hand: AtHand
) -> Screen:
    number = callback_data.member
    if callback_data.sure:
        await card_renewal.renew(db, actor, number, at=hand.now, new=hand.makers)
    seen = await members.profile(db, actor, number, at=hand.now)
    if not callback_data.sure:
        return views.ask_renew(number, seen.row.name or "", t)
    return views.renewed(member_views.profile(seen, t, hand.rules.zone), t)


def router() -> Router:
    router = Router(name="admin.cards")
    router.callback_query.register(renew, RenewCard.filter(), Hands())
    return router
