"""The day a person was last seen: written once a day, and not by leaving."""

from datetime import date, timedelta

from sqlalchemy import select

from db.models.chats import Chat
from tests.support.orders import ANN, NOON
from tests.support.talk import Talk


async def test_a_person_is_seen_once_a_day_and_not_by_leaving(talk: Talk) -> None:
    ann = talk.person("Ann", id=ANN)
    writes = 0

    def committed(_: object) -> None:
        nonlocal writes
        writes += 1

    await ann.says("/start")
    assert await seen(talk) == NOON.date()
    talk.db.on_commit.append(committed)
    talk.clock.advance(timedelta(days=1))
    await ann.says("/help")
    first, writes = writes, 0
    await ann.says("/help")
    assert (await seen(talk), first - writes) == (NOON.date() + timedelta(days=1), 1)
    talk.clock.advance(timedelta(days=1))
    who = {"id": ANN, "first_name": "Ann", "is_bot": False}
    user = {"id": 42, "first_name": "Okaeri", "is_bot": True}
    left = {
        "old_chat_member": {"status": "member", "user": user},
        "new_chat_member": {"status": "kicked", "user": user, "until_date": 0},
    }
    chat = {"id": ANN, "type": "private", "first_name": "Ann"}
    await talk.feed({"my_chat_member": {"chat": chat, "from": who, "date": 1, **left}})
    assert await seen(talk) == NOON.date() + timedelta(days=1)


async def seen(talk: Talk) -> date | None:
    async with talk.db.read() as session:
        return await session.scalar(select(Chat.seen_on).where(Chat.chat_id == ANN))
