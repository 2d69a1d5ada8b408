"""Events on their way: to receivers that fail, sleep, lie, or are no receivers at all."""

import asyncio
import random
import socket
from collections import defaultdict
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.clock import MovableClock
from bot.rules.hooks import Event
from bot.sender.hook_post import Guard, HookPost
from bot.sender.hooks import HookSender
from bot.usecases import hook_deliveries, hook_replays, outside_events, webhooks
from bot.usecases.hook_deliveries import Answer, Parcel, Wish
from bot.usecases.outside_events import Fact
from db.enums import HookState
from db.session import Database
from tests.support.api import SECRET
from tests.support.guests import NOON
from tests.support.hooks import HookedShop, Receiver, genuine, hooked, receiving
from tests.support.ledger import earned, joined, spent
from tests.support.shop import messages, until

HOUR = timedelta(hours=1)
SEED = 127


async def tell(db: Database, number: int) -> None:
    async with db.begin() as session:
        outside_events.tell(session, Fact("order.placed", None, {"order": number}, f"order:{number}"), at=NOON)


@asynccontextmanager
async def running(here: HookedShop, owner: str) -> Any:
    """A sender of its own, as it runs in each process; it looks whenever the time is moved."""
    sender = HookSender(here.db, here.clock, here.post.send, owner=owner)
    forget, task = here.clock.on_move(sender.wake), asyncio.create_task(sender.run())
    try:
        yield sender
    finally:
        await sender.stop()
        await task
        forget()


async def test_a_receiver_that_fails_half_the_time_sees_every_event_and_can_put_them_in_order(db: Database) -> None:
    chance = random.Random(SEED)
    async with hooked(db, lambda: chance.choice((200, 500))) as here:
        ann, bob = await joined(db, "Ann", "Bob")
        for points in range(1, 11):
            await asyncio.gather(earned(db, ann, points), earned(db, bob, points))
            await spent(db, ann, 1)
            await here.goes_round(who="one")
        while (await here.look()).waiting:
            await asyncio.gather(here.goes_round(who="one"), here.goes_round(who="two"))
            here.clock.advance(timedelta(minutes=5))
        told = await here.events()
    assert set(here.receiver.numbers) == {event.id for event in told}, f"seed {SEED}"
    assert len(here.receiver.numbers) > len(told), "nothing failed, so nothing was shown"
    headers, body = here.receiver.got[-1]
    assert genuine(headers, body, here.secret, now=here.clock.now().timestamp())
    assert not genuine(headers, body + b" ", here.secret, now=here.clock.now().timestamp())
    restored: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for event in here.receiver.events:
        restored[event["member_id"]][event["seq"]] = event["facts"]["balance"]
    assert sorted(restored[ann]) == list(range(1, 21))
    assert restored[ann][20] == sum(range(1, 11)) - 10
    assert restored[bob][10] == sum(range(1, 11))


async def test_a_day_of_500_is_survived_with_few_questions(sqlite_db: Database) -> None:
    status = 500
    async with hooked(sqlite_db, lambda: status) as here:
        for number in range(40):
            await tell(sqlite_db, number)
        for _ in range(24 * 2):
            here.clock.advance(HOUR / 2)
            await here.goes_round()
        asked = len(here.receiver.got)
        assert asked < 120, "an address that is gone is asked with one event at a time"
        assert (await here.look()).waiting == 40
        status = 200
        here.clock.advance(HOUR)
        assert await here.goes_round() == 1
        await here.goes_round()
        seen = await here.look()
    assert (seen.waiting, seen.dead, seen.failing_since, seen.last_status) == (0, 0, None, 200)
    assert await messages(sqlite_db, "webhook.died") == []


async def test_an_address_that_is_gone_for_three_days_is_dead_until_the_owner_says_otherwise(db: Database) -> None:
    status = 404
    async with hooked(db, lambda: status) as here:
        await tell(db, 1)
        for _ in range(25):
            await here.goes_round()
            here.clock.advance(4 * HOUR)
        assert (await here.look()).state is HookState.DEAD
        notices = await messages(db, "webhook.died")
        assert [(each.chat_id, each.facts["host"]) for each in notices] == [(here.olga.chat_id, "127.0.0.1")]
        await tell(db, 2)  # what happens meanwhile is kept
        asked = len(here.receiver.got)
        status = 204
        assert await here.goes_round() == 0
        await webhooks.test(db, here.olga, here.hook.id, "nonce", at=here.clock.now())
        assert await here.goes_round() == 1
        assert [each.facts["status"] for each in await messages(db, "webhook.tested")] == [204]
        await webhooks.resume(db, here.olga, here.hook.id, at=here.clock.now())
        await here.goes_round()
    assert [event["kind"] for event in here.receiver.events[asked:]] == ["webhook.test", "order.placed", "order.placed"]


