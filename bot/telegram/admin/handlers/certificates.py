"""The owner gives a member a gift certificate."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.rules import certificates as rule
from bot.rules.amounts import parse_amount
from bot.telegram.admin.payment_callbacks import AwardCertificate, AwardNow
from bot.telegram.admin.views import certificates as views
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen
from bot.usecases import certificates, members
from bot.usecases.actor import Actor
from bot.usecases.errors import Refused
from db.session import Database

SUM, SURE = "certificates.award", "certificates.award_sure"


async def ask(
    press: CallbackQuery,
    callback_data: AwardCertificate,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    hand: AtHand,
) -> Screen:
    member, minor = callback_data.member, callback_data.minor
    if minor:
        return await _sure(db, actor, member, minor, t, memory, hand)
    if not hand.rules.program.certificate_minor:
        raise Refused("certificate.none_sold")
    memory.begin(SUM, member=member)
    return views.ask_sum(member, t, hand.rules)


async def type_sum(message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand) -> Screen:
    minor = parse_amount(message.text or "", hand.rules.program.currency)
    return await _sure(db, actor, memory.data["member"], minor, t, memory, hand)


async def _sure(
    db: Database, actor: Actor, member: int, minor: int, t: Texts, memory: ChatMemory, hand: AtHand
) -> Screen:
    rule.check(minor, hand.rules.program)
    seen = await members.profile(db, actor, member, at=hand.now)
    memory.begin(SURE, member=member, minor=minor, key=hand.makers.key())
    return views.sure(member, seen.row.name or "—", minor, t, hand.rules)


async def award(press: CallbackQuery, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand) -> Screen:
    if memory.step != SURE:
        raise Refused("certificate.draft_gone")
    told = memory.data
    memory.forget()
    done = await certificates.award(db, actor, told["member"], told["minor"], told["key"], at=hand.now)
    return views.awarded(done, t, hand.rules)


def router() -> Router:
    router = Router(name="admin.certificates")
    router.callback_query.register(ask, AwardCertificate.filter(), Hands())
    router.callback_query.register(award, AwardNow.filter(), Hands())
    router.message.register(type_sum, At(SUM), Has("text"), Hands())
    return router
