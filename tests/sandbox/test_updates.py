"""How updates reach the bot: by long poll, in order, confirmed by the offset; again when the sandbox is told so."""

import asyncio

from tests.sandbox.conftest import done, drain, refused
from tests.support.telegram import FakeTelegram, Person

OTHER_POLLER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


async def test_an_update_comes_until_its_offset_is_passed(tg: FakeTelegram) -> None:
    ann = tg.person("Ann")
    for text in ("one", "two", "three"):
        await ann.says(text)
    first = await done(tg, "getUpdates", limit=2)
    assert [update["message"]["text"] for update in first] == ["one", "two"]
    assert await done(tg, "getUpdates", limit=2) == first
    rest = await done(tg, "getUpdates", offset=first[0]["update_id"] + 1)
    assert [update["message"]["text"] for update in rest] == ["two", "three"]
    last = await done(tg, "getUpdates", offset=-1)
    assert [update["message"]["text"] for update in last] == ["three"]
    assert await done(tg, "getUpdates", offset=last[0]["update_id"] + 1) == []


async def test_a_poll_waits_for_what_is_said_later(tg: FakeTelegram, ann: Person) -> None:
    poll = asyncio.create_task(done(tg, "getUpdates", timeout=20))
    await ann.says("hello")
    assert [update["message"]["text"] for update in await poll] == ["hello"]


async def test_a_second_poller_pushes_the_first_aside(tg: FakeTelegram, ann: Person) -> None:
    polls = [asyncio.create_task(tg.call("getUpdates", timeout=20)) for _ in range(2)]
    (pushed,), (waiting,) = await asyncio.wait(polls, return_when=asyncio.FIRST_COMPLETED)
    assert pushed.result() == (409, {"ok": False, "error_code": 409, "description": OTHER_POLLER})
    await ann.says("hello")
    assert [update["message"]["text"] for update in (await waiting)[1]["result"]] == ["hello"]


async def test_polling_is_refused_while_a_webhook_is_set(tg: FakeTelegram) -> None:
    await done(tg, "setWebhook", url="http://127.0.0.1:9/hook")
    assert await refused(tg, "getUpdates") == WEBHOOK_ACTIVE
    assert (await done(tg, "getWebhookInfo"))["url"] == "http://127.0.0.1:9/hook"
    await done(tg, "deleteWebhook")
    assert await done(tg, "getUpdates") == []


async def test_only_subscribed_kinds_are_sent(tg: FakeTelegram, ann: Person) -> None:
    await done(tg, "getUpdates", allowed_updates=["message"])
    await ann.blocks()
    await ann.unblocks()
    await ann.says("hello")
    assert [sorted(update) for update in await drain(tg)] == [["message", "update_id"]]
    await done(tg, "getUpdates", allowed_updates=[])
    await ann.blocks()
    (told,) = await drain(tg)
    assert told["my_chat_member"]["new_chat_member"]["status"] == "kicked"


async def test_confirmed_updates_can_come_again_with_the_same_id(tg: FakeTelegram, ann: Person) -> None:
    await ann.says("one")
    await ann.says("two")
    seen = await drain(tg)
    ids = await tg.redelivers(2)
    again = await done(tg, "getUpdates", offset=seen[-1]["update_id"] + 1)
    assert again == seen
    assert ids == [update["update_id"] for update in seen]
    assert await done(tg, "getUpdates", offset=seen[-1]["update_id"] + 1) == []


async def test_any_update_can_be_sent_and_ids_may_jump(tg: FakeTelegram, ann: Person) -> None:
    await tg.sends_raw({"update_id": 500_000_000, "unheard_of": {"x": 1}})
    group = {"id": -100, "type": "supergroup", "title": "Friends"}
    await ann.sends_raw(message={"text": "hello all", "chat": group})
    unknown, grouped = await drain(tg)
    assert unknown == {"update_id": 500_000_000, "unheard_of": {"x": 1}}
    assert grouped["update_id"] == 500_000_001
    assert grouped["message"]["chat"] == group
    assert grouped["message"]["from"]["id"] == ann.id


async def test_the_tick_appears_once_the_bot_has_the_message(tg: FakeTelegram, ann: Person) -> None:
    await ann.says("hello")
    assert (await ann.chat())["messages"][-1]["taken"] is False
    await drain(tg)
    assert (await ann.chat())["messages"][-1]["taken"] is True
