"""Joining: language, consent, the phone by one tap, and two questions that can be skipped."""

from dataclasses import replace
from datetime import datetime

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.types import Message

from bot.i18n import Catalogue, Texts
from bot.rules.birthdays import read_birthday
from bot.rules.people import clean_name
from bot.rules.timing import BadDate, local_date
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.customer.callbacks import FirstCard, JoinAgree, JoinConsent, JoinLanguage, JoinPhone, JoinPolicy
from bot.telegram.customer.handlers.card import open_card
from bot.telegram.customer.handlers.home import at_home
from bot.telegram.customer.handlers.settings import weigh
from bot.telegram.customer.views import registration as views
from bot.telegram.filters import At, Has, IsGuest
from bot.telegram.screen import Screen
from bot.usecases import chats, registration
from bot.usecases.actor import Actor
from bot.usecases.makers import Makers
from bot.usecases.program import Rules
from bot.usecases.registration import SharedContact
from db.session import Database

PHONE, LAST = "join.phone", "join.last"


async def choose_language(
    event: object, callback_data: JoinLanguage, actor: Actor, rules: Rules, db: Database, catalogue: Catalogue
) -> Screen:
    chosen = callback_data.language if callback_data.language in catalogue.languages else None
    if chosen:
        await chats.choose_language(db, actor.chat_id, chosen)
    return replace(views.consent(catalogue.texts(chosen), rules, offers=False), language=chosen)


async def weigh_consent(event: object, callback_data: JoinConsent, t: Texts, rules: Rules) -> Screen:
    return views.consent(t, rules, offers=bool(callback_data.offers))


async def read_policy(event: object, callback_data: JoinPolicy, t: Texts, rules: Rules) -> Screen:
    return views.whole_policy(t, rules, offers=bool(callback_data.offers))


async def agree(
    event: object, callback_data: JoinAgree, actor: Actor, t: Texts, memory: ChatMemory, now: datetime, db: Database
) -> Screen:
    memory.begin(PHONE)
    await registration.agree(db, actor, offers=bool(callback_data.offers), at=now)
    return views.ask_phone(t)


async def ask_phone(event: object, t: Texts, memory: ChatMemory) -> Screen:
    memory.begin(PHONE)
    return views.ask_phone(t)


async def type_phone(event: object, t: Texts) -> Screen:
    return views.no_typing(t)


async def share_contact(
    message: Message, actor: Actor, t: Texts, memory: ChatMemory, now: datetime, db: Database, makers: Makers
) -> Screen:
    memory.begin(LAST)
    joined = await registration.complete(db, actor, _shared(message), at=now, new=makers)
    return views.joined(joined, t)


async def share_again(event: object, actor: Actor, t: Texts, rules: Rules, now: datetime, db: Database) -> Screen:
    """A member's contact: joining twice is joining once."""
    return await at_home(actor, t, rules, now, db)


async def leave_questions(event: object, memory: ChatMemory) -> None:
    """The last questions are over; the next handler shows the card."""
    memory.forget()
    raise SkipHandler


def _shared(message: Message) -> SharedContact:
    contact = message.contact
    assert contact  # the router's filter saw one
    forwarded = message.forward_origin is not None
    return SharedContact(contact.phone_number, contact.user_id, contact.first_name, forwarded)


async def say_something(
    message: Message, actor: Actor, t: Texts, memory: ChatMemory, rules: Rules, now: datetime, db: Database
) -> Screen:
    """Beside the card's questions: a date is the birthday; anything else is asked about."""
    text = message.text or ""
    try:
        birthday = read_birthday(text, t.language, local_date(now, rules.zone))
    except BadDate as bad:
        if bad.code != "date.not_a_date":
            raise
        word = clean_name(text)
        memory.at(LAST, word=word)
        return views.what_was_it(word, t)
    return await weigh(birthday, actor, t, memory, now, db)


def router() -> Router:
    router = Router(name="customer.registration")
    router.callback_query.register(choose_language, JoinLanguage.filter(), IsGuest())
    router.callback_query.register(weigh_consent, JoinConsent.filter(), IsGuest())
    router.callback_query.register(read_policy, JoinPolicy.filter(), IsGuest())
    router.callback_query.register(agree, JoinAgree.filter(), IsGuest())
    router.callback_query.register(ask_phone, JoinPhone.filter(), IsGuest())
    router.message.register(share_contact, Has("contact"), IsGuest())
    router.message.register(share_again, Has("contact"))
    router.message.register(type_phone, At(PHONE), Has("text"), IsGuest())
    router.message.register(say_something, At(LAST), Has("text"))
    router.callback_query.register(leave_questions, FirstCard.filter())
    router.callback_query.register(open_card, FirstCard.filter())
    return router
