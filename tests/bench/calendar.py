"""Who is due among a million members: our searches beside reading everybody, and a ring that finds nothing to do.

The oracle reads each member's birthday and asks the calendar; what it finds must be what the searches find.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select, text

from bot.rules import timing
from bot.rules.program_json import to_json
from bot.usecases import automation_rounds, automations, program
from bot.usecases.firings import Occasion
from bot.usecases.program import Rules
from bot.usecases.triggers import TRIGGERS
from db.enums import AutomationKind
from db.migrations.run import migrate
from db.models.automations import Automation, AutomationDay
from db.models.members import Person
from db.models.program import ProgramVersion
from db.session import Database, upsert
from tests.support.databases import POSTGRES_BIN, Cluster
from tests.support.programs import SUSHI

MEMBERS, ROUNDS = 1_000_000, 3
AT = datetime(2027, 2, 21, 20, 0, tzinfo=UTC)  # everywhere the 21st of February or later: the gifts of the 28th
BORN = date(2027, 2, 28)  # those of the 29th, too
ZONES = ("Europe/Moscow", "Europe/Warsaw", "Europe/London", "Asia/Tokyo", "America/New_York", "Asia/Almaty")
LIMIT = 1 / 30

# One expression a column; {n} is the number of the member, {zone} a list the database picks from.
_NUMBERS = {
    "sqlite": "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :count) ",
    "postgresql": "WITH numbers(n) AS (SELECT generate_series(1, :count)) ",
}
_AGO = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%S.000000', '2027-02-21 12:00:00', '-' || ({days}) || ' days')",
    "postgresql": "timestamptz '2027-02-21 12:00:00+00' - ({days}) * interval '1 day'",
}
_TEXT = {"sqlite": "printf('%013d', n)", "postgresql": "lpad(n::text, 13, '0')"}
_DAY = {
    "sqlite": "CAST(strftime('%m%d', '2028-01-01', '+' || (n * 7919 % 366) || ' days') AS INTEGER)",
    "postgresql": "to_char(date '2028-01-01' + (n::bigint * 7919 % 366)::int, 'MMDD')::int",
}


async def bench() -> list[dict[str, Any]]:
    """Rows of {metric, ours, peer, limit, ratio}."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/calendar.db"
        await migrate(url)
        rows = await _on(Database.connect(url), "SQLite")
    if (POSTGRES_BIN / "initdb").exists():
        cluster = Cluster({"shared_buffers": "256MB", "max_wal_size": "4GB"})
        await asyncio.to_thread(cluster.start)
        try:
            await cluster.sql("CREATE DATABASE calendar")
            await migrate(cluster.url("calendar"))
            rows += await _on(Database.connect(cluster.url("calendar")), "PostgreSQL")
        finally:
            await asyncio.to_thread(cluster.stop)
    return rows


async def _on(db: Database, name: str) -> list[dict[str, Any]]:
    begun = time.perf_counter()
    await _million(db)
    built = time.perf_counter() - begun
    try:
        rules = await program.current(db, AT)
        return [
            *[await _birthday_day(db, rules, name), await _silences(db, rules, name), await _idle(db, name)],
            _row(f"s to build a million members, {name}", built, None, None),
        ]
    finally:
        await db.close()


def _row(metric: str, ours: float, peer: float | None, limit: float | None) -> dict[str, Any]:
    ratio = ours / peer if peer else None
    return {"metric": metric, "ours": ours, "peer": peer, "limit": limit, "ratio": ratio}


async def _million(db: Database) -> None:
    kind = db.dialect
    ago, number, day = _AGO[kind], _TEXT[kind], _DAY[kind]
    zone = "CASE n % 10 " + "".join(f"WHEN {place} THEN '{name}' " for place, name in enumerate(ZONES)) + "END"
    members = (
        "INSERT INTO members (id, number, card_code, referral_code, state, tier, stamps, holdout, joined_at, "
        f"orders_count, spent_minor, first_order_at, last_order_at) {_NUMBERS[kind]}"
        f"SELECT n, {number}, {number}, {number}, 'active', 'bronze', 0, false, {ago.format(days='n % 1000')}, n % 9, "
        f"n % 9 * 100000, {ago.format(days='n % 900')}, {ago.format(days='n % 365')} FROM numbers"
    )
    people = (
        "INSERT INTO people (member_id, chat_id, name, phone, birthday_day, birthday_month, birthday_md, "
        f"birthday_set_on, time_zone, allergens) {_NUMBERS[kind]}"
        f"SELECT n, n, 'Ann', {number}, {day} % 100, {day} / 100, {day}, '2025-01-01', {zone}, '[]' FROM numbers"
    )
    async with db.begin() as session:
        if kind == "postgresql":
            await session.execute(text("SET LOCAL statement_timeout = 0"))
        for statement in (members, people):
            await session.execute(text(statement), {"count": MEMBERS})
        settings = to_json(SUSHI)
        session.add(
            ProgramVersion(version=1, settings=settings, effective_at=AT - timedelta(days=900), published_at=AT)
        )
        await automations.ensure(session, AT - timedelta(days=900), Rules(1, SUSHI))
    async with db.begin() as session:
        await session.execute(text("ANALYZE"))


