"""A member answers a message from the shop by one of its buttons; the message stays where it is."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.i18n import Texts
from bot.telegram.at_hand import AtHand, Hands
from bot.telegram.customer.broadcast_callbacks import Answer, Taken
from bot.telegram.customer.views import broadcasts as views
from bot.telegram.customer.views import offers as offer_views
from bot.telegram.customer.views import points as point_views
from bot.telegram.customer.views import vouchers as voucher_views
from bot.telegram.screen import Screen
from bot.usecases import balance, broadcast_claims, my_vouchers, offers, outlets, responses
from bot.usecases.actor import Actor, member_of
from bot.usecases.errors import Refused
from db.session import Database


@dataclass(frozen=True)
class Desk:
    """All that an answer needs."""

    db: Database
    actor: Actor
    t: Texts
    hand: AtHand


async def answer(
    press: CallbackQuery, callback_data: Answer, db: Database, actor: Actor, t: Texts, hand: AtHand
) -> Screen:
    does = _DOES.get(callback_data.do)
    if does is None:
        raise Refused("answer.unknown")
    return await does(Desk(db, actor, t, hand), callback_data)


async def _points(desk: Desk, data: Answer) -> Screen:
    await responses.press(desk.db, desk.actor, data.broadcast, "points", at=desk.hand.now)
    return await _balance(desk)


async def _balance(desk: Desk) -> Screen:
    seen = await balance.look(desk.db, member_of(desk.actor), desk.hand.now, desk.hand.rules)
    return replace(point_views.balance(seen, desk.t), fresh=True)


async def _claim(desk: Desk, data: Answer) -> Screen:
    claimed = await broadcast_claims.claim(desk.db, desk.actor, data.broadcast, at=desk.hand.now)
    return views.claimed(claimed, desk.t, desk.hand.rules)


async def _go(desk: Desk, data: Answer) -> Screen:
    seat = await broadcast_claims.go(desk.db, desk.actor, data.broadcast, at=desk.hand.now)
    entry = await my_vouchers.show(desk.db, desk.actor, seat.voucher_id, at=desk.hand.now)
    ticket = voucher_views.voucher(entry, desk.t, desk.hand.rules, desk.hand.username)
    return replace(ticket, fresh=True, toast=views.expected(seat, desk.t))


async def _stay_away(desk: Desk, data: Answer) -> Screen:
    had_seat = await broadcast_claims.stay_away(desk.db, desk.actor, data.broadcast, at=desk.hand.now)
    return views.not_coming(had_seat, desk.t)


async def _rate(desk: Desk, data: Answer) -> Screen:
    rated = await responses.rate(desk.db, desk.actor, data.broadcast, data.stars, at=desk.hand.now)
    return views.rated(rated, desk.t)


async def _decline(desk: Desk, data: Answer) -> Screen:
    return views.declined(await responses.decline(desk.db, desk.actor, data.broadcast, at=desk.hand.now), desk.t)


async def _repeat(desk: Desk, data: Answer) -> Screen:
    last = await responses.repeat(desk.db, desk.actor, data.broadcast, at=desk.hand.now)
    return views.last_order(last, await outlets.active(desk.db), desk.t)


_DOES: dict[str, Callable[[Desk, Answer], Awaitable[Screen]]] = {
    "points": _points,
    "claim": _claim,
    "going": _go,
    "not_going": _stay_away,
    "rate": _rate,
    "decline": _decline,
    "repeat": _repeat,
}


async def open_gift(
    press: CallbackQuery, callback_data: Taken, db: Database, actor: Actor, t: Texts, hand: AtHand
) -> Screen:
    """What an offer that came by itself has brought."""
    await responses.open_gift(db, actor, callback_data.rule, at=hand.now)
    if callback_data.to == "points":
        return await _balance(Desk(db, actor, t, hand))
    seen = await offers.look(db, member_of(actor), hand.now, hand.rules)
    return replace(offer_views.offers(seen, t, hand.rules), fresh=True)


def router() -> Router:
    router = Router(name="customer.broadcasts")
    router.callback_query.register(answer, Answer.filter(), Hands())
    router.callback_query.register(open_gift, Taken.filter(), Hands())
    return router