async def test_what_a_receiver_never_takes_is_given_up_alone(sqlite_db: Database) -> None:
    async with hooked(sqlite_db) as here:
        here.receiver.answers = lambda: 413 if here.receiver.events[-1]["facts"]["order"] == 0 else 200
        for number in range(30):
            await tell(sqlite_db, number)
            await here.goes_round()
            here.clock.advance(6 * HOUR)
        seen = await here.look()
        assert (seen.state, seen.waiting, seen.dead) == (HookState.ON, 0, 1)
        assert len(await messages(sqlite_db, "webhook.event_lost")) == 1
        here.receiver.answers = lambda: 200
        assert await hook_replays.revive(sqlite_db, here.olga, here.hook.id, at=here.clock.now()) == 1
        await here.goes_round()
        assert (await here.look()).dead == 0


async def test_killed_between_sending_and_noting_it_comes_again_under_its_number(db: Database) -> None:
    async with hooked(db) as here:
        await tell(db, 1)
        parcels = await hook_deliveries.claim(db, Wish("killed", 9, 9, {}), at=here.clock.now())
        for parcel in parcels:
            assert (await here.post.send(parcel)).arrived
        async with running(here, "next"):
            here.clock.advance(hook_deliveries.LEASE)
            await until(lambda: _arrived(here, 2))
            await until(lambda: _settled(here))
        first, second = here.receiver.got
        assert first[1] == second[1]
        assert first[0]["Okaeri-Event-Id"] == second[0]["Okaeri-Event-Id"]
        # The one that was taken for dead wakes up, and changes nothing any more.
        await hook_deliveries.settle(db, [(parcels[0], Answer(status=500))], at=here.clock.now())
        assert (await here.look()).failing_since is None


async def _arrived(here: HookedShop, number: int) -> bool:
    return len(here.receiver.got) >= number


async def _settled(here: HookedShop) -> bool:
    return (await here.look()).waiting == 0


async def test_two_senders_share_what_is_due(postgres_db: Database) -> None:
    async with hooked(postgres_db) as here:
        for number in range(60):
            await tell(postgres_db, number)
        await asyncio.gather(*(here.goes_round(who=f"sender {n}") for n in range(4)))
        await here.goes_round()
        assert sorted(here.receiver.numbers) == sorted(set(here.receiver.numbers))
        assert len(here.receiver.numbers) == 60


class Names(AbstractResolver):
    """A name server that says what a test likes; each answer is used once."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [
            ResolveResult(hostname=host, host=number, port=port, family=family, proto=0, flags=0)
            for number in self.answers.pop(0)
        ]

    async def close(self) -> None:
        """Nothing to close."""


def parcel(url: str) -> Parcel:
    return Parcel(1, 1, 1, url, 1, "key", Event(1, "order.placed", 3, 1, {}, NOON))


@pytest.mark.parametrize(
    "numbers",
    [["127.0.0.1"], ["169.254.169.254"], ["10.1.2.3"], ["::1"], ["::ffff:10.1.2.3"], ["93.184.216.34", "10.0.0.1"]],
)
async def test_a_name_that_leads_inside_is_not_followed(numbers: list[str], here_post: Any) -> None:
    async with here_post(resolver=lambda: Names(numbers)) as post:
        assert await post.send(parcel("https://innocent.example/hook")) == Answer(why="address")


async def test_what_was_looked_at_is_what_is_connected_to() -> None:
    names = Names(["93.184.216.34"], ["127.0.0.1"])  # a name that leads elsewhere the second time
    guard = Guard(names, sandbox=False)
    assert [each["host"] for each in await guard.resolve("rebinding.example", 443)] == ["93.184.216.34"]
    assert names.answers == [["127.0.0.1"]], "asked once"


@pytest.fixture
def here_post() -> Any:
    @asynccontextmanager
    async def opened(**how: Any) -> Any:
        post = HookPost(SECRET, MovableClock(NOON, frozen=True), **how)
        try:
            yield post
        finally:
            await post.close()

    return opened


async def test_a_redirect_is_no_answer_and_leads_nowhere(here_post: Any) -> None:
    receiver = Receiver(lambda: 302)
    async with receiving(receiver.take) as receiver.port, here_post(sandbox=True) as post:
        answer = await post.send(parcel(receiver.url))
    assert answer == Answer(status=302)
    assert not answer.arrived
    assert len(receiver.got) == 1


async def test_a_receiver_that_says_nothing_or_never_stops_talking_holds_nobody_up(here_post: Any) -> None:
    said = 0

    async def take(request: web.Request) -> web.StreamResponse:
        nonlocal said
        if request.path == "/silent":
            await asyncio.Event().wait()
        answer = web.StreamResponse()
        await answer.prepare(request)
        for _ in range(1024):
            await answer.write(bytes(64 * 1024))
            said += 64 * 1024
        return answer

    async with receiving(take) as port, here_post(sandbox=True, patience=0.2) as post:
        assert await post.send(parcel(f"http://127.0.0.1:{port}/silent")) == Answer(why="silence")
        assert await post.send(parcel(f"http://127.0.0.1:{port}/chatter")) == Answer(status=200)
    assert said < 16 * 1024 * 1024, "most of what it says is left where it is"
    async with here_post(sandbox=True) as post:
        assert await post.send(parcel(f"http://127.0.0.1:{port}/gone")) == Answer(why="nobody")