async def _look(db: Database, rules: Rules, kind: AutomationKind) -> set[int]:
    """Everybody that rule is due for on the day of AT, in every zone."""
    async with db.read(long=True) as session:
        rows = {row.kind: row for row in await session.scalars(select(Automation))}
        rule = automation_rounds.standing_of(rows[kind], rules, ())
        found: set[int] = set()
        for place in await automation_rounds.places_in_use(session, rules):
            day = timing.local_date(AT, place.zone)
            now = Occasion(rule, AT, rules, place, day)
            today = replace(now, day=date(2027, 2, 21))
            for name in place.names:
                for search in await TRIGGERS[kind].searches(session, today, name):
                    found |= await _pages(session, today, kind, search)
    return found


async def _pages(session: Any, occasion: Occasion, kind: AutomationKind, search: Any) -> set[int]:
    found: set[int] = set()
    after, more = None, True
    while more:
        rows = (await session.execute(search.page(after, automation_rounds.PAGE))).all()
        found |= {due.member_id for due in await TRIGGERS[kind].dues(session, occasion, rows)}
        more, after = len(rows) == automation_rounds.PAGE, search.reached(rows[-1]) if rows else None
    return found


async def _oracle(db: Database) -> set[int]:
    """Reads everybody."""
    columns = (Person.member_id, Person.birthday_day, Person.birthday_month, Person.birthday_set_on)
    found = set()
    async with db.read(long=True) as session:
        async for row in await session.stream(select(*columns).execution_options(yield_per=10_000)):
            if row.birthday_month == BORN.month and timing.birthday_in(BORN.year, row.birthday_day, 2) == BORN:
                found.add(row.member_id)
    return found


async def _birthday_day(db: Database, rules: Rules, name: str) -> dict[str, Any]:
    ours, peer = await _interleaved(lambda: _look(db, rules, AutomationKind.BIRTHDAY), lambda: _oracle(db))
    assert await _look(db, rules, AutomationKind.BIRTHDAY) == await _oracle(db), "somebody is forgotten, or too many"
    return _row(f"s a birthday day, all zones (everybody read), {name}", ours, peer, LIMIT)


async def _silences(db: Database, rules: Rules, name: str) -> dict[str, Any]:
    ours, peer = await _interleaved(lambda: _look(db, rules, AutomationKind.INACTIVITY), lambda: _oracle(db))
    return _row(f"s a day of silences, all zones (everybody read), {name}", ours, peer, None)


async def _idle(db: Database, name: str) -> dict[str, Any]:
    """Every rule has looked at every place today: what a ring then costs, beside one statement."""
    async with db.begin() as session:
        rules = await program.in_force(session, AT)
        for place in await automation_rounds.places_in_use(session, rules):
            for rule in await session.scalars(select(Automation)):
                done = {"automation_id": rule.id, "zone": place.key, "done_through": date(2027, 2, 22)}
                await upsert(session, AutomationDay, done, index=["automation_id", "zone"])

    async def one_statement() -> None:
        async with db.read() as session:
            await session.execute(text("SELECT 1"))

    ours, peer = await _interleaved(lambda: automation_rounds.fire_due(db, AT), one_statement, rounds=20)
    return _row(f"ms an idle ring (one SELECT), {name}", ours * 1000, peer * 1000, None)


async def _interleaved(
    ours: Callable[[], Awaitable[Any]], peer: Callable[[], Awaitable[Any]], *, rounds: int = ROUNDS
) -> tuple[float, float]:
    """Medians of seconds, the two taking turns."""
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for side, work in enumerate((ours, peer)):
            begun = time.perf_counter()
            await work()
            taken[side].append(time.perf_counter() - begun)
    return statistics.median(taken[0]), statistics.median(taken[1])
