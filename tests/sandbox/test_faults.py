"""Telegram on a bad day, as often as asked and where asked."""

import aiohttp
import pytest

from tests.sandbox.conftest import Pulse, done, refused
from tests.support.telegram import FakeTelegram, Person


@pytest.mark.parametrize(
    ("kind", "how", "refusal"),
    [
        ("429", {"retry_after": 7}, "Too Many Requests: retry after 7"),
        ("403", {}, "Forbidden: bot was blocked by the user"),
        ("deactivated", {}, "Forbidden: user is deactivated"),
        ("400", {"description": "chat not found"}, "Bad Request: chat not found"),
        ("401", {}, "Unauthorized"),
        ("500", {}, "Internal Server Error"),
        ("502", {}, "Bad Gateway"),
    ],
)
async def test_a_refusing_fault_delivers_nothing_and_then_is_over(
    tg: FakeTelegram, ann: Person, kind: str, how: dict[str, object], refusal: str
) -> None:
    await tg.fail(kind, **how)
    assert await refused(tg, "sendMessage", chat_id=ann.id, text="Hello") == refusal
    assert await tg.deliveries(ann) == []
    await done(tg, "sendMessage", chat_id=ann.id, text="Hello")
    assert await tg.deliveries(ann) == [{"chat": ann.id, "text": "Hello", "count": 1}]


async def test_retry_after_stands_in_the_parameters(tg: FakeTelegram, ann: Person) -> None:
    await tg.fail("429", retry_after=7)
    _, answer = await tg.call("sendMessage", chat_id=ann.id, text="Hello")
    assert answer["parameters"] == {"retry_after": 7}


@pytest.mark.parametrize(("kind", "arrived"), [("drop_before", 0), ("drop_after", 1)])
async def test_a_cut_connection_leaves_the_bot_without_an_answer(
    tg: FakeTelegram, ann: Person, kind: str, arrived: int
) -> None:
    await tg.fail(kind)
    with pytest.raises(aiohttp.ClientError):
        await tg.call("sendMessage", chat_id=ann.id, text="Hello")
    assert len(await tg.deliveries(ann)) == arrived
    await done(tg, "sendMessage", chat_id=ann.id, text="Hello")


async def test_an_unreadable_answer_comes_after_delivery(tg: FakeTelegram, ann: Person) -> None:
    await tg.fail("broken_json")
    with pytest.raises(ValueError, match=r"Unterminated|Expecting"):
        await tg.call("sendMessage", chat_id=ann.id, text="Hello")
    assert len(await tg.deliveries(ann)) == 1


async def test_a_500_may_come_after_delivery(tg: FakeTelegram, ann: Person) -> None:
    await tg.fail("500_after")
    assert await refused(tg, "sendMessage", chat_id=ann.id, text="Hello") == "Internal Server Error"
    assert len(await tg.deliveries(ann)) == 1


async def test_a_slow_answer_is_still_an_answer(tg: FakeTelegram, ann: Person) -> None:
    await tg.fail("slow", seconds=0.01)
    await done(tg, "sendMessage", chat_id=ann.id, text="Hello")
    assert [fault["hits"] for fault in await tg.get("faults")] == [1]


async def test_a_fault_hits_only_what_it_names(tg: FakeTelegram, ann: Person) -> None:
    await tg.fail("500", method="sendMessage", chat=ann.id, text="secret", count=None)
    await done(tg, "sendMessage", chat_id=ann.id, text="Hello")
    await done(tg, "sendChatAction", chat_id=ann.id, action="typing")
    assert await done(tg, "getUpdates") == []
    for _ in range(3):
        await refused(tg, "sendMessage", chat_id=ann.id, text="a secret")
    await tg.heals()
    await done(tg, "sendMessage", chat_id=ann.id, text="a secret")


async def test_a_seed_hits_the_same_calls_each_time(tg: FakeTelegram, ann: Person) -> None:
    async def hits() -> list[bool]:
        await tg.fail("500", count=None, probability=0.5, seed=11)
        found = [(await tg.call("getMe"))[0] == 500 for _ in range(40)]
        await tg.heals()
        return found

    first = await hits()
    assert first == await hits()
    assert 8 < sum(first) < 32


async def test_limits_slide_with_real_time() -> None:
    pulse = Pulse()
    async with FakeTelegram(pulse=pulse) as tg:
        ann = tg.person("Ann")
        await ann.says("/start")
        await tg.limits(per_second=3, per_chat_per_second=1)
        await done(tg, "sendMessage", chat_id=ann.id, text="one")
        said = await refused(tg, "sendMessage", chat_id=ann.id, text="two")
        assert said == "Too Many Requests: retry after 1"
        pulse.now = 1.01
        await done(tg, "sendMessage", chat_id=ann.id, text="two")
        assert [found["text"] for found in await tg.deliveries(ann)] == ["one", "two"]


async def test_duplicates_are_counted(tg: FakeTelegram, ann: Person) -> None:
    for text in ("once", "twice", "twice"):
        await done(tg, "sendMessage", chat_id=ann.id, text=text)
    assert await tg.deliveries(at_least=2) == [{"chat": ann.id, "text": "twice", "count": 2}]
