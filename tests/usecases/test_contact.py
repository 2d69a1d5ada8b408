"""The contact policy on both databases: what leaves, what waits, what is skipped, also when many ask at once."""

import asyncio
import os
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from bot.usecases import consents, contact, notify, outbox, program
from bot.usecases.notify import Notice
from bot.usecases.outbox import Wish
from db.enums import Lane, MessageState, Topic
from db.models.members import ContactWish, Person
from db.models.messages import OutgoingMessage
from db.session import Database
from tests.support import orders as shops
from tests.support.orders import ANN, BOB, NOON, Shop

ROUNDS = 200 if os.environ.get("OKAERI_SOAK") else 20
BULK = {Lane.BULK: 10}
TOMORROW = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)  # 10:00 in Moscow


async def opened(db: Database) -> Shop:
    """Ann and Bob get offers."""
    shop = await shops.opened(db)
    for chat_id in (ANN, BOB):
        await consents.advertise(db, await shop.actor(chat_id), True, source="settings", at=NOON)
    return shop


async def offers(shop: Shop, key: str, *, to: int = 0, at: datetime = NOON, **how: Any) -> None:
    """An advertisement for Ann (or *to*) is planned."""
    usual: dict[str, Any] = {"topic": Topic.OFFERS, "lane": Lane.BULK, "advertising": True}
    async with shop.db.begin() as session:
        await notify.tell_member(session, to or shop.ann, Notice("test.said", key=key, **usual | how), at=at)


async def leaving(shop: Shop, at: datetime = NOON, owner: str = "me") -> list[int]:
    return [row.chat_id for row in (await outbox.claim(shop.db, Wish(owner, BULK), at=at)).leaving]


async def stands(shop: Shop) -> dict[str, tuple[str, str | None]]:
    """What became of each message: its state and the reason."""
    async with shop.db.read() as session:
        rows = await session.execute(select(OutgoingMessage.key, OutgoingMessage.state, OutgoingMessage.reason))
        return {row.key: (row.state.value, row.reason) for row in rows if row.key}


async def wishes(shop: Shop, **wanted: Any) -> None:
    async with shop.db.begin() as session:
        session.add(ContactWish(member_id=shop.ann, changed_at=NOON, **{"without": [], **wanted}))


async def lives(shop: Shop, zone: str) -> None:
    async with shop.db.begin() as session:
        await session.execute(update(Person).where(Person.member_id == shop.ann).values(time_zone=zone))


async def test_of_two_offers_a_day_the_dearer_leaves_and_the_other_waits_for_tomorrow(db: Database) -> None:
    shop = await opened(db)
    await offers(shop, "cheap", worth=100)
    await offers(shop, "dear", worth=900)
    assert await leaving(shop) == []
    assert await leaving(shop) == [ANN]
    assert await stands(shop) == {"cheap": ("planned", None), "dear": ("sending", None)}
    assert await leaving(shop, TOMORROW - timedelta(seconds=1)) == []
    assert await leaving(shop, TOMORROW) == [ANN]


async def test_the_last_of_the_week_is_kept_for_the_better_offer(db: Database) -> None:
    shop = await opened(db)
    await offers(shop, "first")
    assert await leaving(shop) == [ANN]
    later = NOON + timedelta(days=2)
    await offers(shop, "birthday", worth=15_000, topic=Topic.DATES, due_at=later + timedelta(days=3))
    await offers(shop, "news", worth=100, at=later)
    async with db.read() as session:
        rules = await program.in_force(session, later)
        asked = await contact.may_plan(session, [shop.ann, shop.bob], later, rules, topic=Topic.OFFERS, worth=5)
    assert asked == {shop.ann: "outweighed", shop.bob: None}
    assert await leaving(shop, later) == []
    assert (await stands(shop))["news"] == ("skipped", "outweighed")
    assert await leaving(shop, later + timedelta(days=3)) == [ANN]


async def test_what_ann_wishes_is_asked_again_when_it_leaves(db: Database) -> None:
    shop = await opened(db)
    for key, topic in (("tip", Topic.TIPS), ("news", Topic.OFFERS)):
        await offers(shop, key, topic=topic)
    await offers(shop, "bob", to=shop.bob)
    await wishes(shop, without=["tips"], paused_until=NOON + timedelta(days=30))
    assert await leaving(shop) == [BOB]
    await leaving(shop)
    assert await stands(shop) == {
        "tip": ("skipped", "paused"),
        "news": ("skipped", "paused"),
        "bob": ("sending", None),
    }
    await offers(shop, "later", topic=Topic.TIPS)
    assert await leaving(shop, NOON + timedelta(days=30)) == []
    assert (await stands(shop))["later"] == ("skipped", "topic")


