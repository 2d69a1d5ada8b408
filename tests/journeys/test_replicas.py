"""Two whole shops on one PostgreSQL database: each update is handled, each gift given, each message sent by one."""

import asyncio
import contextlib
import itertools
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import func, select

from bot import app
from bot.rules.timing import Birthday
from bot.sender.pace import Pace
from bot.telegram import notices
from bot.telegram.screen import Screen
from bot.usecases import automations, notify, profile, program
from bot.usecases.notify import Notice
from db.enums import FiringState, MessageState
from db.models.automations import Firing
from db.models.members import Consent, Member
from db.models.messages import OutgoingMessage
from db.models.staff import Staff
from tests.support import shop as bare
from tests.support.guests import NOON, member, open_shop
from tests.support.open_shop import OLGA, settings_for
from tests.support.telegram import TOKEN, FakeTelegram

PEOPLE, MANY, FIRST, EACH = 20, 60, 9_000, 3
_ids = itertools.count(1)


@dataclass
class Two:
    """The replicas, and the Telegram they both speak to."""

    shops: tuple[app.Shop, app.Shop]
    telegram: FakeTelegram

    async def hear(self, chat_id: int, **message: object) -> None:
        """One update reaches both at the same moment, as a webhook's may when the first was slow to answer."""
        update = bare.a_message(chat_id, "", update_id=next(_ids))
        del update["message"]["text"]
        update["message"] |= message
        await asyncio.gather(*(shop.intake.take([update]) for shop in self.shops))

    async def press(self, chat_id: int, data: str) -> None:
        update = bare.a_press(chat_id, data, update_id=next(_ids))
        await asyncio.gather(*(shop.intake.take([update]) for shop in self.shops))

    async def at_rest(self) -> None:
        """Nothing is left to handle or to send."""

        async def settled() -> bool:
            rows = await bare.inbox(self.shops[0].db)
            states = await bare.states(self.shops[0].db)
            busy = states[MessageState.PLANNED] + states[MessageState.SENDING]
            return not busy and all(row.state != "new" for row in rows.values())

        await bare.until(settled)


@pytest_asyncio.fixture
async def two(street: FakeTelegram, postgres_url: str, tmp_path: Path) -> AsyncIterator[Two]:
    settings = settings_for(postgres_url, tmp_path, street.url)
    async with contextlib.AsyncExitStack() as doors:
        shops = []
        for _ in range(2):
            bot = app.bot_for(TOKEN, street.url)
            built = app.build(settings, street.clock, bot, pace=Pace(1000, gap=0.01))
            built.allow = frozenset({"fsync", "full_page_writes"})
            shops.append(built)
        # Both begin in the same moment, on an empty database.
        await asyncio.gather(*(doors.enter_async_context(app.opened(built)) for built in shops))
        await open_shop(shops[0].db)
        yield Two((shops[0], shops[1]), street)


async def sent(two: Two, method: str = "sendMessage") -> list[dict[str, Any]]:
    """What reached people by this method."""
    return [call for call in await two.telegram.calls(method) if call["ok"]]


async def crowd(two: Two, size: int = PEOPLE) -> list[int]:
    people = [two.telegram.person(f"P{n}", user_id=FIRST + n) for n in range(size)]
    await asyncio.gather(*(person.says("/start") for person in people))
    return [person.id for person in people]


async def test_both_may_begin_at_once_and_olga_is_the_owner_once(two: Two) -> None:
    async with two.shops[0].db.read() as session:
        assert list(await session.scalars(select(Staff.chat_id))) == [OLGA]


async def test_an_update_that_reaches_both_has_one_effect_and_one_answer(two: Two) -> None:
    chats = await crowd(two)
    for said in ({"text": "/start"}, {"text": "/help"}):
        await asyncio.gather(*(two.hear(chat, **said) for chat in chats))
    for chat, data in itertools.product(chats, ("jl:en", "ja:1")):
        await two.press(chat, data)
    for number, chat in enumerate(chats):
        await two.hear(chat, contact={"phone_number": f"+4860010{number:04d}", "first_name": "P", "user_id": chat})
    await two.at_rest()
    async with two.shops[1].db.read() as session:
        joined = list(await session.scalars(select(Member.number)))
        consents = await session.scalar(select(func.count()).select_from(Consent))
    assert (len(joined), consents) == (PEOPLE, 2 * PEOPLE)
    answers = Counter(call["chat"] for call in [*await sent(two), *await sent(two, "editMessageText")])
    assert set(answers.values()) == {6}, "one to each update, and after the last the card's questions"


async def test_two_bells_in_the_same_second_give_one_gift(two: Two) -> None:
    one, other = two.shops
    chats = (await crowd(two))[:5]
    async with one.db.begin() as session:
        await automations.ensure(session, NOON, await program.in_force(session, NOON))
    for chat in chats:
        ann = await member(one.db, chat, "Ann", offers=True)
        await profile.keep_birthday(one.db, ann, Birthday(5, 1), at=NOON)
    two.telegram.clock.set(NOON + timedelta(days=38))
    for _ in range(3):
        await asyncio.gather(one.bell.ring(), other.bell.ring())
    await two.at_rest()
    async with one.db.read() as session:
        fired = list(await session.scalars(select(Firing.member_id).where(Firing.state == FiringState.FIRED)))
    gifts = [call for call in await sent(two) if "Your birthday is near" in call["text"]]
    assert len(fired) >= 3, "some may be among those who never get offers"
    assert len(fired) == len(set(fired)) == len(gifts) == len({call["chat"] for call in gifts})


async def test_two_senders_share_the_outbox_and_send_nothing_twice(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(notices.WORDINGS, "test.said", lambda reader, facts: Screen(facts["said"]))
    one, other = two.shops
    chats = await crowd(two, MANY)  # more than one sender takes at a time, and each call takes a while
    await two.telegram.fail("slow", seconds=0.2, method="sendMessage")
    for chat in chats:
        await bare.knows(one.db, chat, f"P{chat}", NOON)
    async with one.db.begin() as session:
        for number, chat in itertools.product(range(EACH), chats):
            await notify.tell(session, chat, Notice("test.said", {"said": f"news {number}"}), at=one.clock.now())
    one.sender.wake()
    other.sender.wake()
    await two.at_rest()
    told = Counter((int(call["chat"]), call["text"]) for call in await sent(two))
    assert told == {(chat, f"news {number}"): 1 for number in range(EACH) for chat in chats}
    async with one.db.read() as session:
        owners = set(await session.scalars(select(OutgoingMessage.owner)))
    assert len(owners) == 2, "both took their part"
