"""The real process: stopped in the middle of its work, it loses nothing; waiting for Telegram, it says so and can be
stopped; a second one on the same file is refused."""

import asyncio
import json
import socket
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from signal import SIGTERM

import aiohttp
import pytest

from bot import app
from bot.clock import SystemClock
from bot.settings import BadSettings
from bot.usecases import notify
from bot.usecases.notify import Notice
from db.enums import MessageState, UpdateState
from db.migrations.run import migrate
from db.session import Database
from tests.operations.processes import PATIENCE, SECRET, TOKEN, Ended, address_of, begun, bot, ended, healthy, running
from tests.support import shop
from tests.support.guests import open_shop
from tests.support.open_shop import settings_for
from tests.support.telegram import FakeTelegram, Person

PEOPLE, NEWS, ROUNDS = 20, 60, 3
STOP_SECONDS = 25  # the promise
PHONE = "+48600765432"


@pytest.fixture
async def telegram(tmp_path: Path) -> AsyncIterator[FakeTelegram]:
    """A Bot API server in a process of its own."""
    async with running(tmp_path, "bot.sandbox", "--port", "0", "--token", TOKEN) as process:
        tg = FakeTelegram.at(await address_of(process), token=TOKEN)
        async with tg:
            yield tg


def a_free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as door:
        port: int = door.getsockname()[1]
        return port


def told(folder: Path, telegram: str, port: int) -> dict[str, object]:
    """The environment of the bot under test: everything a log could give away is in it."""
    own = {"BOT_TOKEN": TOKEN, "APP_SECRET": SECRET, "OWNER_IDS": 1, "LOG_LEVEL": "DEBUG"}
    return {**own, "BOT_API_URL": telegram, "DATA_DIR": folder / "data", "HTTP_PORT": port}


@dataclass
class Run:
    """One run of the bot, listened to from its first line, so that its log never stands in its way."""

    process: Process
    end: "asyncio.Task[Ended]"

    async def stops(self) -> Ended:
        """SIGTERM, and what came of it in the promised time."""
        self.process.send_signal(SIGTERM)
        return await asyncio.wait_for(self.end, STOP_SECONDS)


Begin = Callable[[dict[str, object]], Awaitable[Run]]


@pytest.fixture
async def begin(tmp_path: Path) -> AsyncIterator[Begin]:
    """Begins a run; none is left behind, however the test ends."""
    runs: list[Run] = []

    async def one(settings: dict[str, object]) -> Run:
        process = await begun(tmp_path, "bot", **settings)
        runs.append(Run(process, asyncio.create_task(ended(process))))
        return runs[-1]

    yield one
    for run in runs:
        if run.process.returncode is None:
            run.process.kill()
        await run.end


async def people_with_news(tg: FakeTelegram, db: Database) -> list[Person]:
    """Everybody has pressed Start; the bot has not been there yet, and has news for all of them."""
    people = [tg.person(f"Person {number}") for number in range(PEOPLE)]
    await asyncio.gather(*(person.says("/start") for person in people))
    at = datetime.now(UTC) - timedelta(minutes=1)
    await open_shop(db)
    for person in people:
        await shop.knows(db, person.id, person.name, at)
    async with db.begin() as session:
        for number in range(NEWS):
            news = Notice("broadcast.sent", {"text": f"news {number:03d}."})
            await notify.tell(session, people[number % PEOPLE].id, news, at=at)
    return people


@pytest.mark.timeout(300)
async def test_stopped_three_times_under_load_it_loses_nothing_says_nothing_twice_and_keeps_its_secrets(
    telegram: FakeTelegram, begin: Begin, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'data' / 'okaeri.db'}"
    (tmp_path / "data").mkdir()
    await migrate(url)
    db = Database.connect(url)
    people, port, logs = await people_with_news(telegram, db), a_free_port(), ""
    for number in range(1, ROUNDS + 1):
        run = await begin(told(tmp_path, telegram.url, port))
        await news_arrives(telegram, len(await news_in(telegram)) + 1)
        await asyncio.gather(*(person.says(f"{number}: {PHONE}") for person in people))
        done = await run.stops()
        assert done.code == 0, done.complained
        logs += done.complained
    built = app.build(settings_for(url, tmp_path, telegram.url), SystemClock(), app.bot_for(TOKEN, telegram.url))
    async with app.opened(built), app.polling(built):
        await news_arrives(telegram, NEWS)
        await shop.until(lambda: nothing_waits(telegram, db), seconds=PATIENCE)
    assert sorted(await news_in(telegram)) == [f"news {number:03d}." for number in range(NEWS)]
    assert set(await shop.states(db)) == {MessageState.SENT}
    await db.close()
    assert not [line for line in logs.splitlines() if not is_json(line)]
    assert "bot.open" in logs
    assert not [secret for secret in (TOKEN, TOKEN.split(":")[1], SECRET, PHONE, PHONE[1:]) if secret in logs]