async def test_offers_come_in_the_hours_of_where_ann_lives(db: Database) -> None:
    shop = await opened(db)
    await lives(shop, "Asia/Vladivostok")  # 22:00 there
    await wishes(shop, hour_from=12, hour_until=14)
    await offers(shop, "news")
    assert await leaving(shop) == []
    noon_there = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
    assert await leaving(shop, noon_there - timedelta(seconds=1)) == []
    assert await leaving(shop, noon_there) == [ANN]


async def test_a_zone_nobody_knows_any_more_is_the_shops(db: Database) -> None:
    shop = await opened(db)
    await lives(shop, "Mars/Olympus")
    await offers(shop, "news")
    assert await leaving(shop) == [ANN]


async def test_an_offer_over_by_tomorrow_is_skipped_today(db: Database) -> None:
    shop = await opened(db)
    await offers(shop, "first")
    await leaving(shop)
    await offers(shop, "second", until=TOMORROW)
    assert await leaving(shop) == []
    assert (await stands(shop))["second"] == ("skipped", "cap_day")


async def test_nobody_is_written_to_who_erased_themselves_meanwhile(db: Database) -> None:
    shop = await opened(db)
    await offers(shop, "news")
    async with db.begin() as session:
        await session.execute(update(Person).where(Person.member_id == shop.ann).values(chat_id=999))
    assert await leaving(shop) == []
    assert (await stands(shop))["news"] == ("skipped", "unreachable")


async def test_service_messages_know_no_wishes(db: Database) -> None:
    shop, night = await opened(db), NOON + timedelta(hours=8)
    await wishes(shop, month_cap=1, without=[each.value for each in Topic], paused_until=NOON + timedelta(days=30))
    await offers(shop, "order", at=night, advertising=False, topic=None)
    assert await leaving(shop, night) == [ANN]


async def test_what_comes_by_itself_waits_for_the_morning_however_late_it_leaves(db: Database) -> None:
    """Planned for noon; nothing left before midnight, for the shop's line was down."""
    shop, night = await opened(db), NOON + timedelta(hours=9)
    await lives(shop, "Europe/Warsaw")
    async with db.begin() as session:
        await notify.tell_member(session, shop.ann, Notice("points.ending", {}, key="mine"), at=NOON)
        await notify.tell_member(session, shop.bob, Notice("order.delivered", {}, key="asked for"), at=NOON)
    wish = Wish("me", {Lane.SERVICE: 10})
    assert [row.kind for row in (await outbox.claim(db, wish, at=night)).leaving] == ["order.delivered"]
    morning = TOMORROW + timedelta(hours=2)
    assert (await outbox.claim(db, wish, at=morning - timedelta(minutes=1))).leaving == ()
    assert [row.kind for row in (await outbox.claim(db, wish, at=morning)).leaving] == ["points.ending"]


async def planned(db: Database) -> list[OutgoingMessage]:
    async with db.read() as session:
        found = select(OutgoingMessage).where(OutgoingMessage.state == MessageState.PLANNED)
        return list(await session.scalars(found))


async def test_who_looks_at_anns_budget_second_asks_again_in_a_second(postgres_db: Database) -> None:
    shop = await opened(postgres_db)
    await offers(shop, "one")
    await offers(shop, "bob", to=shop.bob)
    rows = await planned(postgres_db)
    async with postgres_db.begin() as first, postgres_db.begin() as second:
        assert await contact.policy(first, rows[:1], NOON) == {1: None}
        assert await contact.policy(second, rows, NOON) == {1: NOON + timedelta(seconds=1), 2: None}


async def test_many_senders_at_once_never_pass_the_cap(db: Database) -> None:
    """Ten offers to Ann, ten senders: one leaves a day, whoever asks first."""
    shop = await opened(db)
    for day in range(ROUNDS):
        at = NOON + timedelta(days=8 * day)
        for number in range(10):
            await offers(shop, f"{day}:{number}", at=at, until=at + timedelta(hours=1))
        later = at
        while await planned(db):
            await asyncio.gather(*(leaving(shop, later, f"sender{n}") for n in range(10)))
            later += timedelta(seconds=1)
        async with db.read() as session:
            sending = select(OutgoingMessage.id).where(OutgoingMessage.state == MessageState.SENDING)
            assert len((await session.scalars(sending.where(OutgoingMessage.left_at >= at))).all()) == 1
