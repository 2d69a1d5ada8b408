"""kill -9 while three replicas ring for forty days at once: each birthday has one firing, one gift and one message."""

import asyncio
import random
import subprocess
from collections import Counter
from contextlib import ExitStack
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from bot.usecases import automation_rounds
from db.enums import AutomationKind, EntryKind
from db.ledger import read
from db.models.automations import Firing
from db.models.members import Person
from db.models.messages import OutgoingMessage
from db.session import Database
from tests.faults.conftest import Runs
from tests.support import shop
from tests.support import standing as support
from tests.support.standing import TODAY, many, moscow

MEMBERS, DAYS, KILLS = 300, 40, 6


async def born_on_many_days(db: Database) -> list[int]:
    members = await many(db, MEMBERS, offers=True)
    async with db.begin() as session:
        for n, member in enumerate(members):
            day = TODAY + timedelta(days=8 + n % 25)
            told = {"birthday_day": day.day, "birthday_month": day.month, "birthday_md": day.month * 100 + day.day}
            told |= {"birthday_set_on": date(2025, 1, 1)}
            await session.execute(update(Person).where(Person.member_id == member).values(**told))
    return members


@pytest.mark.timeout(180)
async def test_three_replicas_ring_at_once_and_are_killed_at_random(
    postgres_db: Database, postgres_url: str, zygote: "subprocess.Popen[str]", chance: random.Random
) -> None:
    db, first = postgres_db, moscow(TODAY + timedelta(days=1)).isoformat()
    async for calendar in support.opened(db):
        members = await born_on_many_days(db)
        await calendar.only(AutomationKind.BIRTHDAY)
        replicas = [Runs(zygote) for _ in range(3)]
        with ExitStack() as afterwards:
            for replica in replicas:
                afterwards.callback(replica.end)
                replica.begin("ring", postgres_url, first)
            for moment in sorted(chance.sample(range(10, MEMBERS - 20), KILLS)):
                await shop.until(lambda moment=moment: _fired(db, moment), seconds=60)  # type: ignore[misc]
                victim = chance.choice(replicas)
                victim.kill()
                await asyncio.sleep(0)
                victim.begin("ring", postgres_url, first)
            await shop.until(lambda: _fired(db, MEMBERS), seconds=90)
        await automation_rounds.fire_due(db, moscow(TODAY + timedelta(days=DAYS + 1)))
        await _once_each(db, members)


async def _fired(db: Database, count: int) -> bool:
    async with db.read() as session:
        return len((await session.execute(select(Firing.id).limit(count))).all()) >= count


async def _once_each(db: Database, members: list[int]) -> None:
    async with db.read() as session:
        firings = Counter(await session.scalars(select(Firing.member_id)))
        told = Counter(await session.scalars(select(OutgoingMessage.member_id)))
        gifts = {member: (await read.balance(session, member)).available for member in members}
        history = [line for member in members for line in await read.history(session, member, before=None, limit=5)]
    assert firings == dict.fromkeys(members, 1)
    assert told == dict.fromkeys(members, 1)
    assert set(gifts.values()) == {150}
    assert Counter(line.kind for line in history) == {EntryKind.GIFT: MEMBERS}
