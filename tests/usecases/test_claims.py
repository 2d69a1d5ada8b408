"""Points wait for Nina, who is no member yet: on her phone number, behind the link of a receipt, on a table."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.rules import claim_links
from bot.rules.deep_links import Link
from bot.rules.dishes import DishLine
from bot.usecases import claim_batches, claim_steps, claiming, claims, makers, registration
from bot.usecases.actor import Actor, read
from bot.usecases.claim_batches import Draft
from bot.usecases.claims import SaleSeen
from bot.usecases.errors import Refused
from bot.usecases.slips import SlipNo
from db.enums import ClaimKind, ClaimState, OrderState, Role, StaffState
from db.ledger import read as ledger
from db.models.chats import Chat
from db.models.members import Member, Person
from db.models.orders import Order
from db.models.referrals import Referral
from db.models.staff import Outlet, Staff
from db.models.tills import Claim
from db.session import Database
from tests.support.guests import agreed, shares
from tests.support.orders import ANN, BOB, CARL, NOON, OLGA, Shop, opened
from tests.support.spending import key

NINA, DORA = 4001, 4004  # Dora is a cashier
PHONE = "+48600400001"
SALE = SaleSeen("till:one", 124_000)
NEW = makers.from_system()


@pytest.fixture
async def shop(db: Database) -> Shop:
    shop = await opened(db)
    async with db.begin() as session:
        session.add(Outlet(name="Centre", address="", active=True, created_at=NOON))
        session.add(Chat(chat_id=DORA, first_name="Dora", language="en", created_at=NOON))
        session.add(Staff(chat_id=DORA, name="Dora", role=Role.CASHIER, state=StaffState.ACTIVE, created_at=NOON))
    return shop


async def claim_of(db: Database, claim_id: int) -> Claim:
    async with db.read() as session:
        return await session.get_one(Claim, claim_id)


async def has(db: Database, member_id: int) -> int:
    async with db.read() as session:
        return (await ledger.balance(session, member_id)).available


async def orders_of(db: Database, member_id: int) -> list[Order]:
    async with db.read() as session:
        found = select(Order).where(Order.member_id == member_id).order_by(Order.id)
        return list(await session.scalars(found))


async def joins(db: Database, chat_id: int, phone: str, *, by: str = "") -> registration.Joined:
    return await shares(db, await agreed(db, chat_id, "Nina", by=by), phone)


async def test_two_sales_wait_on_a_number_and_are_there_on_joining(db: Database, shop: Shop) -> None:
    dora = await read(db, DORA, NOON)
    rolls = (DishLine("Philadelphia", 2, 124_000),)
    waits = await claims.wait_on_phone(db, dora, "+48 600 400 001", replace(SALE, items=rolls), at=NOON)
    again = await claims.wait_on_phone(db, dora, PHONE, replace(SALE, items=rolls), at=NOON)
    assert (waits.points, waits.phone, again.already, again.claim_id) == (62, "+48 ••• 0001", True, waits.claim_id)
    await claims.wait_on_phone(db, dora, PHONE, SaleSeen("till:two", 10_000), at=NOON + timedelta(hours=1))
    joined = await joins(db, NINA, PHONE)
    assert joined.brought == await has(db, joined.member_id) == 62 + 5 + 100  # and the welcome, with the first order
    first, second = await orders_of(db, joined.member_id)
    assert (first.state, first.amount_minor, first.placed_at) == (OrderState.DELIVERED, 124_000, NOON)
    assert second.placed_at == NOON + timedelta(hours=1)
    async with db.read() as session:
        assert await session.scalar(select(func.count()).where(Claim.phone.is_not(None))) == 0  # forgotten


async def test_a_number_of_a_member_a_wrong_sum_and_another_sale_under_one_slip_are_refused(
    db: Database, shop: Shop
) -> None:
    dora = await read(db, DORA, NOON)
    async with db.read() as session:
        phone = await session.scalar(select(Person.phone).where(Person.member_id == shop.ann))
    with pytest.raises(Refused) as known:
        await claims.wait_on_phone(db, dora, str(phone), SALE, at=NOON)
    assert (known.value.code, known.value.facts) == ("claim.phone_known", {"member": shop.ann})
    with pytest.raises(Refused, match=r"order\.bad_sum"):
        await claims.wait_on_phone(db, dora, PHONE, SaleSeen("k", 0), at=NOON)
    with pytest.raises(Refused, match=r"access\.denied"):
        await claims.make_receipt(db, await read(db, ANN, NOON), SALE, at=NOON, new=NEW)
    slip = SaleSeen("a", 5_000, 1, slip=SlipNo("T1", "77"))
    made = await claims.make_receipt(db, dora, slip, at=NOON, new=NEW)
    same = await claims.make_receipt(db, dora, replace(slip, key="b"), at=NOON, new=NEW)
    assert (same.code, same.already) == (made.code, True)
    with pytest.raises(Refused, match=r"slip\.differs"):
        await claims.make_receipt(db, dora, replace(slip, key="c", amount_minor=6_000), at=NOON, new=NEW)
    await claims.wait_on_phone(db, dora, PHONE, SALE, at=NOON)
    assert (await claims.wait_on_phone(db, dora, PHONE, SALE, at=NOON)).already
    with pytest.raises(Refused, match=r"slip\.differs"):
        await claims.wait_on_phone(db, dora, "+48600400002", SALE, at=NOON)


async def test_a_cashier_takes_back_what_is_theirs_and_nobody_sees_a_card_of_a_table(db: Database, shop: Shop) -> None:
    dora, olga = await read(db, DORA, NOON), await read(db, OLGA, NOON)
    made = await claims.make_receipt(db, olga, SALE, at=NOON, new=NEW)
    await claim_batches.make(db, olga, Draft("cards", ClaimKind.CARD, count=1, points=50), at=NOON, new=NEW)
    async with db.read() as session:
        card = await session.scalar(select(Claim.id).where(Claim.batch_id.is_not(None)))
    assert card is not None
    till = await key(shop)
    for by, number in ((dora, made.claim_id), (dora, card), (olga, card), (till, card)):
        with pytest.raises(Refused, match=r"claim\.unknown"):
            await claims.void(db, by, number, at=NOON)
    assert (await claims.look(db, till, made.claim_id, at=NOON)).code == made.code
    assert (await claims.void(db, olga, made.claim_id, at=NOON)).state is ClaimState.VOIDED


async def test_of_many_who_open_one_link_one_has_it(db: Database, shop: Shop) -> None:
    dora = await read(db, DORA, NOON)
    made = await claims.make_receipt(db, dora, replace(SALE, key="r"), at=NOON, new=NEW)
    ann, bob = await read(db, ANN, NOON), await read(db, BOB, NOON)

    async def opens(actor: Actor) -> int | str:
        try:
            return (await claiming.claim(db, actor, made.code, at=NOON)).taken.points
        except Refused as refusal:
            return refusal.code

    opened_by = await asyncio.gather(*(opens(actor) for actor in (ann, bob) * 5))
    winner = ann if await orders_of(db, shop.ann) else bob
    assert opened_by.count("claim.taken") == 5
    assert await has(db, winner.member_id or 0) == 62 + 100
    again = await claiming.claim(db, winner, made.code, at=NOON)
    assert (again.already, len(await orders_of(db, winner.member_id or 0))) == (True, 1)


async def test_a_link_that_is_over_void_made_up_or_opened_by_staff_brings_nothing(db: Database, shop: Shop) -> None:
    dora, ann = await read(db, DORA, NOON), await read(db, ANN, NOON)
    late = await claims.make_receipt(db, dora, replace(SALE, key="late"), at=NOON, new=NEW)
    void = await claims.make_receipt(db, dora, replace(SALE, key="void"), at=NOON, new=NEW)
    assert (await claims.void(db, dora, void.claim_id, at=NOON)).state is ClaimState.VOIDED

    async def refused(actor: Actor, code: str | None, at: datetime = NOON) -> str:
        with pytest.raises(Refused) as refusal:
            await claiming.claim(db, actor, code, at=at)
        return refusal.value.code

    assert await refused(ann, void.code) == "claim.void"
    assert await refused(ann, late.code, NOON + timedelta(days=7)) == "claim.over"
    assert await refused(ann, None) == "claim.unknown"
    async with db.begin() as session:  # Carl works here, and has a card
        (await session.get_one(Person, shop.bob)).chat_id = CARL
    assert await refused(await read(db, CARL, NOON), late.code) == "claim.not_for_staff"
    assert await claim_steps.settle(db, NOON + timedelta(days=8)) == 1
    assert await claim_steps.settle(db, NOON + timedelta(days=8)) == 0
    assert (await claim_of(db, late.claim_id)).state is ClaimState.EXPIRED


async def test_cards_on_tables_are_made_once_claimed_a_few_a_day_and_taken_back(db: Database, shop: Shop) -> None:
    olga, ann = await read(db, OLGA, NOON), await read(db, ANN, NOON)
    draft = Draft("claims:1", ClaimKind.CARD, count=6, points=20, days=30)
    made = await claim_batches.make(db, olga, draft, at=NOON, new=NEW)
    assert (await claim_batches.make(db, olga, draft, at=NOON, new=NEW)).codes == made.codes
    for code in made.codes[:3]:
        await claiming.claim(db, ann, code, at=NOON)
    with pytest.raises(Refused, match=r"claim\.too_many"):
        await claiming.claim(db, ann, made.codes[3], at=NOON)
    assert (await claiming.claim(db, ann, made.codes[3], at=NOON + timedelta(days=1))).available == 80
    left = await claim_batches.void(db, olga, made.line.id, at=NOON)
    assert (left.line.claimed, left.line.voided, left.line.open, left.codes) == (4, 2, 0, [])
    for wrong in (
        replace(draft, count=0),
        replace(draft, count=501),
        replace(draft, points=0),
        replace(draft, days=366),
    ):
        with pytest.raises(Refused, match=r"claim\.number"):
            await claim_batches.weigh(db, olga, wrong, at=NOON)
    with pytest.raises(Refused, match=r"access\.denied"):
        await claim_batches.make(db, await read(db, DORA, NOON), draft, at=NOON, new=NEW)


async def test_a_guest_by_a_link_has_its_points_on_joining_unless_somebody_was_quicker(
    db: Database, shop: Shop
) -> None:
    olga, ann = await read(db, OLGA, NOON), await read(db, ANN, NOON)
    made = await claim_batches.make(db, olga, Draft("b", ClaimKind.CARD, count=2, points=20), at=NOON, new=NEW)
    nina = await agreed(db, NINA, "Nina")
    assert (await registration.arrive(db, nina, Link("claim", made.codes[0]), at=NOON)).waits == 20
    assert (await shares(db, nina, PHONE)).brought == 20
    late = await agreed(db, 4002, "Late")
    await registration.arrive(db, late, Link("claim", made.codes[1]), at=NOON)
    await claiming.claim(db, ann, made.codes[1], at=NOON)
    assert (await registration.arrive(db, late, Link("claim", made.codes[1]), at=NOON)).waits == 0
    assert (await shares(db, late, "+48600400002")).brought == 0


async def test_whoever_is_known_by_the_phone_only_joins_as_the_same_member(db: Database, shop: Shop) -> None:
    """No second member, no reward for whoever sends the link: she was a customer before."""
    async with db.begin() as session:
        (await session.get_one(Person, shop.bob)).chat_id = None
        phone = (await session.get_one(Person, shop.bob)).phone
        ann = await session.get_one(Member, shop.ann)
    first, second = await agreed(db, NINA, "Nina", by=ann.referral_code), await agreed(db, 4002, "Other")
    joined = await shares(db, first, phone)
    assert (joined.member_id, joined.already, joined.name) == (shop.bob, False, "Bob Stone")
    assert (await shares(db, first, phone)).already
    with pytest.raises(Refused, match=r"registration\.phone_known"):
        await shares(db, second, phone)
    async with db.read() as session:
        assert await session.scalar(select(func.count()).where(Referral.friend_id == shop.bob)) == 0
    assert (await read(db, NINA, NOON)).member_id == shop.bob


async def test_what_waits_on_a_number_that_came_in_by_another_way_is_found_by_the_bell(
    db: Database, shop: Shop
) -> None:
    await claims.wait_on_phone(db, await read(db, DORA, NOON), PHONE, SALE, at=NOON)
    async with db.begin() as session:
        (await session.get_one(Person, shop.bob)).phone = PHONE
    assert (await claim_steps.settle(db, NOON), await claim_steps.settle(db, NOON)) == (1, 0)
    assert await has(db, shop.bob) == 162


def test_a_link_that_is_made_up_is_no_link() -> None:
    key = claim_links.claim_key("s" * 32)
    value = claim_links.sealed("7KQ2M9XT4B", key)
    assert claim_links.unsealed(value, key) == "7KQ2M9XT4B"
    assert claim_links.unsealed(value, claim_links.claim_key("t" * 32)) is None
    assert claim_links.unsealed(value.replace("7KQ2M9XT4B", "7KQ2M9XT4C"), key) is None
    assert claim_links.unsealed("7KQ2M9XT4B", key) is None
    assert len(claim_links.link("7KQ2M9XT4B", key, "okaeri_bot").rpartition("=")[2]) <= 64
