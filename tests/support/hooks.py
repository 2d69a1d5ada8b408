"""Receivers of events: one that answers as a test likes, on a socket of this machine, and remembers what it got."""

import asyncio
import contextlib
import hmac
import json
import re
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from aiohttp import web
from sqlalchemy import select

from bot.clock import MovableClock
from bot.rules import hooks
from bot.sender.hook_post import HookPost
from bot.sender.hooks import Send
from bot.usecases import hook_deliveries, outside_events, webhooks
from bot.usecases.actor import Actor
from bot.usecases.hook_deliveries import Wish
from bot.usecases.webhooks import HookSeen
from db.models.hooks import OutsideEvent
from db.session import Database
from tests.support.api import SECRET, owner
from tests.support.guests import NOON


@dataclass
class Receiver:
    """`answers`: the status for each request as it comes."""

    answers: Callable[[], int] = lambda: 200
    port: int = 0
    got: list[tuple[Mapping[str, str], bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/okaeri"

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, body in self.got]

    @property
    def numbers(self) -> list[int]:
        return [event["id"] for event in self.events]

    async def take(self, request: web.Request) -> web.StreamResponse:
        self.got.append((dict(request.headers), await request.read()))
        status = self.answers()
        return web.Response(status=status, headers={"Location": "/elsewhere"} if status == 302 else None)


@contextlib.asynccontextmanager
async def receiving(take: Callable[[web.Request], Any]) -> AsyncIterator[int]:
    """The port of a server at which *take* answers everything."""
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", take)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


def genuine(headers: Mapping[str, str], body: bytes, key: str, *, now: float) -> bool:
    """What a receiver does with a request, from the words of the documentation alone."""
    found = re.fullmatch(r"t=(\d+),v1=([0-9a-f]{64})", headers["Okaeri-Signature"])
    assert found
    expected = hmac.new(key.encode(), found[1].encode() + b"." + body, sha256).hexdigest()
    return hmac.compare_digest(expected, found[2]) and abs(now - int(found[1])) <= 300


@dataclass
class HookedShop:
    """A shop with one webhook, and the hands that bring events there."""

    db: Database
    olga: Actor
    hook: HookSeen
    receiver: Receiver
    post: HookPost
    clock: MovableClock

    async def goes_round(self, send: Send | None = None, *, who: str = "one") -> int:
        """What is due is claimed, sent and written down; returns how many."""
        parcels = await hook_deliveries.claim(self.db, Wish(who, 500, 500, {}), at=self.clock.now())
        answers = await asyncio.gather(*map(send or self.post.send, parcels))
        await hook_deliveries.settle(self.db, list(zip(parcels, answers, strict=True)), at=self.clock.now())
        return len(parcels)

    async def look(self) -> HookSeen:
        return await webhooks.show(self.db, self.olga, self.hook.id)

    async def events(self) -> list[OutsideEvent]:
        async with self.db.read() as session:
            return list(await session.scalars(select(OutsideEvent).order_by(OutsideEvent.id)))

    @property
    def secret(self) -> str:
        return hooks.secret(SECRET, self.hook.id, self.hook.edition)


@contextlib.asynccontextmanager
async def hooked(db: Database, answers: Callable[[], int] = lambda: 200) -> AsyncIterator[HookedShop]:
    """A shop that tells one receiver everything."""
    outside_events.attach(db)
    receiver, clock = Receiver(answers), MovableClock(NOON, frozen=True)
    post = HookPost(SECRET, clock, sandbox=True)
    async with receiving(receiver.take) as port:
        receiver.port = port
        olga = await owner(db)
        hook = await webhooks.add(db, olga, receiver.url, sandbox=True, at=NOON)
        try:
            yield HookedShop(db, olga, hook, receiver, post, clock)
        finally:
            await post.close()
