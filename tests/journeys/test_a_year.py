"""A year in the life of the demo shop: each member has one birthday and one anniversary, hears of points before they
end, and is left alone at night."""

import os
import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Select, select, update
from sqlalchemy.orm import aliased

from bot.clock import MovableClock
from bot.i18n import Catalogue
from bot.jobs.bell import Bell
from bot.jobs.rounds import ROUNDS
from bot.rules import timing
from bot.seed import Demo
from bot.settings import Settings
from bot.telegram import notices
from bot.usecases import attempts, outbox, program, zones
from bot.usecases.last_days import MAY_BE_LATE
from bot.usecases.outbox import Wish
from bot.usecases.program import Rules
from db.enums import AutomationKind, EntryKind, FiringState, Lane, MemberState, MessageState
from db.models.automations import Automation, Firing
from db.models.chats import Chat
from db.models.ledger import Account, Entry, Lot, LotMove
from db.models.members import Member, Person
from db.models.messages import OutgoingMessage
from db.session import Database

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
DAYS = 365
PLACES = (None, None, "America/New_York")
RINGS = (time(9, 5), time(18, 30))  # UTC. When it is day in one of the places it is night in the other.
BUDGET = {"cap_day", "cap_week", "cap_month", "outweighed"}  # a greeting of words alone gives way to a gift


@dataclass(frozen=True)
class Year:
    """What is left of it: the members' zones, who may be written to at all, every firing and every message."""

    rules: Rules
    homes: dict[int, ZoneInfo]
    agreed: frozenset[int]  # to offers, and can be reached, and not of those who never get any
    reached: frozenset[int]
    firings: list[Any]
    messages: list[OutgoingMessage]

    def of(self, kind: AutomationKind, state: FiringState | None = None) -> list[Any]:
        return [row for row in self.firings if row.kind is kind and state in (None, row.state)]

    def told(self, kind: str) -> list[OutgoingMessage]:
        return [row for row in self.messages if row.kind == kind]


async def demo(db: Database, chance: random.Random) -> None:
    """Everybody but one can be written to, has a birthday to come and lives somewhere; two are born on 29 February."""
    settings = Settings(_env_file=None, data_dir=Path("."), owner_ids=frozenset({1}))
    await Demo(db, settings, NOON).lives()
    async with db.begin() as session:
        people = list(await session.scalars(select(Person).order_by(Person.member_id)))
        await session.execute(update(Chat).values(reachable=Chat.chat_id != people[7].chat_id))
        await session.execute(update(Member).values(holdout=Member.id == people[8].member_id))
        for number, person in enumerate(people):
            born = NOON.date() + timedelta(days=chance.randrange(8, DAYS))
            born = date(2028, 2, 29) if number in (3, 5) else born
            person.birthday_day, person.birthday_month = born.day, born.month
            person.birthday_md, person.birthday_set_on = born.month * 100 + born.day, date(2026, 1, 1)
            person.time_zone = PLACES[number % len(PLACES)]


async def lives(db: Database) -> None:
    """The bell rings, and what is due leaves, worded as it would be."""
    clock, catalogue = MovableClock(NOON, frozen=True), Catalogue.load()
    bell = Bell(db, clock, ROUNDS, holder="a year")
    for moment in (
        datetime.combine(NOON + timedelta(days=day), ring, UTC) for day in range(1, DAYS + 1) for ring in RINGS
    ):
        clock.set(moment)
        await bell.ring()
        wish = Wish("a year", dict.fromkeys(Lane, 100))
        while (claim := await outbox.claim(db, wish, at=clock.now())).looked:
            for row in claim.leaving:
                reader = notices.Reader(catalogue.texts(row.language), claim.rules, "bot")
                assert notices.render(row.kind, row.facts, reader).text
            done = [attempts.sent(row, row.id) for row in claim.leaving]
            await outbox.settle(db, done, at=clock.now())


async def looked_back_on(db: Database) -> Year:
    rules = await program.current(db, NOON + timedelta(days=DAYS))
    able = select(Member.id).join(Person, Person.member_id == Member.id).join(Chat, Chat.chat_id == Person.chat_id)
    able = able.where(Member.state == MemberState.ACTIVE, Chat.reachable)
    fired = select(Firing.member_id, Firing.period, Firing.state, Firing.reason, Firing.at, Automation.kind)
    fired = fired.join(Automation, Automation.id == Firing.automation_id)
    async with db.read() as session:
        members = list(await session.scalars(select(Member.id)))
        messages = select(OutgoingMessage).where(OutgoingMessage.member_id.in_(members))
        messages = messages.where(OutgoingMessage.created_at >= NOON)  # what the demo was told before is its own story
        return Year(
            rules,
            await zones.of_members(session, members, rules),
            frozenset(await session.scalars(able.where(Person.advertising, Member.holdout.is_(False)))),
            frozenset(await session.scalars(able)),
            list(await session.execute(fired)),
            [row for row in await session.scalars(messages) if row.reason != "demo"],
        )