async def news_arrives(tg: FakeTelegram, count: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while len(await news_in(tg)) < count:  # noqa: ASYNC110 - another process: no event to wait for
            await asyncio.sleep(0.05)


async def news_in(tg: FakeTelegram) -> list[str]:
    """The news in all chats, each as often as it arrived."""
    return [line["text"] for line in await tg.deliveries(text="news ") for _ in range(line["count"])]


async def nothing_waits(tg: FakeTelegram, db: Database) -> bool:
    """Telegram holds no update back, and every one that came is dealt with."""
    there = (await tg.get("bot"))["pending_updates"]
    return not there and {row.state for row in (await shop.inbox(db)).values()} == {UpdateState.DONE}


def is_json(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


async def test_the_second_signal_ends_a_stop_that_takes_its_time(begin: Begin, tmp_path: Path) -> None:
    port = a_free_port()
    async with FakeTelegram(token=TOKEN) as tg, aiohttp.ClientSession() as http:
        run = await begin(told(tmp_path, tg.url, port))
        await healthy(http, f"http://127.0.0.1:{port}")
        await tg.fail("slow", method="sendMessage", seconds=60)
        await tg.person("Ann").says("/start")
        await shop.until(lambda: all_taken(tg))
        run.process.send_signal(SIGTERM)
        await shop.until(lambda: is_stopping(http, port))
        assert (await run.stops()).code == 1


async def all_taken(tg: FakeTelegram) -> bool:
    """The bot has what was said."""
    return not (await tg.get("bot"))["pending_updates"]


async def is_stopping(http: aiohttp.ClientSession, port: int) -> bool:
    async with http.get(f"http://127.0.0.1:{port}/health") as answer:
        return (await answer.json())["troubles"] == ["The bot is stopping."]


async def test_while_telegram_is_away_the_bot_says_so_and_can_be_stopped_and_is_alone_on_its_file(
    begin: Begin,
    tmp_path: Path,
) -> None:
    port = a_free_port()
    settings = told(tmp_path, f"http://127.0.0.1:{a_free_port()}", port)
    run = await begin(settings)
    async with aiohttp.ClientSession() as http:
        troubles = ["The bot is starting.", "Telegram cannot be reached."]
        await shop.until(lambda: says(http, port, troubles))
        second = await bot(tmp_path, "run", **settings | {"HTTP_PORT": 0})
        assert second.code == 75
        file = tmp_path / "data" / "okaeri.db"
        assert second.sentences == [f"{file} is in use by another process of the programme: stop it first."]
        assert (await run.stops()).code == 0


async def says(http: aiohttp.ClientSession, port: int, troubles: list[str]) -> bool:
    try:
        async with http.get(f"http://127.0.0.1:{port}/health") as answer:
            assert answer.status == 503
            told: list[str] = (await answer.json())["troubles"]
            return told == troubles
    except aiohttp.ClientConnectionError:
        return False


async def test_a_token_that_telegram_refuses_is_one_sentence(tmp_path: Path) -> None:
    async with FakeTelegram() as tg:
        settings = settings_for(f"sqlite:///{tmp_path / 'okaeri.db'}", tmp_path, tg.url)
        built = app.build(settings, SystemClock(), app.bot_for("42:another", tg.url))
        with pytest.raises(BadSettings, match=r"^BOT_TOKEN is refused by Telegram"):
            async with app.opened(built):
                pytest.fail("it opened")
