"""Links for receipts and for cards on tables: made, printed, looked at, taken back."""

import asyncio

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.i18n import Texts
from bot.rules import amounts, promo_terms
from bot.telegram.admin.claim_callbacks import (
    ClaimSet,
    MakeClaims,
    NewClaims,
    OpenBatch,
    PrintBatch,
    ShowClaims,
    VoidBatch,
)
from bot.telegram.admin.views import claim_sheets
from bot.telegram.admin.views import claims as views
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen
from bot.usecases import brand, claim_batches
from bot.usecases.actor import Actor
from bot.usecases.claim_batches import MOST_LINKS, MOST_POINTS, Draft
from bot.usecases.errors import Refused
from db.enums import ClaimKind
from db.session import Database

COUNT, WORTH, SURE = "claims.count", "claims.worth", "claims.sure"


async def open_claims(
    press: CallbackQuery, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand
) -> Screen:
    memory.forget()
    return views.listed(await claim_batches.desk(db, actor, at=hand.now), t)


async def begin(press: CallbackQuery, callback_data: NewClaims, t: Texts, memory: ChatMemory, hand: AtHand) -> Screen:
    if callback_data.kind not in (ClaimKind.CARD.value, ClaimKind.RECEIPT.value):
        return views.ask_kind(t)
    memory.begin(COUNT, key=hand.makers.key(), kind=callback_data.kind)
    return views.ask_count(t)


async def choose(
    press: CallbackQuery,
    callback_data: ClaimSet,
    db: Database,
    actor: Actor,
    t: Texts,
    memory: ChatMemory,
    hand: AtHand,
) -> Screen:
    if memory.step not in (COUNT, WORTH, SURE):
        raise Refused("claim.draft_gone")
    return await _answered(callback_data.what, callback_data.value, db, actor, t, memory, hand)


async def type_count(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand
) -> Screen:
    count = promo_terms.count(message.text or "", 1, MOST_LINKS)
    return await _answered("count", count, db, actor, t, memory, hand)


async def type_worth(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand
) -> Screen:
    text, currency = message.text or "", hand.rules.program.currency
    if memory.data["kind"] == ClaimKind.CARD.value:
        return await _answered("points", promo_terms.count(text, 1, MOST_POINTS), db, actor, t, memory, hand)
    return await _answered("amount", amounts.parse_amount(text, currency), db, actor, t, memory, hand)


async def _answered(
    what: str, value: int, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand
) -> Screen:
    """The answer is kept; next comes the question that is still open, or the whole to look at."""
    step = WORTH if what == "count" else SURE
    memory.at(step, **{what: value})
    if step == WORTH:
        return views.ask_worth(ClaimKind(memory.data["kind"]), t)
    draft = await claim_batches.weigh(db, actor, _draft(memory), at=hand.now)
    return views.sure(draft, (await claim_batches.desk(db, actor, at=hand.now)).outlets, t, hand.rules)


def _draft(memory: ChatMemory) -> Draft:
    told = memory.data
    return Draft(
        key=f"claims:{told['key']}",
        kind=ClaimKind(told["kind"]),
        count=told.get("count", 0),
        points=told.get("points", 0),
        amount_minor=told.get("amount", 0),
        outlet_id=told.get("outlet") or None,
        days=told.get("days", 0),
    )


async def make(press: CallbackQuery, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand) -> Screen:
    if memory.step != SURE:
        raise Refused("claim.draft_gone")
    draft = _draft(memory)
    memory.forget()
    return views.batch(await claim_batches.make(db, actor, draft, at=hand.now, new=hand.makers), t)


async def open_batch(
    press: CallbackQuery, callback_data: OpenBatch, db: Database, actor: Actor, t: Texts, hand: AtHand
) -> Screen:
    return views.batch(await claim_batches.show(db, actor, callback_data.batch, at=hand.now), t)


async def take_back(
    press: CallbackQuery, callback_data: VoidBatch, db: Database, actor: Actor, t: Texts, hand: AtHand
) -> Screen:
    if not callback_data.sure:
        return views.sure_to_void(await claim_batches.show(db, actor, callback_data.batch, at=hand.now), t)
    return views.batch(await claim_batches.void(db, actor, callback_data.batch, at=hand.now), t)


async def print_batch(
    press: CallbackQuery, callback_data: PrintBatch, db: Database, actor: Actor, t: Texts, hand: AtHand
) -> Screen:
    """In the shop's language, for its guests."""
    made = await claim_batches.show(db, actor, callback_data.batch, at=hand.now)
    if not made.codes:
        raise Refused("claim.none_left")
    shop = hand.catalogue.texts(hand.rules.program.language)
    face = claim_sheets.face(made, shop, hand, await brand.logo(db))
    file = await asyncio.to_thread(claim_sheets.file, made, face, callback_data.how)
    return views.printed(made, file, t)


def router() -> Router:
    router = Router(name="admin.claims")
    router.callback_query.register(open_claims, ShowClaims.filter(), Hands())
    router.callback_query.register(begin, NewClaims.filter(), Hands())
    router.callback_query.register(choose, ClaimSet.filter(), Hands())
    router.callback_query.register(make, MakeClaims.filter(), Hands())
    router.callback_query.register(open_batch, OpenBatch.filter(), Hands())
    router.callback_query.register(take_back, VoidBatch.filter(), Hands())
    router.callback_query.register(print_batch, PrintBatch.filter(), Hands())
    router.message.register(type_count, At(COUNT), Has("text"), Hands())
    router.message.register(type_worth, At(WORTH), Has("text"), Hands())
    return router
