"""Ann gives; Bob, or a friend who is not here yet, opens the link; what nobody takes comes back."""

import asyncio
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.rules.codes import token_hash
from bot.rules.deep_links import Link
from bot.rules.gifts import GiftNotAllowed
from bot.usecases import gifts, lots, privacy, program, registration, vouchers
from bot.usecases.actor import read as actor_of
from bot.usecases.errors import Refused
from bot.usecases.gifts import Given
from bot.usecases.registration import SharedContact
from db.enums import AccountKind, EntryKind, GiftState, MessageState, VoucherSource, VoucherState
from db.ledger import read
from db.ledger.post import Because
from db.models.members import Member
from db.models.messages import OutgoingMessage
from db.models.vouchers import Gift
from db.session import Database
from tests.support.guests import guest, member
from tests.support.orders import ANN, BOB, NOON, Shop, opened
from tests.support.vouchers import MISO, issued, voucher

ROUNDS = 20
LATE = NOON + timedelta(hours=72)


@pytest.fixture
async def shop(db: Database) -> Shop:
    return await with_points(db, 800)


async def with_points(db: Database, points: int) -> Shop:
    """Ann has had an order delivered, and points that last a year."""
    shop = await opened(db)
    async with db.begin() as session:
        await session.execute(update(Member).where(Member.id == shop.ann).values(orders_count=1))
        because = Because("test:ann", EntryKind.EARN, NOON, "order.delivered")
        rules = await program.in_force(session, NOON)
        await lots.give(session, shop.ann, points, AccountKind.ORDERS, because, rules)
    return shop


async def gives(shop: Shop, points: int = 300) -> Given:
    return await gifts.give_points(shop.db, await shop.actor(ANN), points, shop.new.token(), at=NOON)


async def gives_soup(shop: Shop, **how: Any) -> Given:
    anns = await issued(shop.db, shop.ann, **how)
    return await gifts.give_voucher(shop.db, await shop.actor(ANN), anns.voucher_id, at=NOON, new=shop.new)


async def takes(shop: Shop, given: Given, chat: int = BOB, *, at: Any = NOON) -> gifts.Claimed:
    return await gifts.claim(shop.db, await shop.actor(chat), token_hash(given.token), at=at)


async def points_of(shop: Shop, member_id: int) -> read.Balance:
    async with shop.db.read() as session:
        return await read.balance(session, member_id)


async def state(shop: Shop, given: Given) -> GiftState:
    async with shop.db.read() as session:
        return (await session.get_one(Gift, given.gift_id)).state


async def test_given_points_wait_on_hold_and_are_bobs_for_a_month(shop: Shop) -> None:
    given = await gives(shop)
    assert await points_of(shop, shop.ann) == read.Balance(500, 300, 0, 500, date(2027, 11, 21))
    claimed = await takes(shop, given)
    assert (claimed.gift.giver, claimed.gift.points, claimed.available) == ("Ann Green", 300, 300)
    assert await points_of(shop, shop.ann) == read.Balance(500, 0, 0, 500, date(2027, 11, 21))
    assert await points_of(shop, shop.bob) == read.Balance(300, 0, 0, 300, date(2026, 12, 21))
    assert await shop.told(ANN) == ["gift.claimed"]


async def test_fifty_presses_give_once(db: Database) -> None:
    shop = await with_points(db, 800)
    ann, token = await shop.actor(ANN), shop.new.token()
    made = await asyncio.gather(*(gifts.give_points(db, ann, 300, token, at=NOON) for _ in range(50)))
    assert len({given.gift_id for given in made}) == 1
    assert (await points_of(shop, shop.ann)).held == 300


async def test_opening_the_link_twice_is_taking_once(shop: Shop) -> None:
    given = await gives(shop)
    await takes(shop, given)
    assert (await takes(shop, given)).already
    assert (await points_of(shop, shop.bob)).available == 300


