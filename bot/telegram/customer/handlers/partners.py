"""Where else my points are good; and a company that wants to join."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.customer.partner_callbacks import Applying
from bot.telegram.customer.views import partners as views
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen
from bot.telegram.shared.partner_callbacks import ApplyAsPartner, OpenPartners, SeePartner
from bot.usecases import partner_applications, partner_offers
from bot.usecases.actor import Actor
from bot.usecases.errors import Refused
from bot.usecases.partner_applications import Application
from db.session import Database

QUESTIONS = ("name", "category", "address", "contact", "about")
SEND = "apply.send"
STEPS = tuple(f"apply.{field}" for field in QUESTIONS)


async def open_partners(
    event: object, db: Database, actor: Actor, t: Texts, memory: ChatMemory, now: datetime
) -> Screen:
    memory.forget()
    return views.around(await partner_offers.around(db, actor, at=now), t)


async def open_partner(
    press: CallbackQuery, callback_data: SeePartner, db: Database, actor: Actor, t: Texts, now: datetime
) -> Screen:
    return views.place(await partner_offers.place(db, actor, callback_data.partner, at=now), t)


async def begin(press: CallbackQuery, t: Texts, memory: ChatMemory) -> Screen:
    memory.begin(STEPS[0])
    return views.ask(QUESTIONS[0], t)


async def answer(message: Message, t: Texts, memory: ChatMemory) -> Screen:
    field = (memory.step or "").partition(".")[2]
    said = partner_applications.clean(field, message.text or "")
    return _next(field, said, t, memory)


def _next(field: str, said: str, t: Texts, memory: ChatMemory) -> Screen:
    asked = QUESTIONS.index(field) + 1
    memory.at(STEPS[asked] if asked < len(QUESTIONS) else SEND, **{field: said})
    if asked < len(QUESTIONS):
        return views.ask(QUESTIONS[asked], t)
    return views.sure(_application(memory), t)


def _application(memory: ChatMemory) -> Application:
    return Application(**{field: memory.data.get(field, "") for field in QUESTIONS})


async def go_on(
    press: CallbackQuery,
    callback_data: Applying,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    hand: AtHand,
) -> Screen:
    if callback_data.how == "skip" and memory.step == STEPS[-1]:
        return _next("about", "", t, memory)
    if memory.step != SEND:
        raise Refused("partner.no_application")
    said = _application(memory)
    memory.forget()
    return views.sent(await partner_applications.apply(db, actor, said, at=hand.now, new=hand.makers), t)


def router() -> Router:
    router = Router(name="customer.partners")
    router.message.register(open_partners, Command("partners"))
    router.callback_query.register(open_partners, OpenPartners.filter())
    router.callback_query.register(open_partner, SeePartner.filter())
    router.callback_query.register(begin, ApplyAsPartner.filter())
    router.callback_query.register(go_on, Applying.filter(), Hands())
    router.message.register(answer, At(*STEPS), Has("text"))
    return router
