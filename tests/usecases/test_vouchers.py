"""Vouchers: once for a fact, used once, back from a cancelled order, over with their last day."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.usecases import vouchers
from bot.usecases.errors import Refused
from db.enums import VoucherState
from db.models.members import Person
from db.session import Database
from tests.support.orders import ANN, BOB, CARL, NOON, OLGA, Shop, opened
from tests.support.vouchers import LATER, MISO, issued, states, voucher

ROUNDS = 20


@pytest.fixture
async def shop(db: Database) -> Shop:
    return await opened(db)


async def reserve(shop: Shop, voucher_id: int, order_id: int, **given: Any) -> Any:
    about = {"member_id": shop.bob, "order_id": order_id, "outlet_id": None, "at": NOON} | given
    async with shop.db.begin() as session:
        return await vouchers.reserve(session, voucher_id, **about)


async def test_the_same_fact_brings_one_voucher(shop: Shop) -> None:
    first = await issued(shop.db, shop.bob, key="birthday:2:2026")
    again = await issued(shop.db, shop.bob, key="birthday:2:2026")
    assert not first.already
    assert again.already
    assert (again.voucher_id, again.code) == (first.voucher_id, first.code)


async def test_it_ends_when_the_day_is_over_where_the_member_lives(shop: Shop) -> None:
    async with shop.db.begin() as session:
        (await session.get_one(Person, shop.bob)).time_zone = "Asia/Vladivostok"
    bobs, anns = await issued(shop.db, shop.bob), await issued(shop.db, shop.ann)
    assert (await voucher(shop.db, bobs.voucher_id)).ends_at == datetime(2026, 12, 21, 14, 0, tzinfo=UTC)
    assert (await voucher(shop.db, anns.voucher_id)).ends_at == datetime(2026, 12, 21, 21, 0, tzinfo=UTC)


async def test_it_is_set_aside_with_an_order_and_used_with_its_delivery(shop: Shop) -> None:
    bobs, order = await issued(shop.db, shop.bob), await shop.place()
    assert await reserve(shop, bobs.voucher_id, order.order_id) == MISO
    assert await reserve(shop, bobs.voucher_id, order.order_id) == MISO, "the same order again changes nothing"
    async with shop.db.begin() as session:
        assert await vouchers.held(session, shop.bob, NOON) == []
        await vouchers.hand_over(session, order.order_id, at=NOON, staff_id=shop.carl)
    used = await voucher(shop.db, bobs.voucher_id)
    assert (used.state, used.used_by, used.order_id) == (VoucherState.USED, shop.carl, order.order_id)


async def test_a_cancelled_order_gives_it_back_for_three_days_at_least(shop: Shop) -> None:
    bobs = await issued(shop.db, shop.bob, valid_until=date(2026, 11, 21))
    await reserve(shop, bobs.voucher_id, 7)
    async with shop.db.begin() as session:
        await vouchers.release(session, 7, at=NOON + timedelta(days=2))
        await vouchers.release(session, 8, at=NOON)
    back = await voucher(shop.db, bobs.voucher_id)
    assert (back.state, back.order_id, back.valid_until) == (VoucherState.HELD, None, date(2026, 11, 26))
    assert back.ends_at == datetime(2026, 11, 26, 21, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"member_id": 1}, "voucher.not_theirs"),
        ({"outlet_id": 5}, "voucher.other_outlet"),
        ({"at": NOON + timedelta(days=40)}, "voucher.expired"),
    ],
)
async def test_why_it_cannot_be_used(shop: Shop, given: dict[str, Any], code: str) -> None:
    bobs = await issued(shop.db, shop.bob, replace(MISO, outlets=(4,)))
    with pytest.raises(Refused) as refused:
        await reserve(shop, bobs.voucher_id, 7, **given)
    assert refused.value.code == code
    assert await states(shop.db, shop.bob) == [VoucherState.HELD]


async def test_fifty_orders_want_one_voucher_and_one_has_it(db: Database) -> None:
    shop = await opened(db)
    for _ in range(ROUNDS):
        bobs = await issued(db, shop.bob)
        tries = [reserve(shop, bobs.voucher_id, order) for order in range(1, 51)]
        results = await asyncio.gather(*tries, return_exceptions=True)
        refused = [one.code for one in results if isinstance(one, Refused)]
        assert results.count(MISO) == 1
        assert refused == ["voucher.reserved"] * 49


async def test_it_is_over_once_and_its_member_is_told_by_day(shop: Shop) -> None:
    bobs = await issued(shop.db, shop.bob)
    over = datetime(2026, 12, 21, 21, 0, tzinfo=UTC)
    assert await vouchers.expire(shop.db, over - timedelta(seconds=1)) == 0
    assert sorted(await asyncio.gather(*(vouchers.expire(shop.db, over) for _ in range(3)))) == [0, 0, 1]
    assert await states(shop.db, shop.bob) == [VoucherState.EXPIRED]
    assert await shop.told(BOB) == ["voucher.expired"]
    assert (await voucher(shop.db, bobs.voucher_id)).valid_until == LATER


async def test_a_voucher_withdrawn_with_a_reason_is_told_and_written_down(shop: Shop) -> None:
    bobs, olga = await issued(shop.db, shop.bob), await shop.actor(OLGA)
    for _ in range(2):
        line = await vouchers.void(shop.db, olga, bobs.voucher_id, "Printed by mistake", at=NOON)
        assert line.state is VoucherState.VOIDED
    assert await shop.told(BOB) == ["voucher.voided"]
    with pytest.raises(Refused, match=r"voucher\.ended"):
        await reserve(shop, bobs.voucher_id, 7)


@pytest.mark.parametrize("chat", [CARL, ANN])
async def test_couriers_and_members_withdraw_nothing(shop: Shop, chat: int) -> None:
    bobs = await issued(shop.db, shop.bob)
    with pytest.raises(Refused, match=r"access\.denied"):
        await vouchers.void(shop.db, await shop.actor(chat), bobs.voucher_id, "Because", at=NOON)
    assert await states(shop.db, shop.bob) == [VoucherState.HELD]
