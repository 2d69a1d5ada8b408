"""Value and what crosses it at the same moment: erasing, withdrawing, running out. The books stay right, nobody waits
in a circle, and a piece nobody fetched can be promised again."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.rules.codes import token_hash
from bot.usecases import adjustments, catalogue, gifts, lots, privacy, promocodes, rewards, vouchers
from bot.usecases.actor import Actor, read
from bot.usecases.catalogue import Edit
from bot.usecases.errors import Refused
from bot.usecases.rewards import Redeemed
from db.enums import AccountKind, BenefitKind, EntryKind, GiftState, VoucherState
from db.ledger import post
from db.ledger.post import Because
from db.ledger.read import balance
from db.ledger.verify import verify
from db.models.audit import AuditLine
from db.models.members import Member, Person
from db.models.vouchers import Gift
from db.session import Database
from tests.support.crossed import at_once, stock
from tests.support.guests import member
from tests.support.orders import ANN, BOB, NOON, OLGA, Shop, opened
from tests.support.promos import a_code
from tests.support.rewards import reward, rich, takes
from tests.support.vouchers import issued, voucher

ROUNDS = 20
LATER = NOON + timedelta(days=60)
FIFTY: dict[str, Any] = {"kind": BenefitKind.POINTS, "value": 50}


@pytest.fixture
async def shop(db: Database) -> AsyncIterator[Shop]:
    """Ann has ordered before and has points; afterwards the books are right."""
    shop = await opened(db)
    await ordered(db, shop.ann)
    await rich(db, shop.ann, 10_000)
    yield shop
    async with db.read(long=True) as session:
        assert (await verify(session)).ok


async def ordered(db: Database, member_id: int) -> None:
    async with db.begin() as session:
        await session.execute(update(Member).where(Member.id == member_id).values(orders_count=1))


async def gives(shop: Shop, redeemed: Redeemed) -> gifts.Given:
    return await gifts.give_voucher(shop.db, await shop.actor(ANN), redeemed.voucher_id, at=NOON, new=shop.new)


async def test_a_piece_nobody_fetched_can_be_promised_again(shop: Shop) -> None:
    soup, olga = await reward(shop, stock=5), await shop.actor(OLGA)
    taken = [await takes(shop, soup) for _ in range(4)]
    await gives(shop, taken[1])
    assert await stock(shop, soup) == 1
    for _ in range(2):
        await vouchers.void(shop.db, olga, taken[0].voucher_id, "Spilled", at=NOON)
    assert await stock(shop, soup) == 2
    await vouchers.void(shop.db, olga, taken[1].voucher_id, "Spilled", at=NOON)
    assert await stock(shop, soup) == 3
    for _ in range(2):
        await vouchers.expire(shop.db, LATER)
    assert await stock(shop, soup) == 5


async def test_what_somebody_held_who_is_gone_can_be_promised_again(shop: Shop) -> None:
    soup, cake = await reward(shop, stock=5), await reward(shop, "Cake", stock=None)
    for each in (soup, soup, cake):
        await takes(shop, each)
    await gives(shop, await takes(shop, soup))
    await privacy.erase(shop.db, await shop.actor(ANN), at=NOON)
    assert (await stock(shop, soup), await stock(shop, cake)) == (5, None)


async def test_what_members_take_while_the_stock_is_typed_is_off_the_new_one(shop: Shop) -> None:
    soup, olga = await reward(shop, stock=5), await shop.actor(OLGA)
    seen = await catalogue.show(shop.db, olga, soup)
    for _ in range(3):
        await takes(shop, soup)
    ten_more = Edit(soup, seen.edition, "stock", 15, saw=seen.terms.stock)
    assert (await catalogue.change(shop.db, olga, ten_more, at=NOON)).terms.stock == 12
    seen = await catalogue.show(shop.db, olga, soup)
    await takes(shop, soup)
    sold_out = Edit(soup, seen.edition, "stock", 0, saw=seen.terms.stock)
    assert (await catalogue.change(shop.db, olga, sold_out, at=NOON)).terms.stock == 0


async def test_nobody_enters_a_code_for_themselves_at_the_till(shop: Shop) -> None:
    await a_code(shop.db, **FIFTY)
    olga = await member(shop.db, OLGA, "Olga")
    assert olga.member_id
    with pytest.raises(Refused, match=r"voucher\.own"):
        await promocodes.enter_for(shop.db, olga, olga.member_id, "SUSHI10", "k1", outlet_id=None, at=NOON)


async def test_a_code_is_taken_back_within_the_time_for_slips_and_the_log_names_the_use(shop: Shop) -> None:
    await a_code(shop.db, **FIFTY)
    olga = await shop.actor(OLGA)
    use = await promocodes.enter_for(shop.db, olga, shop.bob, "SUSHI10", "k1", outlet_id=None, at=NOON)
    with pytest.raises(Refused, match=r"sale\.undo_too_late"):
        await promocodes.undo_use(shop.db, olga, use.use_key, at=NOON + timedelta(hours=1))
    for _ in range(2):
        await promocodes.undo_use(shop.db, olga, use.use_key, at=NOON)
    async with shop.db.read() as session:
        lines = await session.scalars(
            select(AuditLine).where(AuditLine.act.startswith("promo.")).order_by(AuditLine.id)
        )
        told = [(line.act, line.facts.get("use")) for line in lines]
    assert told == [("promo.enter", use.use_key), ("promo.undo", use.use_key)]


async def gus(shop: Shop, number: int) -> Actor:
    """A member with points who has ordered before."""
    actor = await member(shop.db, 1_000 + number, "Gus")
    assert actor.member_id
    await ordered(shop.db, actor.member_id)
    await rich(shop.db, actor.member_id, 500)
    return await read(shop.db, actor.chat_id, NOON)


async def test_who_goes_while_others_give_leaves_nothing_behind(shop: Shop) -> None:
    await a_code(shop.db, **FIFTY)
    soup, olga, bob = await reward(shop, stock=500), await shop.actor(OLGA), await shop.actor(BOB)
    for number in range(ROUNDS):
        actor = await gus(shop, number)
        who = actor.member_id
        assert who
        soups = await takes(shop, soup, actor.chat_id)
        passed = await gifts.give_voucher(shop.db, actor, soups.voucher_id, at=NOON, new=shop.new)
        points = await gifts.give_points(shop.db, actor, 10, shop.new.token(), at=NOON)
        await at_once(
            adjustments.adjust(shop.db, olga, who, 50, "Sorry", f"a{number}", at=NOON),
            gifts.claim(shop.db, bob, token_hash(points.token), at=NOON),
            rewards.redeem(shop.db, actor, soup, "again", agreed=True, at=NOON),
            privacy.erase(shop.db, actor, at=NOON),
            promocodes.enter_for(shop.db, olga, who, "SUSHI10", f"k{number}", outlet_id=None, at=NOON),
            gifts.claim(shop.db, bob, token_hash(passed.token), at=NOON),
            gifts.take_back(shop.db, actor, points.gift_id, at=NOON),
        )
        async with shop.db.read() as session:
            left = await balance(session, who)
            assert (left.available, left.held) == (0, 0)


async def test_a_voucher_withdrawn_on_its_way_stays_withdrawn(shop: Shop) -> None:
    soup, olga, bob = await reward(shop, stock=500), await shop.actor(OLGA), await shop.actor(BOB)
    await rich(shop.db, shop.ann, 5_000)
    for _ in range(ROUNDS):
        redeemed = await takes(shop, soup)
        given = await gives(shop, redeemed)
        await at_once(
            vouchers.void(shop.db, olga, redeemed.voucher_id, "Spilled", at=NOON),
            gifts.claim(shop.db, bob, token_hash(given.token), at=NOON),
        )
        assert (await voucher(shop.db, redeemed.voucher_id)).state is VoucherState.VOIDED
        async with shop.db.read() as session:
            assert (await session.get_one(Gift, given.gift_id)).state in (GiftState.CLAIMED, GiftState.RETURNED)
    assert await stock(shop, soup) == 500


async def test_a_voucher_given_while_it_is_withdrawn_reaches_nobody(shop: Shop) -> None:
    olga, ann, bob = await shop.actor(OLGA), await shop.actor(ANN), await shop.actor(BOB)
    for _ in range(ROUNDS):
        anns = await issued(shop.db, shop.ann)
        given, _ = await at_once(
            gifts.give_voucher(shop.db, ann, anns.voucher_id, at=NOON, new=shop.new),
            vouchers.void(shop.db, olga, anns.voucher_id, "Spilled", at=NOON),
        )
        if isinstance(given, gifts.Given):
            with pytest.raises(Refused, match=r"gift\.over"):
                await gifts.claim(shop.db, bob, token_hash(given.token), at=NOON)
        assert (await voucher(shop.db, anns.voucher_id)).state is VoucherState.VOIDED


async def test_a_removed_reward_is_given_no_more(shop: Shop) -> None:
    soup, olga = await reward(shop, stock=5), await shop.actor(OLGA)
    await a_code(shop.db, kind=BenefitKind.ITEM, value=0, reward_id=soup)
    card = await catalogue.show(shop.db, olga, soup)
    await catalogue.change(shop.db, olga, Edit(soup, card.edition, "removed", True), at=NOON)
    with pytest.raises(Refused, match=r"code\.sold_out"):
        await promocodes.enter(shop.db, await shop.actor(BOB), "SUSHI10", at=NOON)


async def test_points_given_back_in_the_east_can_still_be_spent_there(shop: Shop) -> None:
    soup, olga = await reward(shop, price=80), await shop.actor(OLGA)
    over = datetime(2026, 11, 25, 14, 0, tzinfo=UTC)  # the 25th, in Vladivostok
    before, after = over - timedelta(minutes=1), over + timedelta(minutes=1)
    async with shop.db.begin() as session:
        (await session.get_one(Person, shop.bob)).time_zone = "Asia/Vladivostok"
        because = Because("gift:bob", EntryKind.GIFT, NOON, "birthday")
        ends = date(2026, 11, 25)
        await post.give(session, shop.bob, 160, source=AccountKind.BIRTHDAY, because=because, expires_on=ends)
    taken = await takes(shop, soup, BOB, at=before)
    await adjustments.adjust(shop.db, olga, shop.bob, -80, "Wrong member", "a", at=before)
    await rewards.take_back(shop.db, await shop.actor(BOB), taken.voucher_id, at=after)
    await adjustments.undo_adjust(shop.db, olga, "a", at=after)
    await lots.expire_lots(shop.db, at=after)
    async with shop.db.read() as session:
        assert (await balance(session, shop.bob)).available == 160
