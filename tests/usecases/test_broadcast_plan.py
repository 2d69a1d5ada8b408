"""What sending a broadcast would mean is told in numbers before anybody is reached; its start happens once."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from bot.rules.automations import Offer
from bot.rules.broadcasts import Brings, OfferButton, PromoOffer, RewardOffer
from bot.usecases import broadcast_launch, broadcast_plan, broadcast_rounds, broadcast_start, broadcasts
from db.enums import BenefitKind, BroadcastState, ConversationState, Lane, MessageState, OfferKind, SendWhen, Topic
from db.models.chats import Chat
from db.models.feedback import Conversation
from db.models.members import ContactWish, Member, Person
from db.models.messages import OutgoingMessage
from db.models.promocodes import PersonalCode, PromoCode
from db.models.rewards import Reward
from db.session import Database
from tests.support import orders as shops
from tests.support.broadcasts import crowd
from tests.support.mailings import drafted, mailed
from tests.support.orders import NOON, OLGA, Shop
from tests.support.promos import a_code
from tests.support.rewards import reward

POINTS: dict[str, Any] = {
    "offer": Offer(OfferKind.POINTS, 50),
    "buttons": (OfferButton("claim", {"en": "Take"}),),
    "deadline": NOON + timedelta(days=5),
}


async def opened(db: Database, number: int) -> tuple[Shop, list[int]]:
    """Everybody agreed to offers."""
    shop = await shops.opened(db)
    members = [shop.ann, shop.bob, *await crowd(db, number)]
    async with db.begin() as session:
        await session.execute(update(Person).values(advertising=True))
    return shop, members


async def heard(db: Database, member: int, times: int) -> None:
    """So many advertisements reached the member yesterday."""
    row: dict[str, Any] = {"chat_id": member, "member_id": member, "lane": Lane.BULK, "advertising": True}
    left = {"kind": "test.said", "facts": {}, "state": MessageState.SENT, "created_at": NOON, "due_at": NOON}
    async with db.begin() as session:
        for _ in range(times):
            session.add(OutgoingMessage(**row, **left, left_at=NOON - timedelta(days=1)))


async def test_every_reason_against_is_counted_once(db: Database) -> None:
    shop, members = await opened(db, 8)
    olga = await shop.actor(OLGA)
    opted_out, blocked, held, talking, resting, choosy, weary, wishing, far, local = members
    async with db.begin() as session:
        await session.execute(update(Person).where(Person.member_id == opted_out).values(advertising=False))
        theirs = select(Person.chat_id).where(Person.member_id == blocked).scalar_subquery()
        await session.execute(update(Chat).where(Chat.chat_id == theirs).values(reachable=False))
        await session.execute(update(Member).where(Member.id.in_([held, opted_out])).values(holdout=True))
        talk = {"state": ConversationState.OPEN, "about": "order", "opened_at": NOON}
        session.add(Conversation(member_id=talking, **talk))
        later = NOON + timedelta(days=3)
        session.add(ContactWish(member_id=resting, without=[], paused_until=later, changed_at=NOON))
        session.add(ContactWish(member_id=choosy, without=[Topic.OFFERS.value], changed_at=NOON))
        session.add(ContactWish(member_id=wishing, without=[Topic.TIPS.value], month_cap=1, changed_at=NOON))
        await session.execute(update(Person).where(Person.member_id == far).values(time_zone="Asia/Vladivostok"))
        theirs = select(Person.chat_id).where(Person.member_id == local).scalar_subquery()
        await session.execute(update(Chat).where(Chat.chat_id == theirs).values(language="pl"))
    await heard(db, weary, 2)
    await heard(db, wishing, 1)
    draft = await drafted(db, olga, at=NOON)
    reach = await broadcast_plan.numbers(db, olga, draft.id, at=NOON)
    assert reach.left_out == dict.fromkeys(
        ("no_consent", "unreachable", "holdout", "complaint", "paused", "topic", "cap_week", "cap_month"), 1
    )
    assert (reach.segment, reach.gets, reach.quiet, reach.by_language) == (10, 2, 1, {"en": 1, "pl": 1})


async def test_time_money_stars_and_overlaps_are_told(db: Database) -> None:
    shop, _ = await opened(db, 198)
    olga = await shop.actor(OLGA)
    some = {"field": "language", "op": "in", "value": ["en"]}
    other = await mailed(db, olga, at=NOON, when=SendWhen.AT, starts_at=NOON + timedelta(days=2), name="Soon")
    draft = await drafted(db, olga, at=NOON, segment=some, paid=True, paid_most=150, stock=30, **POINTS)
    reach = await broadcast_plan.numbers(db, olga, draft.id, at=NOON)
    assert reach.costs == ((500, 10 * 5_000), (1_000, 20 * 5_000), (2_000, 30 * 5_000))  # 50 points; 30 pieces
    assert (reach.gets, reach.minutes, reach.stars, reach.needs_second) == (200, 1, 15, True)
    assert [(each.id, each.name, each.members) for each in reach.overlaps] == [(other.id, "Soon", 200)]
    assert {fault.code for fault in reach.faults} == {"broadcast.short_stock", "broadcast.paid_short"}
    running = await mailed(db, olga, at=NOON, name="Now")
    again = await broadcast_plan.numbers(db, olga, draft.id, at=NOON)
    assert {(each.id, each.members) for each in again.overlaps} == {(other.id, 200), (running.id, 200)}


async def test_what_it_brings_has_limits_of_its_own(db: Database) -> None:
    shop, _ = await opened(db, 3)
    olga = await shop.actor(OLGA)
    soup, tenth = await reward(shop, stock=2, cost_minor=100), await a_code(db, closes_at=NOON + timedelta(days=9))
    batch = await a_code(db, None, kind=BenefitKind.POINTS, value=30)
    async with db.begin() as session:
        session.add_all(PersonalCode(promo_id=batch, code=code) for code in ("AAA111", "BBB222", "CCC333"))

    async def told(offer: Brings, **sides: Any) -> set[str]:
        draft = await drafted(db, olga, at=NOON, **POINTS | {"offer": offer} | sides)
        reach = await broadcast_plan.numbers(db, olga, draft.id, at=NOON)
        return {f"{fault.code.removeprefix('broadcast.')} {fault.facts.get('stock', '')}" for fault in reach.faults}

    assert await told(RewardOffer(soup)) == {"short_stock 2"}
    assert await told(PromoOffer(batch), stock=4) == {"short_stock 3"}
    assert await told(PromoOffer(tenth)) == set()
    assert await told(PromoOffer(tenth), budget_minor=500) == {"no_budget "}
    async with db.begin() as session:
        (await session.get_one(PromoCode, tenth)).paused = True
        (await session.get_one(Reward, soup)).removed = True
    assert await told(PromoOffer(tenth)) == await told(RewardOffer(soup)) == {"offer_gone "}


async def test_two_processes_start_it_once(db: Database) -> None:
    shop, members = await opened(db, 20)
    olga, evening = await shop.actor(OLGA), NOON + timedelta(hours=3)
    report = await mailed(db, olga, at=NOON, when=SendWhen.AT, starts_at=evening)
    await asyncio.gather(*(broadcast_rounds.turn(db, evening) for _ in range(4)))
    async with db.read() as session:
        assert await session.scalar(select(func.count()).select_from(OutgoingMessage)) == len(members)
    assert (await broadcasts.report(db, olga, report.id, at=evening)).state is BroadcastState.RUNNING


async def test_a_large_audience_is_frozen_by_the_next_round(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    shop, members = await opened(db, 3)
    olga = await shop.actor(OLGA)
    monkeypatch.setattr(broadcast_launch, "AT_ONCE", 4)
    report = await mailed(db, olga, at=NOON)
    assert (report.state, report.progress.audience) == (BroadcastState.SCHEDULED, 0)
    again = await broadcast_start.call_off(db, olga, report.id, at=NOON)
    later = NOON + timedelta(hours=1)
    await broadcast_start.confirm(db, olga, again.which, at=later)  # "now" is another moment by then
    assert await broadcast_rounds.turn(db, later) == 1
    running = await broadcasts.report(db, olga, report.id, at=later)
    assert (running.state, running.progress.planned) == (BroadcastState.RUNNING, len(members))
