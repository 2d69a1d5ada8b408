"""The last points, the same request and the same receipt, many times at once and through every door."""

import asyncio
import json
import subprocess
import sys
from collections import Counter
from dataclasses import replace

from sqlalchemy import func, select

from db.enums import Scope
from db.models.orders import Order
from db.session import Database
from tests.support.api import served
from tests.support.orders import Shop, opened
from tests.support.racing import LAST, Race, poor, run, told
from tests.support.spending import TOM, has, outlet, points_of, tom

ROUNDS, RACERS = 20, 50
TOMS_NUMBER = 4  # after Olga and the two couriers
ONE_WINS = Counter({"held": 1, "spend.too_few_available": RACERS - 1})


async def town(db: Database, rounds: int = ROUNDS, processes: int = 1) -> tuple[Shop, list[Race]]:
    """Members with their last points, and who is after them: fifty in all for each, shared among processes."""
    shop = await opened(db)
    await tom(shop)
    async with served(db) as api:
        key = (await api.made(Scope.TILL)).text
    each = RACERS // (3 * processes)
    in_chat = RACERS - 2 * each * processes
    members = await poor(db, rounds, TOMS_NUMBER, in_chat)
    shares = []
    for process in range(processes):
        mine = [replace(ann, questions=ann.questions[process::processes]) for ann in members]
        shares.append(Race(TOM, key, each, mine))
    return shop, shares


async def test_fifty_spend_the_last_points_through_three_doors_and_one_wins(sqlite_db: Database) -> None:
    shop, [race] = await town(sqlite_db)
    assert await run(sqlite_db, race) == [ONE_WINS] * ROUNDS
    for ann in race.members:
        assert await points_of(shop, ann.member_id) == (0, LAST)


async def test_three_processes_spend_the_last_points_and_one_wins(postgres_db: Database, postgres_url: str) -> None:
    """This one, and two more."""
    shop, [ours, *others] = await town(postgres_db, ROUNDS, processes=3)
    command, pipe = [sys.executable, "-m", "tests.support.racing", postgres_url], subprocess.PIPE
    racers = [await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe) for _ in others]
    for racer, race in zip(racers, others, strict=True):
        assert racer.stdin
        assert racer.stdout
        racer.stdin.write(told(race))
        assert await racer.stdout.readline() == b"ready\n"
    theirs = asyncio.gather(*(racer.communicate(b"go\n") for racer in racers))
    came = [await run(postgres_db, ours)]
    came += [[Counter(each) for each in json.loads(out)] for out, _ in await theirs]
    for number, ann in enumerate(ours.members):
        assert sum((Counter(each[number]) for each in came), Counter()) == ONE_WINS
        assert await points_of(shop, ann.member_id) == (0, LAST)


async def test_the_same_sale_fifty_times_at_once_is_one_and_answered_alike(db: Database) -> None:
    shop = await opened(db)
    await has(shop, shop.ann, 300)
    async with served(db) as api:
        till = await api.caller(Scope.TILL, outlets=(await outlet(shop),))
        sale = {"member_id": shop.ann, "amount_minor": 100_000}
        same = await asyncio.gather(*(till.post("/sales", sale, idempotency_key="k1") for _ in range(RACERS)))
        assert {each.status for each in same} == {201}
        assert len({each.body for each in same}) == 1
        assert sum("Idempotent-Replayed" in each.headers for each in same) == RACERS - 1

        slip = {"slip": {"terminal": "T1", "receipt": "42"}}
        retried = await asyncio.gather(*(till.post("/sales", sale | slip) for _ in range(3)))
        assert {each.status for each in retried} == {201}
        assert len({each.body for each in retried}) == 1
    async with db.read() as session:
        assert await session.scalar(select(func.count()).select_from(Order)) == 2
