"""Looking at the staff, inviting, approving, dismissing."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.rules import access
from bot.telegram.admin.callbacks import InviteStaff, RevokeInvite, ShowStaff, StaffDo
from bot.telegram.admin.views import staff as views
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.screen import Screen
from bot.usecases import invites, staff
from bot.usecases.actor import Actor
from bot.usecases.program import Rules
from db.enums import Role
from db.session import Database


async def open_staff(
    event: Message | CallbackQuery,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    rules: Rules,
    now: datetime,
) -> Screen:
    memory.forget()
    return views.listed(await staff.team(db, actor, at=now), t, rules.zone)


async def choose(
    press: CallbackQuery, callback_data: StaffDo, db: Database, actor: Actor, t: Texts, now: datetime
) -> Screen:
    number, do = callback_data.staff, callback_data.do
    if do in ("approve", "refuse"):
        done = await invites.decide(db, actor, number, do == "approve", at=now)
        return views.decided(done.person, done.already, t)
    if do == "dismissed":
        return views.dismissed((await staff.dismiss(db, actor, number, at=now)).person, t)
    seen = await staff.show(db, actor, number)
    return views.ask_dismissal(seen, t) if do == "dismiss" and seen.may_dismiss else views.one(seen, t)


async def invite(
    press: CallbackQuery, callback_data: InviteStaff, db: Database, actor: Actor, t: Texts, hand: AtHand
) -> Screen:
    grantable = [role.value for role in access.grantable(actor.role)]
    if callback_data.role not in grantable:
        return views.ask_role(access.grantable(actor.role), t)
    made = await invites.invite(db, actor, Role(callback_data.role), at=hand.now, new=hand.makers)
    return views.link(made, hand.username, hand.rules, t)


async def withdraw(
    press: CallbackQuery, callback_data: RevokeInvite, db: Database, actor: Actor, t: Texts, rules: Rules, now: datetime
) -> Screen:
    await invites.revoke(db, actor, callback_data.invite, at=now)
    return views.listed(await staff.team(db, actor, at=now), t, rules.zone)


def router() -> Router:
    router = Router(name="admin.staff")
    router.message.register(open_staff, Command("staff"))
    router.callback_query.register(open_staff, ShowStaff.filter())
    router.callback_query.register(choose, StaffDo.filter())
    router.callback_query.register(invite, InviteStaff.filter(), Hands())
    router.callback_query.register(withdraw, RevokeInvite.filter())
    return router
