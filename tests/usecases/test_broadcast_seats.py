"""Seats count as what was taken: for the better version, and for the goal at which no more waves go."""

from datetime import timedelta
from typing import Any

from sqlalchemy import update

from bot.rules import broadcasts as shapes
from bot.rules.broadcasts import OfferButton, RewardOffer, Words
from bot.usecases import broadcast_claims, broadcast_rounds
from db.enums import MessageState, RewardKind, VoucherState
from db.models.vouchers import Voucher
from db.queries.outbox import PARKED
from db.session import Database
from tests.support import broadcasts as shop_says
from tests.support.orders import BOB, NOON, Shop, opened
from tests.support.rewards import reward

GOING = OfferButton("going", {"en": "I am coming"})


async def an_evening(db: Database, **given: Any) -> tuple[Shop, int]:
    """Bob got the invitation and has a seat; three others wait for theirs."""
    shop = await opened(db)
    jazz = await reward(shop, "Jazz", kind=RewardKind.EXPERIENCE, stock=30)
    number = await shop_says.running(db, RewardOffer(jazz), buttons=(GOING,), **given)
    waiting = {"state": MessageState.PLANNED, "reason": None, "due_at": PARKED, "wave": 2}
    await shop_says.sent(db, number, await shop_says.crowd(db, 3), variant=None, **waiting)
    await shop_says.sent(db, number, [shop.bob], variant="B")
    await broadcast_claims.go(db, await shop.actor(BOB), number, at=NOON)
    return shop, number


async def test_the_version_more_come_for_goes_to_the_rest(sqlite_db: Database) -> None:
    content = shapes.content_json({"A": {"*": Words("Jazz")}, "B": {"*": Words("Come to our jazz")}})
    shop, number = await an_evening(sqlite_db, content=content, test_bp=5_000, winner_hours=1)
    await shop_says.sent(sqlite_db, number, [shop.ann], variant="A")
    await broadcast_rounds.turn(sqlite_db, NOON + timedelta(hours=2))
    assert (await shop_says.broadcast(sqlite_db, number)).winner == "B"


async def test_no_more_waves_go_once_so_many_have_come(sqlite_db: Database) -> None:
    _, number = await an_evening(sqlite_db, wave_size=1, wave_goal=1, wave=1, wave_at=NOON)
    async with sqlite_db.begin() as session:
        await session.execute(update(Voucher).values(state=VoucherState.USED))
    await broadcast_rounds.turn(sqlite_db, NOON + timedelta(hours=3))
    assert (await shop_says.broadcast(sqlite_db, number)).wave == 1
