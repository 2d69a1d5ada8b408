"""Opening the link of a receipt or of a card on the table: a member has its points, a guest has them on joining."""

from aiogram import Router
from aiogram.types import Message

from bot.i18n import Texts
from bot.rules import claim_links
from bot.rules.deep_links import NOTHING, Link
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.customer.views import claims as views
from bot.telegram.customer.views import start
from bot.telegram.filters import Is, IsMember, Opens
from bot.telegram.screen import Screen
from bot.telegram.shared.languages import labels
from bot.usecases import claiming, registration
from bot.usecases.actor import Actor
from bot.usecases.errors import Refused
from db.enums import Role
from db.session import Database


async def open_link(
    message: Message, link: Link, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand
) -> Screen:
    memory.forget()
    return views.claimed(await claiming.claim(db, actor, _code(link, hand), at=hand.now), t)


async def open_as_staff(message: Message, memory: ChatMemory) -> Screen:
    memory.forget()
    raise Refused("claim.not_for_staff")


async def open_as_guest(
    message: Message, link: Link, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand
) -> Screen:
    memory.forget()
    code = _code(link, hand)
    arrived = await registration.arrive(db, actor, Link("claim", code) if code else NOTHING, at=hand.now)
    return start.welcome(arrived, labels(hand.catalogue, t), t)


def _code(link: Link, hand: AtHand) -> str | None:
    return claim_links.unsealed(link.value, claim_links.claim_key(hand.settings.app_secret))


def router() -> Router:
    router = Router(name="customer.claims")
    router.message.register(open_link, Opens("claim"), IsMember(), Hands())
    router.message.register(open_as_staff, Opens("claim"), Is(*Role))
    router.message.register(open_as_guest, Opens("claim"), Hands())
    return router
