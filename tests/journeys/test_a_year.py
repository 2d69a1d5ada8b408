"""A year in the life of the demo shop, by day: each member has one birthday and one anniversary, hears of points before
they end, and is left alone at night."""

import os
import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.clock import MovableClock
from bot.i18n import Catalogue
from bot.jobs.bell import Bell
from bot.jobs.rounds import ROUNDS
from bot.rules import timing
from bot.seed import Demo
from bot.settings import Settings
from bot.telegram import notices
from bot.usecases import attempts, outbox, program, zones
from bot.usecases.outbox import Wish
from bot.usecases.program import Rules
from db.enums import AutomationKind, FiringState, Lane, MemberState, MessageState
from db.models.automations import Automation, Firing
from db.models.chats import Chat
from db.models.members import Member, Person
from db.models.messages import OutgoingMessage
from db.queries.contact import agreed_to_advertising
from db.session import Database

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
DAYS = 366
NIGHTS = 9  # besides noon of UTC, when the rules' hours have come in all of PLACES, every ninth day the dead of night
BUDGET = {"cap_week", "cap_month", "outweighed"}  # a greeting of words alone gives way
PLACES = (None, None, None, "Asia/Tokyo", "Europe/Warsaw", "Africa/Cairo")
COMES_BY_ITSELF = ("automation.", "points.ending", "points.expired", "voucher.", "tier.")


async def demo(db: Database, chance: random.Random) -> None:
    """Everybody can be written to, has a birthday and lives somewhere."""
    settings = Settings(_env_file=None, data_dir=Path("."), owner_ids=frozenset({1}))
    await Demo(db, settings, NOON).lives()
    async with db.begin() as session:
        await session.execute(update(Chat).values(reachable=True))
        await session.execute(update(Member).values(holdout=False))
        for number, person in enumerate(await session.scalars(select(Person).order_by(Person.member_id))):
            born = date(2028, 2, 29) if number == 5 else date(2028, 1, 1) + timedelta(days=chance.randrange(366))
            person.birthday_day, person.birthday_month = born.day, born.month
            person.birthday_md, person.birthday_set_on = born.month * 100 + born.day, date(2026, 1, 1)
            person.time_zone = chance.choice(PLACES)


async def lives(db: Database) -> None:
    """The bell rings, and what is due leaves, worded as it would be."""
    clock, catalogue = MovableClock(NOON, frozen=True), Catalogue.load()
    bell = Bell(db, clock, ROUNDS, holder="a year")
    moments = [(day, hours) for day in range(1, DAYS) for hours in ((0,) if day % NIGHTS else (0, 10))]
    for day, hours in moments:
        clock.set(NOON + timedelta(days=day, hours=hours))
        await bell.ring()
        wish = Wish("a year", dict.fromkeys(Lane, 100))
        while (claim := await outbox.claim(db, wish, at=clock.now())).looked:
            for row in claim.leaving:
                reader = notices.Reader(catalogue.texts(row.language), claim.rules, "bot")
                assert notices.render(row.kind, row.facts, reader).text
            done = [attempts.sent(row, row.id) for row in claim.leaving]
            await outbox.settle(db, done, at=clock.now())


@pytest.mark.timeout(900)
@pytest.mark.skipif(not os.environ.get("OKAERI_SOAK"), reason="a year takes minutes: in soak")
async def test_a_year(sqlite_db: Database) -> None:
    seed = int(os.environ.get("OKAERI_SEED") or random.randrange(10**9))
    print(f"OKAERI_SEED={seed}")
    await demo(sqlite_db, random.Random(seed))
    await lives(sqlite_db)
    rules = await program.current(sqlite_db, NOON + timedelta(days=DAYS))
    await _one_birthday_each(sqlite_db, rules)
    await _one_anniversary_each(sqlite_db)
    await _told_before_points_end(sqlite_db)
    await _nobody_was_woken(sqlite_db, rules)


async def _firings(db: Database, kind: AutomationKind) -> Counter[int]:
    """By member, how often that rule fired."""
    found = select(Firing.member_id).join(Automation, Automation.id == Firing.automation_id)
    async with db.read() as session:
        return Counter(await session.scalars(found.where(Automation.kind == kind, Firing.state == "fired")))


async def _agreed(db: Database) -> set[int]:
    agreed = select(Member.id).where(Member.state == MemberState.ACTIVE, agreed_to_advertising())
    async with db.read() as session:
        return set(await session.scalars(agreed))


async def _one_birthday_each(db: Database, rules: Rules) -> None:
    async with db.read() as session:
        people = list(await session.scalars(select(Person)))
    fired, agreed = await _firings(db, AutomationKind.BIRTHDAY), await _agreed(db)
    assert set(fired) <= agreed
    for person in people:
        birthday = timing.next_birthday(person.birthday_day or 1, person.birthday_month or 1, NOON.date())
        edge = rules.program.birthday_before_days + 3
        inside = edge <= (birthday - NOON.date()).days <= DAYS - edge
        if person.member_id in agreed and inside:
            assert fired[person.member_id] == 1, (person.member_id, birthday)
    assert sum(fired.values()) >= len(agreed) // 2


async def _one_anniversary_each(db: Database) -> None:
    async with db.read() as session:
        ordered = set(await session.scalars(select(Member.id).where(Member.first_order_at.is_not(None))))
        found = select(Firing.member_id, Firing.state, Firing.reason, Firing.at, Member.first_order_at)
        found = found.join(Member, Member.id == Firing.member_id)
        found = found.join(Automation, Automation.id == Firing.automation_id)
        rows = (await session.execute(found.where(Automation.kind == AutomationKind.FIRST_ORDER))).all()
    agreed = await _agreed(db)
    assert Counter(row.member_id for row in rows) == dict.fromkeys(ordered, 1)
    lost = [tuple(row) for row in rows if row.member_id in agreed and row.state is not FiringState.FIRED]
    assert {reason for _, _, reason, _, _ in lost} <= BUDGET, lost
    assert len([row for row in rows if row.state is FiringState.FIRED]) > len(lost)


async def _told_before_points_end(db: Database) -> None:
    """Whose points ended had heard of it three times: 30, 7 and 1 days before, never twice of the same."""
    async with db.read() as session:
        found = select(OutgoingMessage).where(OutgoingMessage.state == MessageState.SENT)
        rows = list(await session.scalars(found.order_by(OutgoingMessage.id)))
    warned = Counter(row.member_id for row in rows if row.kind == "points.ending")
    ended = Counter(row.member_id for row in rows if row.kind == "points.expired")
    assert ended
    for member in ended:
        assert warned[member] >= 1, member


async def _nobody_was_woken(db: Database, rules: Rules) -> None:
    async with db.read() as session:
        found = select(OutgoingMessage).where(OutgoingMessage.state == MessageState.SENT)
        rows = [row for row in await session.scalars(found) if row.kind.startswith(COMES_BY_ITSELF)]
        homes = await zones.of_members(session, [row.member_id for row in rows if row.member_id], rules)
    assert len(rows) > 50
    for row in rows:
        assert row.left_at
        if row.member_id:
            local = row.left_at.astimezone(homes[row.member_id])
            assert not timing.quiet(row.left_at, homes[row.member_id], rules.program), (row.kind, local)
