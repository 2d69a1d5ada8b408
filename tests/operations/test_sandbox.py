"""The sandbox as `make run` starts it: one line with its address, its own time and its own data."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.run import Sandbox, Stop
from bot.settings import Settings
from db.models.members import Member
from db.models.messages import IncomingUpdate
from db.session import Database
from tests.journeys.test_first_story import joins, opens_shop
from tests.support.telegram import FakeTelegram


@asynccontextmanager
async def played(settings: Settings, capsys: pytest.CaptureFixture[str]) -> AsyncIterator[FakeTelegram]:
    """The sandbox, from its start to its stop."""
    stop, said = Stop(), ""
    living = asyncio.create_task(Sandbox(settings, stop).lives())
    try:
        async with asyncio.timeout(20):
            while "Okaeri" not in said:
                await asyncio.sleep(0.01)
                said += capsys.readouterr().out
        (line,) = [line for line in said.splitlines() if line.startswith("Okaeri")]
        async with FakeTelegram.at(line.removeprefix("Okaeri sandbox: "), token="1:sandbox") as tg:
            yield tg
    finally:
        stop.set()
        assert await living == 0


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(_env_file=None, data_dir=tmp_path / "data", http_port=0).in_the_sandbox()


async def now_in(tg: FakeTelegram) -> datetime:
    return datetime.fromisoformat((await tg.get("clock"))["now"])


async def test_after_a_restart_time_goes_on_and_people_are_heard(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    async with played(settings, capsys) as tg:
        await opens_shop(await tg.somebody("Olga"))
        await joins(await tg.somebody("Ann"))
        await tg.moves_clock(days=400)
        ann = await tg.somebody("Ann")
        await ann.says("/balance")
        await ann.sees("points")
        moved = await now_in(tg)
    assert moved > datetime.now(UTC) + timedelta(days=399)
    async with played(settings, capsys) as tg:
        ann = await tg.somebody("Ann")
        await ann.says("/balance")
        await ann.sees("points")
        assert await now_in(tg) >= moved


async def test_a_reset_empties_the_sandboxs_own_file(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    async with played(settings, capsys) as tg:
        await opens_shop(await tg.somebody("Olga"))
        await joins(await tg.somebody("Ann"))
        await tg.post("reset")
        await opens_shop(await tg.somebody("Olga"))
    assert await counted(settings.database) == (0, True)


async def test_a_reset_leaves_a_database_that_was_named_as_it_is(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path / 'named.db'}"
    settings = settings.model_copy(update={"database_url": url})
    async with played(settings, capsys) as tg:
        await opens_shop(await tg.somebody("Olga"))
        await joins(await tg.somebody("Ann"))
        await tg.post("reset")
        ann = await tg.somebody("Ann")
        await ann.says("/balance")
        await ann.sees("points")
    assert await counted(url) == (1, True)


async def counted(url: str) -> tuple[int, bool]:
    """How many members there are, and whether updates came."""
    db = Database.connect(url)
    try:
        async with db.read() as session:
            members = await session.scalar(select(func.count()).select_from(Member))
            updates = await session.scalar(select(func.count()).select_from(IncomingUpdate))
    finally:
        await db.close()
    return members or 0, bool(updates)