async def test_a_given_voucher_is_nobodys_until_it_is_taken(shop: Shop) -> None:
    given = await gives_soup(shop, undo_until=LATE)
    async with shop.db.begin() as session:
        assert await vouchers.held(session, shop.ann, NOON) == []
    claimed = await takes(shop, given)
    assert claimed.gift.benefit == MISO
    async with shop.db.begin() as session:
        (bobs,) = await vouchers.held(session, shop.bob, NOON)
    assert bobs.undo_until is None, "Ann's points are not Bob's to have back"


async def test_what_nobody_takes_comes_back_once_and_ann_hears(shop: Shop) -> None:
    points, soup = await gives(shop), await gives_soup(shop)
    assert await gifts.end_due(shop.db, LATE - timedelta(seconds=1)) == 0
    assert sum(await asyncio.gather(*(gifts.end_due(shop.db, LATE) for _ in range(3)))) == 2
    assert await points_of(shop, shop.ann) == read.Balance(800, 0, 0, 800, date(2027, 11, 21))
    assert await shop.told(ANN) == ["gift.returned", "gift.returned"]
    for given in (points, soup):
        with pytest.raises(Refused, match=r"gift\.over"):
            await takes(shop, given, at=LATE)


async def test_a_gift_waits_no_longer_than_its_voucher_is_valid(shop: Shop) -> None:
    given = await gives_soup(shop, valid_until=date(2026, 11, 22))
    over = given.until
    assert over < LATE
    await gifts.end_due(shop.db, over)
    assert await vouchers.expire(shop.db, over) == 1


async def test_ann_takes_it_back_before_anybody_opened_it(shop: Shop) -> None:
    given, ann = await gives(shop), await shop.actor(ANN)
    for _ in range(2):
        seen = await gifts.take_back(shop.db, ann, given.gift_id, at=NOON)
        assert seen.state is GiftState.RETURNED
    assert (await points_of(shop, shop.ann)).available == 800
    with pytest.raises(Refused, match=r"gift\.over"):
        await takes(shop, given)


async def test_what_is_taken_is_not_taken_back_and_nobody_takes_anothers_back(shop: Shop) -> None:
    given, more = await gives(shop), await gives(shop, 100)
    await takes(shop, given)
    with pytest.raises(Refused, match=r"gift\.taken"):
        await gifts.take_back(shop.db, await shop.actor(ANN), given.gift_id, at=NOON)
    with pytest.raises(Refused, match=r"gift\.unknown"):
        await gifts.take_back(shop.db, await shop.actor(BOB), more.gift_id, at=NOON)


async def test_nobody_gives_to_themselves(shop: Shop) -> None:
    with pytest.raises(Refused, match=r"gift\.own"):
        await takes(shop, await gives(shop), ANN)


@pytest.mark.parametrize(
    ("before", "points", "code"),
    [((), 501, "gift.too_many"), ((500, 400), 101, "gift.monthly"), ((500,), 301, "gift.not_enough")],
)
async def test_how_much_may_be_given(db: Database, before: tuple[int, ...], points: int, code: str) -> None:
    shop = await with_points(db, 800 if code == "gift.not_enough" else 2_000)
    for each in before:
        await gives(shop, each)
    with pytest.raises((Refused, GiftNotAllowed)) as refused:
        await gives(shop, points)
    assert str(refused.value).startswith(code)
    assert await gives(shop, points - 1)


async def test_who_never_ordered_gives_nothing(shop: Shop) -> None:
    bob, bobs = await shop.actor(BOB), await issued(shop.db, shop.bob)
    with pytest.raises(GiftNotAllowed, match=r"gift\.first_order"):
        await gifts.give_points(shop.db, bob, 50, shop.new.token(), at=NOON)
    with pytest.raises(GiftNotAllowed, match=r"gift\.first_order"):
        await gifts.give_voucher(shop.db, bob, bobs.voucher_id, at=NOON, new=shop.new)


async def test_what_a_promo_code_brought_stays_with_its_member(shop: Shop) -> None:
    with pytest.raises(GiftNotAllowed, match=r"gift\.bound"):
        await gives_soup(shop, source=VoucherSource.PROMO)


