"""A new promo code, question by question: what it gives, how much, and the code itself."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.rules import promo_terms, promocodes
from bot.telegram.admin.promo_callbacks import CodeWay, NewPromoCode, PickReward
from bot.telegram.admin.views import new_promo as views
from bot.telegram.admin.views import promocodes as cards
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen
from bot.usecases import promo_cards, promo_desk
from bot.usecases.actor import Actor
from bot.usecases.errors import Refused
from bot.usecases.program import Rules
from bot.usecases.promo_desk import NewPromo
from db.enums import BenefitKind
from db.session import Database

VALUE, CODE, NAME = "promo.value", "promo.code", "promo.name"
REWARD = "reward"


async def begin(
    press: CallbackQuery, callback_data: NewPromoCode, db: Database, actor: Actor, t: Texts, memory: ChatMemory
) -> Screen:
    kind = callback_data.kind
    if kind == REWARD:
        memory.forget()
        return views.ask_reward(await promo_cards.rewards(db, actor), t)
    if kind in views.VALUES:
        memory.begin(VALUE, kind=kind)
        return views.ask_value(kind, t)
    if kind == BenefitKind.DELIVERY.value:
        memory.begin(CODE, kind=kind, value=0)
        return views.ask_code(t)
    memory.forget()
    return views.ask_kind(t)


async def answer_value(message: Message, t: Texts, memory: ChatMemory, rules: Rules) -> Screen:
    kind = BenefitKind(memory.data["kind"])
    value = promo_terms.value(kind, message.text or "", rules.program.currency)
    memory.at(CODE, value=value)
    return views.ask_code(t)


async def pick_reward(press: CallbackQuery, callback_data: PickReward, t: Texts, memory: ChatMemory) -> Screen:
    memory.begin(CODE, kind=BenefitKind.ITEM.value, value=0, reward=callback_data.reward)
    return views.ask_code(t)


async def choose_way(
    press: CallbackQuery,
    callback_data: CodeWay,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    hand: AtHand,
) -> Screen:
    if memory.step not in (CODE, NAME):
        raise Refused("promo.draft_gone")
    if callback_data.way == "personal":
        memory.at(NAME)
        return views.ask_name(t)
    wanted = _draft(memory, typed=hand.makers.referral_code())
    memory.forget()
    return cards.card(await promo_desk.create(db, actor, wanted, at=hand.now), t)


async def type_code(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime
) -> Screen:
    typed = message.text or ""
    wanted = _draft(memory, typed=typed)
    memory.forget()
    made = await promo_desk.create(db, actor, wanted, at=now)
    folded = promocodes.folded(typed)
    note = t("There were letters in it that only look Latin; kept is <b>{code}</b>.", code=made.name)
    return cards.card(made, t, note=note if folded else None)


async def type_name(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime
) -> Screen:
    wanted = _draft(memory, name=message.text or "")
    memory.forget()
    return cards.card(await promo_desk.create(db, actor, wanted, at=now), t)


def _draft(memory: ChatMemory, *, typed: str | None = None, name: str = "") -> NewPromo:
    known = memory.data
    return NewPromo(BenefitKind(known["kind"]), known.get("value", 0), known.get("reward"), typed, name)


def router() -> Router:
    router = Router(name="admin.new_promo")
    router.callback_query.register(begin, NewPromoCode.filter())
    router.callback_query.register(pick_reward, PickReward.filter())
    router.callback_query.register(choose_way, CodeWay.filter(), Hands())
    router.message.register(answer_value, At(VALUE), Has("text"))
    router.message.register(type_code, At(CODE), Has("text"))
    router.message.register(type_name, At(NAME), Has("text"))
    return router
