"""Gift certificates: which sum, how to pay, the invoice."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.rules import certificates as rule
from bot.rules.amounts import parse_amount
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.customer.handlers.payments import send_invoice
from bot.telegram.customer.payment_callbacks import BuyCertificate, ShowCertificates
from bot.telegram.customer.views import certificates as views
from bot.telegram.filters import At, Has
from bot.telegram.presenter import Presenter
from bot.telegram.screen import Screen
from bot.usecases import certificates
from bot.usecases.actor import Actor, member_of
from bot.usecases.errors import Refused
from bot.usecases.program import Rules
from db.session import Database

SUM = "certificates.sum"


async def open_shelf(
    press: CallbackQuery, actor: Actor, t: Texts, memory: ChatMemory, rules: Rules, presenter: Presenter
) -> Screen:
    member_of(actor)
    memory.begin(SUM)
    return views.shelf(t, rules, pays=presenter.pays)


async def type_sum(
    message: Message, db: Database, actor: Actor, t: Texts, presenter: Presenter, hand: AtHand
) -> Screen | None:
    minor = parse_amount(message.text or "", hand.rules.program.currency)
    rule.check(minor, hand.rules.program)
    return await _next(BuyCertificate(minor=minor), db, actor, t, presenter, hand)


async def choose(
    press: CallbackQuery,
    callback_data: BuyCertificate,
    db: Database,
    actor: Actor,
    t: Texts,
    presenter: Presenter,
    hand: AtHand,
) -> Screen | None:
    return await _next(callback_data, db, actor, t, presenter, hand)


async def _next(
    wanted: BuyCertificate, db: Database, actor: Actor, t: Texts, presenter: Presenter, hand: AtHand
) -> Screen | None:
    """The invoice; where there are two ways to pay, the question first."""
    rule.check(wanted.minor, hand.rules.program)
    by_stars = bool(hand.rules.program.stars_minor)
    if wanted.by == "ask" and presenter.pays and by_stars:
        return views.ask_how(wanted.minor, t, hand.rules)
    if wanted.by != "stars" and not presenter.pays and not by_stars:
        raise Refused("payment.off")
    stars = wanted.by == "stars" or not presenter.pays
    invoiced = await certificates.buy(db, actor, wanted.minor, by_stars=stars, at=hand.now, new=hand.makers)
    await send_invoice(presenter, actor, views.invoice(invoiced, t, hand.rules))
    return None


def router() -> Router:
    router = Router(name="customer.certificates")
    router.callback_query.register(open_shelf, ShowCertificates.filter())
    router.callback_query.register(choose, BuyCertificate.filter(), Hands())
    router.message.register(type_sum, At(SUM), Has("text"), Hands())
    return router
