"""Olga lets a till in and sends a program away, in chat."""

import asyncio
import re
from datetime import timedelta

import pytest

from bot.rules import hooks
from bot.sender.hook_post import HookPost
from bot.usecases import hook_deliveries, keys, outlets, outside_events
from bot.usecases.actor import read
from bot.usecases.hook_deliveries import Wish
from bot.usecases.outlets import Place
from tests.support.hooks import Receiver, genuine, receiving
from tests.support.ledger import earned
from tests.support.orders import CARL, NOON, OLGA, Shop, opened
from tests.support.talk import SECRET, Person, Talk
from tests.usecases.test_privacy import everything


@pytest.fixture
async def shop(talk: Talk) -> Shop:
    outside_events.attach(talk.db)
    return await opened(talk.db)


@pytest.fixture
def olga(talk: Talk, shop: Shop) -> Person:
    return talk.person("Olga", id=OLGA)


async def test_a_key_is_seen_once_works_and_is_revoked(talk: Talk, shop: Shop, olga: Person) -> None:
    await outlets.add(talk.db, await read(talk.db, OLGA, NOON), Place("Green Street", ""), at=NOON)
    await olga.says("/integrations")
    await olga.presses("🔑 Keys")
    assert "None yet" in olga.text
    await olga.presses("➕ New key")
    await olga.presses("🧾 A till")
    await olga.presses("Green Street")
    assert "✅ Green Street" in olga.buttons
    await olga.presses("Go on ›")
    await olga.says(" ")
    assert "🙏" in olga.text
    await olga.says("Till at the window")
    found = re.search(r"okaeri_[a-z2-7]{8}_[\w-]{43}", olga.text)
    assert found
    opens = await keys.recognise(talk.db, found[0], at=NOON)
    assert opens
    assert opens.client.outlets == {1}
    secret = found[0].split("_", 2)[2]
    assert secret not in await everything(talk.db), "only its hash is kept"
    await olga.presses("✅ I have saved it")
    assert not any(found[0] in shown for shown in olga.shown)
    assert "🏠 Works only at: Green Street" in olga.text
    assert "Used last: 21 November 2026" in olga.text
    await olga.presses("🚫 Revoke")
    carl = talk.person("Carl", id=CARL)
    await carl.says("/start")
    await carl.presses_data(olga.data("Yes, revoke it"))
    assert await keys.recognise(talk.db, found[0], at=NOON)
    await olga.presses("Yes, revoke it")
    assert "🚫 Revoked" in olga.text
    assert await keys.recognise(talk.db, found[0], at=NOON) is None


async def test_a_key_for_a_trial_ends_by_itself(talk: Talk, shop: Shop, olga: Person) -> None:
    await olga.says("/integrations")
    await olga.presses("🔑 Keys")
    await olga.presses("➕ New key")
    await olga.presses("👀 Figures only")
    if "Go on ›" in olga.buttons:
        await olga.presses("Go on ›")
    assert "until you revoke it" in olga.text
    await olga.presses("⌛ For 30 days")
    assert "It will work for 30 days." in olga.text
    await olga.says("A trial")
    key = re.search(r"okaeri_[a-z2-7]{8}_[\w-]{43}", olga.text)
    assert key
    await olga.presses("✅ I have saved it")
    assert "⌛ Works until: 21 December 2026" in olga.text
    assert await keys.recognise(talk.db, key[0], at=NOON + timedelta(days=30) - timedelta(seconds=1))
    assert await keys.recognise(talk.db, key[0], at=NOON + timedelta(days=30)) is None
    talk.clock.advance(timedelta(days=30))
    await olga.presses("‹ Back")
    assert "⌛ A trial" in olga.buttons


async def goes_round(talk: Talk, post: HookPost) -> None:
    parcels = await hook_deliveries.claim(talk.db, Wish("talk", 50, 50, {}), at=talk.clock.now())
    answers = await asyncio.gather(*map(post.send, parcels))
    await hook_deliveries.settle(talk.db, list(zip(parcels, answers, strict=True)), at=talk.clock.now())
    await talk.deliver()


async def test_a_webhook_is_added_tested_rested_and_told_again(talk: Talk, shop: Shop, olga: Person) -> None:
    status = 200
    receiver, post = Receiver(lambda: status), HookPost(SECRET, talk.clock, sandbox=True)
    await olga.says("/integrations")
    await olga.presses("📡 Webhooks")
    await olga.presses("➕ New webhook")
    for wrong in ("here", "http://example.com/", "https://169.254.169.254/latest"):
        await olga.says(wrong)
        assert "🙏" in olga.text, wrong
    async with receiving(receiver.take) as receiver.port:
        await olga.says(receiver.url)
        assert "🟢 Is told what happens" in olga.text
        await olga.presses("📨 Send a test")
        await goes_round(talk, post)
        assert "It answered 200: taken." in olga.text
        await earned(talk.db, shop.bob, 62)
        status = 503
        await goes_round(talk, post)
        await olga.presses("The webhook")
        assert "It answered 503: something is wrong over there." in olga.text
        assert "1 event is waiting to go" in olga.text
        status = 200
        talk.clock.advance(timedelta(minutes=1))
        await goes_round(talk, post)
        await _sends_again(talk, olga, post)
        await _changes_the_secret(talk, olga, post, receiver)
    await post.close()
    assert [event["kind"] for event in receiver.events] == ["webhook.test", *["points.moved"] * 3, "webhook.test"]


async def _sends_again(talk: Talk, olga: Person, post: HookPost) -> None:
    await olga.presses("🔁 Send again")
    await olga.presses("The last day")
    assert "1 event would leave once more." not in olga.text, "it happened in May"
    await olga.presses("‹ Back")
    await olga.presses("#️⃣ One, by its number")
    await olga.says("seven")
    assert "🙏" in olga.text
    await olga.says("99")
    assert "no event with this number" in olga.text
    await olga.says("2")
    assert "1 event is on its way" in olga.text
    await goes_round(talk, post)


async def _changes_the_secret(talk: Talk, olga: Person, post: HookPost, receiver: Receiver) -> None:
    await olga.presses("‹ Back")
    await olga.presses("🔏 Secret")
    assert all(hooks.secret(SECRET, 1, edition) in olga.text for edition in (1, 2))
    again = olga.data("🔄 Change to the next")
    await olga.presses("🔄 Change to the next")
    await olga.presses_data(again)  # twice is once
    await olga.presses("⏸ Pause")
    await olga.presses("▶️ Go on")
    await olga.presses("🗂 Events")
    await olga.presses("Points move")
    await olga.presses("‹ Back")
    assert "💰 Points move" in olga.text
    await olga.presses("📨 Send a test")
    await goes_round(talk, post)
    headers, body = receiver.got[-1]
    assert genuine(headers, body, hooks.secret(SECRET, 1, 2), now=talk.clock.now().timestamp())
    await olga.presses("The webhook")
    await olga.presses("🗑 Remove")
    await olga.presses("Yes, remove it")
    assert "None yet" in olga.text
