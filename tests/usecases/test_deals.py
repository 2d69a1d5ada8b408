"""Which deals Ann is told, in which order and why; and that two managers never overwrite each other."""

import asyncio
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from bot.usecases import deal_desk, deals, program
from bot.usecases.deal_desk import Which
from bot.usecases.deals import DealLine
from bot.usecases.errors import Refused
from db.enums import Tier
from db.models.deals import Deal
from db.models.members import Member
from db.models.orders import OrderItem
from db.session import Database
from tests.support.orders import BOB, NOON, OLGA, Shop, opened


@pytest.fixture
async def shop(db: Database) -> Shop:
    return await opened(db)


async def a_deal(db: Database, title: str, **given: Any) -> int:
    async with db.begin() as session:
        deal = Deal(titles={"en": title}, created_at=NOON, **given)
        session.add(deal)
        await session.flush()
        return deal.id


async def seen_by(shop: Shop, member_id: int) -> list[DealLine]:
    async with shop.db.read() as session:
        return await deals.on_now(session, member_id, NOON, await program.in_force(session, NOON))


async def bought(shop: Shop, member_id: int, category: str, quantity: int) -> None:
    order = await shop.place(member_id=member_id)
    async with shop.db.begin() as session:
        item = {"name": category, "folded": category, "category": category, "quantity": quantity, "sum_minor": 100}
        session.add(OrderItem(order_id=order.order_id, member_id=member_id, **item))


async def test_deals_are_ranked_by_whom_they_are_for_and_what_is_liked(shop: Shop) -> None:
    db = shop.db
    await a_deal(db, "Everybody's")
    await a_deal(db, "Soups", category="soups")
    await a_deal(db, "Rolls", category="rolls")
    await a_deal(db, "New ones'", segment={"field": "orders", "op": "most", "value": 2})
    await a_deal(db, "Silver's", tier=Tier.SILVER)
    await bought(shop, shop.ann, "rolls", 5)
    await bought(shop, shop.ann, "soups", 2)
    async with db.begin() as session:
        (await session.get_one(Member, shop.ann)).tier = Tier.GOLD
    ann = await seen_by(shop, shop.ann)
    assert [(line.titles["en"], line.reason) for line in ann] == [
        ("Silver's", "tier"),
        ("New ones'", "segment"),
        ("Rolls", "taste"),
        ("Soups", "taste"),
        ("Everybody's", ""),
    ]
    bob = await seen_by(shop, shop.bob)
    assert [(line.titles["en"], line.reason) for line in bob] == [
        ("New ones'", "segment"),
        ("Rolls", ""),
        ("Soups", ""),
        ("Everybody's", ""),
    ]


async def test_paused_removed_and_finished_deals_are_told_to_nobody(shop: Shop) -> None:
    db = shop.db
    await a_deal(db, "Paused", paused=True)
    await a_deal(db, "Removed", removed=True)
    await a_deal(db, "Over", closes_at=NOON)
    await a_deal(db, "Soon", opens_at=NOON + timedelta(hours=1))
    await a_deal(db, "Sunday's", weekdays=[6])
    assert await seen_by(shop, shop.ann) == []


async def test_olga_previews_what_is_on_whoever_it_is_for_and_a_member_may_not(shop: Shop) -> None:
    await a_deal(shop.db, "Gold's", tier=Tier.GOLD)
    found = await deals.preview(shop.db, await shop.actor(OLGA), at=NOON)
    assert [line.titles["en"] for line in found] == ["Gold's"]
    for attempt in (deals.preview, deal_desk.listed):
        with pytest.raises(Refused, match=r"access\.denied"):
            await attempt(shop.db, await shop.actor(BOB), at=NOON)


async def test_of_fifty_changes_of_the_same_edition_one_is_made(shop: Shop) -> None:
    olga = await shop.actor(OLGA)
    deal = await a_deal(shop.db, "Soup")
    for edition in range(1, 21):
        which = Which(deal, edition)
        changes = [
            deal_desk.change(shop.db, olga, which, {"price_minor": 100 + number}, at=NOON) for number in range(50)
        ]
        results = await asyncio.gather(*changes, return_exceptions=True)
        told = Counter(each.code if isinstance(each, Refused) else type(each).__name__ for each in results)
        assert told == {"DealSeen": 1, "deal.changed_meanwhile": 49}
