"""The owner's first steps: language, then five answers by buttons or typed, and the shop is open."""

from dataclasses import replace
from functools import partial
from zoneinfo import ZoneInfo

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from babel.numbers import list_currencies

from bot.i18n import Texts
from bot.pictures.qr import qr_png
from bot.rules import deep_links, program_fields
from bot.rules.people import clean_name
from bot.rules.program import ProgramInvalid
from bot.telegram.admin.callbacks import SetupChoice
from bot.telegram.admin.views import setup as views
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.filters import At, Has
from bot.telegram.screen import Picture, Screen
from bot.telegram.shared.languages import labels
from bot.usecases import chats, setup
from bot.usecases.actor import Actor
from bot.usecases.outlets import Place
from bot.usecases.setup import Answers
from db.session import Database

NAME, CURRENCY, ZONE, OUTLET, RATE = "setup.name", "setup.currency", "setup.zone", "setup.outlet", "setup.rate"


def begin(actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand) -> Screen:
    """The first question; the language comes before it for an owner who hasn't chosen one."""
    if actor.language is None:
        return views.ask_language(labels(hand.catalogue, t), t)
    memory.begin(NAME)
    return views.ask_name(t)


async def choose(
    press: CallbackQuery,
    callback_data: SetupChoice,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    hand: AtHand,
) -> Screen:
    value = callback_data.value
    if callback_data.question == "language":
        memory.begin(NAME)
        await chats.choose_language(db, actor.chat_id, value)
        return replace(views.ask_name(hand.catalogue.texts(value)), language=value)
    step = f"setup.{callback_data.question}"
    if memory.step != step:  # a button of an earlier question
        return ask(memory, t, hand)
    if step == RATE:
        return await _open(db, actor, t, memory, hand, int(value))
    return _answered(memory, t, hand, value)


async def answer(message: Message, t: Texts, memory: ChatMemory, hand: AtHand) -> Screen:
    return _answered(memory, t, hand, message.text or "")


async def answer_rate(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand
) -> Screen:
    rate = program_fields.read("earn_rate_bp", message.text or "", hand.rules.program)
    program_fields.with_value(hand.rules.program, "earn_rate_bp", rate)
    return await _open(db, actor, t, memory, hand, rate)


def _answered(memory: ChatMemory, t: Texts, hand: AtHand, text: str) -> Screen:
    """Keeps the answer to the question that is open, or raises why it is none; asks the next."""
    match memory.step:
        case "setup.name":
            memory.at(CURRENCY, name=clean_name(text))
        case "setup.currency":
            memory.at(ZONE, currency=_currency(text))
        case "setup.zone":
            memory.at(OUTLET, zone=program_fields.read_zone(text, t.language))
        case "setup.outlet":
            place = Place.told(text)
            memory.at(RATE, outlet=place.name, address=place.address)
    return ask(memory, t, hand)


def _currency(text: str) -> str:
    code = {"₽": "RUB", "ZŁ": "PLN", "€": "EUR", "$": "USD"}.get(text.strip().upper(), text.strip().upper())
    if code not in list_currencies():
        raise ProgramInvalid("program.currency", field="currency")
    return code


def ask(memory: ChatMemory, t: Texts, hand: AtHand) -> Screen:
    """The question the dialogue stands at."""
    told, settings = memory.data, hand.settings
    match memory.step:
        case "setup.currency":
            return views.ask_currency(told["name"], settings.currency, t)
        case "setup.zone":
            return views.ask_zone(told["currency"], settings.tz, t)
        case "setup.outlet":
            return views.ask_outlet(t.time(hand.now, ZoneInfo(told["zone"])), t)
        case "setup.rate":
            return views.ask_rate(told["currency"], t)
    return views.ask_name(t)


async def _open(db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand, rate: int) -> Screen:
    told = memory.data
    place = Place(told["outlet"], told["address"])
    answers = Answers(
        told["name"], told["currency"], told["zone"], place, rate, actor.language or hand.settings.default_language
    )
    memory.forget()
    opened = await setup.open_shop(db, actor, answers, at=hand.now)
    url = deep_links.url(hand.username)
    return views.opened(opened.rules, hand.username, t, Picture(f"qr:{url}", partial(qr_png, url)))


def router() -> Router:
    router = Router(name="admin.setup")
    router.callback_query.register(choose, SetupChoice.filter(), Hands())
    router.message.register(answer, At(NAME, CURRENCY, ZONE, OUTLET), Has("text"), Hands())
    router.message.register(answer_rate, At(RATE), Has("text"), Hands())
    return router