async def test_fifty_open_one_link_and_one_has_it(db: Database) -> None:
    shop = await with_points(db, 2_000)
    friends = [await member(db, 100 + number, f"Friend {number}") for number in range(50)]
    for number in range(ROUNDS):
        given = await gives_soup(shop) if number % 2 else await gives(shop, 50)
        tries = [gifts.claim(db, actor, token_hash(given.token), at=NOON) for actor in friends]
        results = await asyncio.gather(*tries, return_exceptions=True)
        told = Counter(one.code if isinstance(one, Refused) else type(one).__name__ for one in results)
        assert told == {"Claimed": 1, "gift.taken": 49}
    async with db.read() as session:
        balances = [(await read.balance(session, friend.member_id or 0)).available for friend in friends]
    assert sum(balances) == ROUNDS // 2 * 50


async def test_taking_and_taking_back_at_once_leaves_one_owner(shop: Shop) -> None:
    for _ in range(ROUNDS):
        given, ann = await gives(shop, 10), await shop.actor(ANN)
        racers = takes(shop, given), gifts.take_back(shop.db, ann, given.gift_id, at=NOON)
        results = await asyncio.gather(*racers, return_exceptions=True)
        assert sum(isinstance(one, Refused) for one in results) == 1, results
    anns, bobs = await points_of(shop, shop.ann), await points_of(shop, shop.bob)
    assert (anns.available + bobs.available, anns.held) == (800, 0)


async def joins(shop: Shop, given: Given, chat: int = 77) -> int:
    """A guest opens the link at noon and shares the phone later."""
    await guest(shop.db, chat, "Gus")
    arrived = await registration.arrive(
        shop.db, await actor_of(shop.db, chat, NOON), Link("gift", given.token), at=NOON
    )
    assert arrived.brings
    assert arrived.brings.giver == "Ann Green"
    gus = await actor_of(shop.db, chat, NOON)
    await registration.agree(shop.db, gus, offers=False, at=NOON)
    contact = SharedContact("+48600999888", chat, "Gus")
    return (await registration.complete(shop.db, gus, contact, at=NOON, new=shop.new)).member_id


async def test_a_guest_joins_through_the_link_and_has_the_gift(shop: Shop) -> None:
    gus = await joins(shop, await gives_soup(shop))
    async with shop.db.begin() as session:
        (held,) = await vouchers.held(session, gus, NOON)
        assert held.benefit == MISO
    assert await shop.told(77) == ["gift.received"]
    assert await shop.told(ANN) == ["gift.claimed"]


async def test_a_guest_who_joins_too_late_is_told_so(shop: Shop) -> None:
    given = await gives(shop)
    await guest(shop.db, 77, "Gus")
    gus = await actor_of(shop.db, 77, NOON)
    await registration.arrive(shop.db, gus, Link("gift", given.token), at=NOON)
    await takes(shop, given)
    await registration.agree(shop.db, gus, offers=False, at=NOON)
    contact = SharedContact("+48600999888", 77, "Gus")
    await registration.complete(shop.db, gus, contact, at=NOON, new=shop.new)
    assert await shop.told(77) == ["gift.missed"]


async def test_who_erases_themselves_leaves_no_open_gift(shop: Shop) -> None:
    points, soup, mine = await gives(shop), await gives_soup(shop), await issued(shop.db, shop.ann)
    assert (await privacy.erase(shop.db, await shop.actor(ANN), at=NOON)).forfeited == 800
    for given in (points, soup):
        with pytest.raises(Refused, match=r"gift\.over"):
            await takes(shop, given)
        assert await state(shop, given) is GiftState.RETURNED
    assert (await voucher(shop.db, mine.voucher_id)).state is VoucherState.VOIDED


async def test_a_friend_who_erases_themselves_is_named_nowhere(shop: Shop) -> None:
    await takes(shop, await gives(shop))
    async with shop.db.begin() as session:
        await session.execute(update(OutgoingMessage).values(state=MessageState.SENT))
    await privacy.erase(shop.db, await shop.actor(BOB), at=NOON)
    async with shop.db.read() as session:
        facts = list(await session.scalars(select(OutgoingMessage.facts)))
    assert facts
    assert not any("Bob" in str(each) for each in facts)
