"""The whole bot in the test's own process, against the sandbox's Bot API server over real HTTP: for journeys."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest_asyncio

from bot import app
from bot.clock import MovableClock
from bot.sender.pace import Pace
from bot.settings import Settings
from db.ledger.verify import verify
from db.session import Database
from tests.support.people import Person
from tests.support.telegram import TOKEN, FakeTelegram

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
OLGA = 1
SECRET = "an-app-secret-for-tests-of-more-than-32-letters"


@dataclass
class OpenShop:
    """A shop that is open, and the street of people before it."""

    shop: app.Shop
    telegram: FakeTelegram

    def person(self, name: str, *, language: str = "en", user_id: int | None = None) -> Person:
        return self.telegram.person(name, language=language, user_id=user_id)

    @property
    def db(self) -> Database:
        return self.shop.db

    async def moves_clock(self, *, days: float = 0, hours: float = 0) -> None:
        """Moves the time and lets the bell ring to its end."""
        await self.telegram.moves_clock(days=days, seconds=hours * 3600)
        await self.shop.bell.ring()


def settings_for(url: str, folder: Path, api_url: str) -> Settings:
    return Settings(
        _env_file=None,
        bot_token=f"4242:{'s' * 35}",
        bot_api_url=api_url,
        owner_ids=frozenset({OLGA}),
        database_url=url,
        data_dir=folder,
        app_secret=SECRET,
    )


@contextlib.asynccontextmanager
async def opened(telegram: FakeTelegram, url: str, folder: Path) -> AsyncIterator[OpenShop]:
    """The shop, open within the block; may be opened again on the same database, as after a restart."""
    settings = settings_for(url, folder, telegram.url)
    built = app.build(settings, telegram.clock, app.bot_for(TOKEN, telegram.url), pace=Pace(1000, gap=0.01))
    built.allow = frozenset({"fsync", "full_page_writes"})  # off in the tests' throw-away PostgreSQL
    async with app.opened(built) as shop, app.polling(shop):
        yield OpenShop(shop, telegram)


@pytest_asyncio.fixture
async def street() -> AsyncIterator[FakeTelegram]:
    """A Bot API server and its people, with no bot yet; its clock stands at Saturday noon and moves by itself."""
    async with FakeTelegram(clock=MovableClock(NOON)) as telegram:
        yield telegram


@pytest_asyncio.fixture
async def open_shop(street: FakeTelegram, database_url: str, tmp_path: Path) -> AsyncIterator[OpenShop]:
    """An open shop on each database; afterwards its books must be right."""
    async with opened(street, database_url, tmp_path) as shop:
        yield shop
    after = Database.connect(database_url)
    try:
        async with after.read(long=True) as session:
            report = await verify(session)
    finally:
        await after.close()
    assert report.ok, report.problems
