"""A Telegram for each test, and Ann, who has pressed Start."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.support.telegram import FakeTelegram, Person


@pytest.fixture
async def tg() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as telegram:
        yield telegram


@pytest.fixture
async def ann(tg: FakeTelegram) -> Person:
    ann = tg.person("Ann")
    await ann.says("/start")
    await drain(tg)
    return ann


async def drain(tg: FakeTelegram) -> list[dict[str, Any]]:
    """Takes and confirms everything that waits for the bot."""
    _, answer = await tg.call("getUpdates")
    updates: list[dict[str, Any]] = answer["result"]
    if updates:
        await tg.call("getUpdates", offset=updates[-1]["update_id"] + 1)
    return updates


async def refused(tg: FakeTelegram, method: str, **fields: Any) -> str:
    """What Telegram says to a wrong call; the HTTP status and the error code must agree."""
    status, answer = await tg.call(method, **fields)
    assert answer["ok"] is False, answer
    assert status == answer["error_code"]
    said: str = answer["description"]
    return said


async def done(tg: FakeTelegram, method: str, **fields: Any) -> Any:
    """The result of a call that must succeed."""
    status, answer = await tg.call(method, **fields)
    assert status == 200, answer
    return answer["result"]


@dataclass
class Pulse:
    """Real time, turned by hand."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now
