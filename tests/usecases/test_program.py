"""Versions of the programme: what holds when, and who hears of it."""

import asyncio
from datetime import timedelta

import pytest
import pytest_asyncio
from sqlalchemy import select, update

from bot.rules.program import ProgramInvalid
from bot.usecases import program, program_changes, setup, staff
from bot.usecases.actor import Actor
from bot.usecases.errors import Refused
from bot.usecases.outlets import Place
from bot.usecases.program_versions import versions
from bot.usecases.setup import Answers
from db.models.chats import Chat
from db.models.members import Person
from db.models.messages import OutgoingMessage
from db.models.staff import Outlet
from db.session import Database
from tests.support.orders import ANN, BOB, NOON, OLGA, Shop, opened

WEEK = timedelta(days=7)
ME = Actor(OLGA, known=True, name="Olga")


@pytest_asyncio.fixture
async def shop(db: Database) -> Shop:
    return await opened(db)


async def rate(db: Database, days: float) -> int:
    return (await program.current(db, NOON + timedelta(days=days))).program.earn_rate_bp


async def publish(db: Database, field: str, value: object, *, days: float = 0) -> program_changes.Published:
    at = NOON + timedelta(days=days)
    newest = (await program_changes.propose(db, ME, field, value, at=at)).newest
    return await program_changes.publish(db, ME, field, value, newest=newest, at=at)


async def test_a_stricter_rule_holds_from_the_start_of_the_local_day_in_a_week(shop: Shop) -> None:
    done = await publish(shop.db, "earn_rate_bp", 300)
    assert done.stricter
    assert done.effective_at.isoformat() == "2026-11-27T21:00:00+00:00"  # midnight in Moscow
    assert [await rate(shop.db, days) for days in (0, 6, 6.3, 6.4)] == [500, 500, 500, 300]


async def test_a_better_rule_does_not_pull_the_announced_one_forward_nor_lose_it(shop: Shop) -> None:
    await publish(shop.db, "earn_rate_bp", 300)
    await publish(shop.db, "welcome_points", 150, days=1)
    assert [await rate(shop.db, days) for days in (0, 1, 5, 8)] == [500, 500, 500, 300]
    for days in (1, 8):
        assert (await program.current(shop.db, NOON + timedelta(days=days))).program.welcome_points == 150


async def test_the_present_value_takes_an_announced_one_back(shop: Shop) -> None:
    await publish(shop.db, "earn_rate_bp", 300)
    await publish(shop.db, "earn_rate_bp", 500, days=1)
    assert [await rate(shop.db, days) for days in (0, 1, 8, 30)] == [500] * 4


async def test_two_stricter_rules_come_one_after_the_other(shop: Shop) -> None:
    await publish(shop.db, "earn_rate_bp", 300)
    await publish(shop.db, "welcome_points", 50, days=3)
    seen = [(await program.current(shop.db, NOON + timedelta(days=days))).program for days in (4, 8, 11)]
    assert [(one.earn_rate_bp, one.welcome_points) for one in seen] == [(500, 100), (300, 100), (300, 50)]


async def test_only_reachable_members_hear_of_it_once_and_not_at_night(shop: Shop) -> None:
    async with shop.db.begin() as session:
        await session.execute(update(Chat).where(Chat.chat_id == BOB).values(reachable=False))
    night = NOON + timedelta(hours=9)  # midnight in Moscow
    newest = (await program_changes.propose(shop.db, ME, "welcome_points", 50, at=night)).newest
    done = await program_changes.publish(shop.db, ME, "welcome_points", 50, newest=newest, at=night)
    assert done.told == 1
    async with shop.db.read() as session:
        row = (await session.execute(select(OutgoingMessage))).scalar_one()
    assert (row.chat_id, row.kind, row.advertising) == (ANN, "program.changed", False)
    assert row.facts["field"] == "welcome_points"
    assert (row.facts["old"], row.facts["new"], row.facts["day"]) == (100, 50, "2026-11-29")
    assert row.due_at.isoformat() == "2026-11-22T07:00:00+00:00"  # ten in the morning
    assert row.expires_at == done.effective_at


async def test_who_lives_elsewhere_hears_of_it_in_the_morning_there(shop: Shop) -> None:
    async with shop.db.begin() as session:
        await session.execute(update(Person).where(Person.chat_id == BOB).values(time_zone="America/New_York"))
    await publish(shop.db, "welcome_points", 50)  # seven in the morning in New York
    due = select(OutgoingMessage.chat_id, OutgoingMessage.due_at)
    async with shop.db.read() as session:
        told = {row.chat_id: row.due_at for row in await session.execute(due)}
    assert told == {ANN: NOON, BOB: NOON + timedelta(hours=3)}


async def test_fifty_yeses_publish_one_version(shop: Shop) -> None:
    doing = [program_changes.publish(shop.db, ME, "welcome_points", 150 + n, newest=1, at=NOON) for n in range(50)]
    done = await asyncio.gather(*doing, return_exceptions=True)
    assert sum(isinstance(one, program_changes.Published) for one in done) == 1
    assert {one.code for one in done if isinstance(one, Refused)} == {"program.changed_meanwhile"}
    assert (await program.current(shop.db, NOON)).version == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [("earn_rate_bp", 10_001), ("hold_hours", 25), ("primary", "red"), ("tiers.gold.from", 100), ("cap.owner", -1)],
)
async def test_no_programme_runs_with_such_a_number(shop: Shop, field: str, value: object) -> None:
    with pytest.raises(ProgramInvalid):
        await program_changes.publish(shop.db, ME, field, value, newest=1, at=NOON)
    assert (await program.current(shop.db, NOON)).version == 1


async def test_versions_tell_what_changed_and_by_whom(shop: Shop) -> None:
    await publish(shop.db, "tiers.gold.from", 3_000_000)
    await publish(shop.db, "expiry_warnings", (14, 1))
    newest, older, first = await versions(shop.db, ME, before=0, limit=5)
    assert [(one.field, one.old, one.new) for one in newest.changes] == [("expiry_warnings", (30, 7, 1), (14, 1))]
    assert [(one.field, one.old, one.new) for one in older.changes] == [("tiers.gold.from", 4_000_000, 3_000_000)]
    assert (older.by, first.version, first.changes) == ("Olga", 1, [])
    assert [line.version for line in await versions(shop.db, ME, before=3, limit=1)] == [2]


async def test_the_shop_opens_once(db: Database) -> None:
    await staff.ensure_owners(db, [OLGA], at=NOON)
    answers = Answers("Sakura", "PLN", "Europe/Warsaw", Place("Kitchen", "Green Street 5"), 700, "pl")
    doing = [setup.open_shop(db, ME, answers, at=NOON) for _ in range(5)]
    done = await asyncio.gather(*doing, return_exceptions=True)
    assert sum(isinstance(one, setup.ShopOpened) for one in done) == 1
    assert {one.code for one in done if isinstance(one, Refused)} <= {"setup.done", "program.changed_meanwhile"}
    rules = await program.current(db, NOON)
    assert (rules.version, rules.program.name, rules.program.earn_rate_bp) == (1, "Sakura", 700)
    async with db.read() as session:
        assert list(await session.scalars(select(Outlet.name))) == ["Kitchen"]
    assert [line.name for line in (await staff.team(db, ME, at=NOON)).people] == ["Olga"]
