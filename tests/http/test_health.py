"""/health and /metrics: what is up, in sentences and in figures, without a person or a secret."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.clock import MovableClock
from bot.http import health, metrics
from bot.http.server import application, serving
from bot.intake.workers import Intake
from bot.sender.gate import Gate
from bot.sender.pace import Pace
from bot.usecases.vitals import Vitals
from db.migrations.run import migrate
from db.session import Database
from tests.support import shop
from tests.support.databases import POSTGRES_BIN, Cluster
from tests.support.guests import NOON
from tests.support.open_shop import OpenShop
from tests.support.telegram import FakeTelegram

PHONE, NAME = "+48600100200", "Ann-the-planted"


@dataclass
class Parts:
    """What health looks at, and how a monitor asks."""

    db: Database
    clock: MovableClock = field(default_factory=lambda: MovableClock(NOON, frozen=True))
    vitals: Vitals = field(default_factory=lambda: Vitals(phase="open"))
    url: str = ""

    async def health(self) -> tuple[int, dict[str, Any]]:
        async with aiohttp.ClientSession() as http, http.get(f"{self.url}/health") as answer:
            return answer.status, await answer.json()

    async def troubles(self) -> list[str]:
        status, told = await self.health()
        assert (status, told["ok"]) == ((503, False) if told["troubles"] else (200, True))
        found: list[str] = told["troubles"]
        return found

    async def figures(self) -> dict[tuple[str, ...], float]:
        """By name and labels."""
        async with aiohttp.ClientSession() as http, http.get(f"{self.url}/metrics") as answer:
            assert answer.status == 200
            read = text_string_to_metric_families(await answer.text())
        return {(line.name, *line.labels.values()): line.value for family in read for line in family.samples}


@contextlib.asynccontextmanager
async def watched(parts: Parts) -> AsyncIterator[Parts]:
    front = application()
    front.include_router(health.router(lambda: parts))
    front.include_router(metrics.router(lambda: parts))
    async with serving(front, "127.0.0.1", 0) as port:
        parts.url = f"http://127.0.0.1:{port}"
        yield parts


@pytest.fixture
async def parts(db: Database) -> AsyncIterator[Parts]:
    async with watched(Parts(db)) as each:
        yield each


async def test_all_is_well(parts: Parts) -> None:
    assert await parts.troubles() == []
    figures = await parts.figures()
    assert {figures["okaeri_up", part] for part in ("bot", "receiving", "sending", "database")} == {1}


async def test_a_bot_that_starts_or_stops_says_so_and_what_it_waits_for(parts: Parts) -> None:
    parts.vitals.phase, parts.vitals.polling = "starting", "Telegram cannot be reached."
    assert await parts.troubles() == ["The bot is starting.", "Telegram cannot be reached."]
    parts.vitals.phase, parts.vitals.polling = "stopping", None
    assert await parts.troubles() == ["The bot is stopping."]
    assert (await parts.figures())["okaeri_up", "bot"] == 0


async def test_what_waits_too_long_is_a_trouble_and_a_figure(parts: Parts) -> None:
    await shop.plan(parts.db, 5, "news", at=NOON)
    parts.clock.advance(timedelta(seconds=200))
    assert await parts.troubles() == []
    parts.clock.advance(timedelta(seconds=200))
    assert await parts.troubles() == ["Messages wait for more than five minutes."]
    assert (await parts.figures())["okaeri_oldest_message_seconds",] == 400


async def test_updates_are_counted_by_kind_and_by_what_became_of_them(parts: Parts) -> None:
    async with shop.a_bot() as bot:
        bot.session.middleware(Gate(Pace()))
        intake = Intake(parts.db, bot, shop.counting(parts.db), parts.clock, vitals=parts.vitals)
        running = asyncio.create_task(intake.run())
        newer = {"update_id": 3, "rocket_launch": {"phone": PHONE}}
        broken = {"update_id": 2, "message": {"from": {"first_name": NAME}}}
        await intake.take([shop.a_message(9, f"I am {NAME}, {PHONE}", update_id=1), broken, newer])
        await shop.until(lambda: all_dealt_with(parts.vitals, 3))
        await intake.stop()
        await running
    figures = await parts.figures()
    assert figures["okaeri_updates_total", "message", "handled"] == 1
    assert figures["okaeri_updates_total", "message", "set aside"] == 1
    assert figures["okaeri_updates_total", "other", "ignored"] == 1
    assert not [label for name in figures for label in name if NAME in label or PHONE in label]


async def all_dealt_with(vitals: Vitals, count: int) -> bool:
    return vitals.updates.total() == count


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_another_program_that_takes_this_bots_updates_is_noticed(
    open_shop: OpenShop, street: FakeTelegram
) -> None:
    built = open_shop.shop
    async with watched(Parts(built.db, street.clock, built.vitals)) as parts:
        assert await parts.troubles() == []
        await street.call("getUpdates", timeout=0)
        await shop.until(lambda: says(parts, "terminated by other getUpdates request"))
        assert (await parts.figures())["okaeri_up", "receiving"] == 0


async def says(parts: Parts, words: str) -> bool:
    return any(words in trouble for trouble in await parts.troubles())


async def test_a_database_that_went_away_is_one_sentence_without_its_address() -> None:
    if not (POSTGRES_BIN / "initdb").exists():
        pytest.skip("PostgreSQL 15 is not installed")
    cluster = Cluster()
    cluster.start()
    stopped = False
    try:
        await cluster.sql("CREATE DATABASE planted_name")
        url = cluster.url("planted_name")
        await migrate(url)
        db = Database.connect(url)
        async with watched(Parts(db)) as parts:
            assert await parts.troubles() == []
            cluster.stop()
            stopped = True
            (trouble,) = await parts.troubles()
            assert trouble.startswith("The database does not answer (")
            assert not [secret for secret in ("planted_name", str(cluster.folder), "postgres@") if secret in trouble]
            figures = await parts.figures()
            assert (figures["okaeri_up", "database"], figures["okaeri_up", "bot"]) == (0, 1)
        await db.close()
    finally:
        if not stopped:
            cluster.stop()
