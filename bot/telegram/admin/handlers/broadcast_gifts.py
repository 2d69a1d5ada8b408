"""What a message to members brings: points, a voucher, a promo code; until when, and how many there are."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from aiogram import Router
from aiogram.types import Message

from bot.i18n import Texts
from bot.rules import automation_fields, automations, timing
from bot.rules.automations import Offer
from bot.rules.broadcasts import Brings, PromoOffer, RewardOffer
from bot.telegram.admin.broadcast_callbacks import ComposeDo
from bot.telegram.admin.handlers import broadcast_card as cards
from bot.telegram.admin.handlers.broadcast_card import change, seen, which
from bot.telegram.admin.handlers.broadcast_parts import button
from bot.telegram.admin.handlers.segment_picker import Desk
from bot.telegram.admin.views import broadcast_sides as views
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.filters import At, Has
from bot.telegram.screen import Screen
from bot.usecases import automation_gifts, promo_cards
from bot.usecases.actor import Actor
from bot.usecases.broadcast_drafts import Draft, Which
from bot.usecases.errors import Refused
from db.session import Database

GIFT = "broadcasts.gift"
LONGEST_NUMBER = 10  # digits
ENDS = 7  # days a new offer lasts until another day is set


async def _open(desk: Desk, data: ComposeDo) -> Screen:
    desk.memory.forget()
    return await shown(desk, await seen(desk, data.draft))


async def shown(desk: Desk, draft: Draft) -> Screen:
    """What it brings now, and what it could."""
    rewards = bool(await automation_gifts.choices(desk.db, desk.actor))
    look, promos = await cards.look(desk, draft), bool(await _promos(desk))
    return views.gifts(look, desk.t, rewards=rewards, promos=promos)


async def _promos(desk: Desk) -> list[tuple[int, str]]:
    found = await promo_cards.listed(desk.db, desk.actor, at=desk.hand.now)
    return [(each.id, each.code or each.name) for each in found]


async def _give(desk: Desk, data: ComposeDo) -> Screen:
    """A gift that needs no number is chosen at once; of the others the number is asked."""
    draft, (way, _, number) = await seen(desk, data.draft), data.value.partition("=")
    if way in views.GIFT_QUESTIONS:
        desk.memory.begin(GIFT, draft=draft.id, edition=draft.edition, way=way)
        return views.ask_gift(draft, way, desk.t)
    if way in ("reward", "promo") and not number:
        return await _choose(desk, draft, way)
    return await _offer(desk, which(data), draft, await _chosen(desk, draft, way, number))


async def _choose(desk: Desk, draft: Draft, way: str) -> Screen:
    if way == "promo":
        return views.promos(draft, await _promos(desk), desk.t)
    return views.rewards(draft, await automation_gifts.choices(desk.db, desk.actor), desk.t)


async def _chosen(desk: Desk, draft: Draft, way: str, number: str) -> Brings | None:
    match way:
        case "words":
            return None
        case "delivery":
            return _made(draft, way, "")
        case "promo" if number in {str(promo) for promo, _ in await _promos(desk)}:
            return PromoOffer(int(number))
        case "reward" if number.isdecimal() and len(number) < LONGEST_NUMBER:
            return RewardOffer((await automation_gifts.choice(desk.db, desk.actor, int(number))).reward_id)
    raise Refused("broadcast.question_gone")


def _made(draft: Draft, way: str, typed: str) -> Brings:
    made = automation_fields.gift(way, typed, Offer(), draft.rules.program.currency)
    return automations.offer_of(made, Offer())


async def _offer(desk: Desk, seen_as: Which, draft: Draft, offer: Brings | None) -> Screen:
    """With the button to take it, and a last day if none was set; without an offer both go."""
    plan = draft.plan
    there = [each for each in plan.buttons if each.do != "claim"]
    sides: dict[str, Any] = {"offer": offer, "buttons": tuple(there), "stock": None, "budget_minor": None}
    if offer is not None:
        claim = next((each for each in plan.buttons if each.do == "claim"), button(desk, "claim"))
        sides = {"offer": offer, "buttons": (claim, *there), "deadline": plan.deadline or last_day(desk, ENDS)}
    return await shown(desk, await change(desk, seen_as, sides))


def last_day(desk: Desk, days: int) -> datetime:
    """The last minute of the day so many days from now, by the shop's clocks."""
    zone = desk.hand.rules.zone
    day = timing.local_date(desk.hand.now, zone) + timedelta(days=days)
    return timing.end_of_local_day(day, zone) - timedelta(minutes=1)


DOES_GIFTS: dict[str, Callable[[Desk, ComposeDo], Awaitable[Screen]]] = {"gift": _open, "give": _give}


async def write_gift(
    message: Message, db: Database, actor: Actor, t: Texts, memory: ChatMemory, hand: AtHand
) -> Screen:
    """The number of the gift."""
    desk, known = Desk(db, actor, t, memory, hand), dict(memory.data)
    draft = await seen(desk, known["draft"])
    offer = _made(draft, known["way"], message.text or "")
    return await _offer(desk, Which(draft.id, known["edition"]), draft, offer)


def router() -> Router:
    router = Router(name="admin.broadcast_gifts")
    router.message.register(write_gift, At(GIFT), Has("text"), Hands())
    return router
