"""Updates pushed to the bot: with the secret, in order per chat, until they are taken."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

from tests.sandbox.conftest import done
from tests.support.telegram import FakeTelegram, Person


@dataclass
class Hook:
    """The bot's own address, with an appetite that can be turned off."""

    url: str = ""
    refusals: int = 0
    texts: list[str] = field(default_factory=list)
    secrets: set[str | None] = field(default_factory=set)
    tries: int = 0
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    expected: int = 1

    async def take(self, request: web.Request) -> web.Response:
        update = await request.json()
        self.tries += 1
        self.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        if self.refusals:
            self.refusals -= 1
            return web.Response(status=500)
        self.texts.append(update["message"]["text"])
        if len(self.texts) >= self.expected:
            self.arrived.set()
        return web.Response()


@asynccontextmanager
async def listening(hook: Hook) -> AsyncIterator[Hook]:
    app = web.Application()
    app.router.add_post("/hook", hook.take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    try:
        yield hook
    finally:
        await runner.cleanup()


async def test_what_is_said_arrives_in_order_with_the_secret(tg: FakeTelegram, ann: Person) -> None:
    async with listening(Hook(expected=4)) as hook:
        await ann.says("before")
        await done(tg, "setWebhook", url=hook.url, secret_token="s3cret")
        for text in ("one", "two", "three"):
            await ann.says(text)
        await asyncio.wait_for(hook.arrived.wait(), 10)
        await tg.call("deleteWebhook")
    assert hook.texts == ["before", "one", "two", "three"]
    assert hook.secrets == {"s3cret"}


async def test_a_refused_update_comes_again_and_holds_back_its_chat(tg: FakeTelegram, ann: Person) -> None:
    async with listening(Hook(refusals=2, expected=2)) as hook:
        await done(tg, "setWebhook", url=hook.url)
        await ann.says("one")
        await ann.says("two")
        await asyncio.wait_for(hook.arrived.wait(), 10)
        info = await done(tg, "getWebhookInfo")
        await tg.call("deleteWebhook")
    assert hook.texts == ["one", "two"]
    assert hook.tries == 4
    assert info["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"


async def test_what_was_not_taken_waits_for_the_next_poll(tg: FakeTelegram, ann: Person) -> None:
    await done(tg, "setWebhook", url="http://127.0.0.1:9/nobody-listens")
    await ann.says("one")
    assert (await done(tg, "getWebhookInfo"))["pending_update_count"] == 1
    await done(tg, "deleteWebhook")
    assert [update["message"]["text"] for update in await done(tg, "getUpdates")] == ["one"]


async def test_redelivery_reaches_the_webhook_too(tg: FakeTelegram, ann: Person) -> None:
    async with listening(Hook(expected=2)) as hook:
        await done(tg, "setWebhook", url=hook.url)
        await ann.says("one")
        while (await done(tg, "getWebhookInfo"))["pending_update_count"]:
            continue  # until the bot has taken it: before, there is nothing to send again
        await tg.post("redeliver", count=1)
        await asyncio.wait_for(hook.arrived.wait(), 10)
        await tg.call("deleteWebhook")
    assert hook.texts == ["one", "one"]
