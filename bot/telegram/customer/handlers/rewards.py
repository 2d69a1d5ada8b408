"""The member looks at rewards, takes one, and may change their mind."""

from dataclasses import replace
from datetime import datetime

from aiogram import Router
from aiogram.filters import Command

from bot.i18n import Texts
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.customer.reward_callbacks import ChooseReward, OpenReward, ShowRewards, TakeReward, UndoReward
from bot.telegram.customer.views import rewards as views
from bot.telegram.customer.views import vouchers as voucher_views
from bot.telegram.screen import Screen
from bot.usecases import my_vouchers, rewards
from bot.usecases.actor import Actor
from bot.usecases.program import Rules
from db.session import Database

FIRST = ShowRewards()


async def open_rewards(
    event: object,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    db: Database,
    hand: AtHand,
    callback_data: ShowRewards = FIRST,
) -> Screen:
    memory.forget()
    return views.shelf(await rewards.look(db, actor, at=hand.now), callback_data.page, t, hand.rules)


async def open_one(
    event: object, callback_data: OpenReward, actor: Actor, t: Texts, rules: Rules, now: datetime, db: Database
) -> Screen:
    return views.reward(await rewards.show(db, actor, callback_data.reward, at=now), t, rules)


async def choose(
    event: object, callback_data: ChooseReward, actor: Actor, t: Texts, hand: AtHand, db: Database
) -> Screen:
    seen = await rewards.show(db, actor, callback_data.reward, at=hand.now)
    if seen.line.withheld:
        return views.reward(seen, t, hand.rules)
    return views.ask(seen, hand.makers.key(), t, hand.rules)


async def take(event: object, callback_data: TakeReward, actor: Actor, t: Texts, hand: AtHand, db: Database) -> Screen:
    number, agreed = callback_data.reward, bool(callback_data.agreed)
    taken = await rewards.redeem(db, actor, number, callback_data.key, agreed=agreed, at=hand.now)
    voucher = await my_vouchers.show(db, actor, taken.voucher_id, at=hand.now)
    shown = voucher_views.voucher(voucher, t, hand.rules, hand.username)
    extras = [] if taken.already else await rewards.to_go_with(db, actor, number, at=hand.now)
    rows = (*views.extras(extras, t, hand.rules), *shown.rows)
    return replace(shown, rows=rows, toast=views.taken(taken, t, hand.rules))


async def change_mind(
    event: object, callback_data: UndoReward, actor: Actor, t: Texts, rules: Rules, now: datetime, db: Database
) -> Screen:
    return views.returned(await rewards.take_back(db, actor, callback_data.voucher, at=now), t, rules)


def router() -> Router:
    router = Router(name="customer.rewards")
    router.message.register(open_rewards, Command("rewards"), Hands())
    router.callback_query.register(open_rewards, ShowRewards.filter(), Hands())
    router.callback_query.register(open_one, OpenReward.filter())
    router.callback_query.register(choose, ChooseReward.filter(), Hands())
    router.callback_query.register(take, TakeReward.filter(), Hands())
    router.callback_query.register(change_mind, UndoReward.filter())
    return router