def ended_lots() -> Select[int | None, date | None, datetime]:
    """(member, last day, when given) of all that ended this year with points in it."""
    given, expired = aliased(Entry), aliased(Entry)
    found = select(Account.member_id, Lot.expires_on, given.at).join(Lot, Lot.account_id == Account.id)
    found = found.join(given, given.id == Lot.entry_id).join(LotMove, LotMove.lot_id == Lot.id)
    return found.join(expired, expired.id == LotMove.entry_id).where(expired.kind == EntryKind.EXPIRE)


@pytest.mark.timeout(600)
async def test_a_year(sqlite_db: Database) -> None:
    seed = int(os.environ.get("OKAERI_SEED") or random.randrange(10**9))
    print(f"OKAERI_SEED={seed}")
    await demo(sqlite_db, random.Random(seed))
    await lives(sqlite_db)
    year = await looked_back_on(sqlite_db)
    async with sqlite_db.read() as session:
        members = list(await session.scalars(select(Member)))
        ended = list(await session.execute(ended_lots()))
    one_birthday_each(year, {member.id for member in members})
    one_anniversary_each(year, {member.id for member in members if member.first_order_at})
    told_before_points_end(year, ended)
    nobody_was_woken(year)
    everything_is_known(year)


def one_birthday_each(year: Year, members: set[int]) -> None:
    fired = year.of(AutomationKind.BIRTHDAY, FiringState.FIRED)
    assert Counter(row.member_id for row in year.of(AutomationKind.BIRTHDAY)) == dict.fromkeys(members, 1)
    assert {row.member_id for row in fired} == year.agreed
    sent = [row.member_id for row in year.told("automation.birthday") if row.state is MessageState.SENT]
    assert Counter(sent) == dict.fromkeys(year.agreed, 1)
    others = {row.reason for row in year.of(AutomationKind.BIRTHDAY, FiringState.SKIPPED)}
    assert others == {"no_consent", "unreachable", "holdout"}


def one_anniversary_each(year: Year, ordered: set[int]) -> None:
    """That of the first order: the rule of membership is off at first."""
    found = year.of(AutomationKind.FIRST_ORDER)
    assert Counter(row.member_id for row in found) == dict.fromkeys(ordered, 1)
    assert not year.of(AutomationKind.MEMBERSHIP)
    skipped = [row for row in found if row.state is not FiringState.FIRED and row.member_id in year.agreed]
    assert {row.reason for row in skipped} <= BUDGET
    fired = {row.member_id for row in found if row.state is FiringState.FIRED}
    assert Counter(row.member_id for row in year.told("automation.first_order")) == dict.fromkeys(fired, 1)
    assert len(fired) > len(skipped)


def told_before_points_end(year: Year, lots: Iterable[Any]) -> None:
    """Whose points ended had heard of it 30, 7 and 1 days before, once each; a gift of 14 days the last two."""
    expected = set()
    for member, on, given in lots:
        assert member
        assert on
        since = timing.local_date(given, year.homes[member])
        for ahead in year.rules.program.expiry_warnings:
            if since <= on - timedelta(days=ahead) + MAY_BE_LATE:
                expected.add((member, f"points:ending:{member}:{on}:{ahead}"))
    assert {row.split(":")[-1] for _, row in expected} == {"30", "7", "1"}
    told = year.told("points.ending")
    keys = {(row.member_id, row.key) for row in told}
    assert expected <= keys, sorted(expected - keys)
    for row in told:
        assert (row.state is MessageState.SENT) == (row.member_id in year.reached), row.key
        if row.left_at and row.member_id:
            days = date.fromisoformat(row.facts["on"]) - timing.local_date(row.left_at, year.homes[row.member_id])
            assert days == timedelta(days=int(str(row.key).split(":")[-1])), row.key


def nobody_was_woken(year: Year) -> None:
    """Nobody did anything all year: whatever was said came by itself."""
    sent = [row for row in year.messages if row.state is MessageState.SENT]
    days: Counter[tuple[int, date]] = Counter()
    for row in sent:
        assert row.member_id
        assert row.left_at
        home = year.homes[row.member_id]
        local = row.left_at.astimezone(home)
        assert not timing.quiet(row.left_at, home, year.rules.program), (row.kind, local)
        days[row.member_id, local.date()] += row.advertising
    assert max(days.values()) == year.rules.program.ads_per_day


def everything_is_known(year: Year) -> None:
    """The bell never stopped, so nothing is missed; whoever got nothing, it is written why."""
    assert not [row for row in year.firings if row.state is FiringState.MISSED]
    for row in year.firings:
        assert (row.reason is None) == (row.state in (FiringState.FIRED, FiringState.HELD_OUT)), row
    for row in year.messages:
        waits = row.state is MessageState.PLANNED and row.due_at > NOON + timedelta(days=DAYS)
        assert row.state is MessageState.SENT or (row.state is MessageState.SKIPPED and row.reason) or waits, row.key
