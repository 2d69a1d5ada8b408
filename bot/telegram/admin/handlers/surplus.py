"""What is left over: said in one line, priced by a press, and on to the last question before members are told."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.rules import surplus as rule
from bot.telegram.admin.handlers import ready_drafts as ready
from bot.telegram.admin.handlers.segment_picker import Desk
from bot.telegram.admin.surplus_callbacks import PriceSurplus, ShowSurplus
from bot.telegram.admin.views import surplus as views
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen
from bot.usecases import surplus
from bot.usecases.actor import Actor
from bot.usecases.errors import Refused
from db.session import Database

LINE, PRICE = "surplus.line", "surplus.price"


async def open_surplus(
    event: Message | CallbackQuery, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand
) -> Screen:
    memory.begin(LINE)
    return views.ask(await surplus.look(db, actor, at=hand.now), t)


async def answer_line(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand
) -> Screen:
    found = rule.read(message.text or "")
    rule.deadline(found, hand.now, hand.rules.zone)
    if found.off_bp is None:
        memory.begin(PRICE, line=message.text)
        return views.ask_price(found, t)
    return await _ready(Desk(db, actor, t, memory, hand), found)


async def answer_price(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand
) -> Screen:
    desk = Desk(db, actor, t, memory, hand)
    return await _ready(desk, rule.priced(rule.read(memory.data["line"]), rule.read_share(message.text or "")))


async def choose_price(
    press: CallbackQuery,
    callback_data: PriceSurplus,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    hand: AtHand,
) -> Screen:
    if memory.step != PRICE:
        raise Refused("surplus.gone")
    desk = Desk(db, actor, t, memory, hand)
    return await _ready(desk, rule.priced(rule.read(memory.data["line"]), callback_data.share))


async def _ready(desk: Desk, found: rule.Surplus) -> Screen:
    """The draft is there; how it looks, and below it the numbers and the button that sends it."""
    desk.memory.forget()
    found = await surplus.spelled(desk.db, desk.actor, found)
    said = ready.said(desk, lambda t: views.message(found, t), views.TAKE)
    draft = await surplus.begin(desk.db, desk.actor, found, said, at=desk.hand.now)
    return await ready.shown(desk, draft)


def router() -> Router:
    router = Router(name="admin.surplus")
    router.message.register(open_surplus, Command("surplus"), Hands())
    router.callback_query.register(open_surplus, ShowSurplus.filter(), Hands())
    router.callback_query.register(choose_price, PriceSurplus.filter(), Hands())
    router.message.register(answer_line, At(LINE), Has("text"), Hands())
    router.message.register(answer_price, At(PRICE), Has("text"), Hands())
    return router
