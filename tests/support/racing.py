"""Many who spend one member's last points at the same moment: by Yes in chat, at the till, and over HTTP."""

import asyncio
import json
import sys
from collections import Counter
from collections.abc import Awaitable, Iterable
from dataclasses import asdict, dataclass
from typing import Any

from bot.rules import codes, till_codes
from bot.usecases import spendings
from bot.usecases.actor import read
from bot.usecases.errors import Refused
from bot.usecases.spendings import SpendWanted
from db.enums import AccountKind, EntryKind, SpendingState
from db.ledger import accounts, post
from db.ledger.post import Because
from db.models.chats import Chat
from db.models.members import Member, Person
from db.models.spendings import Spending
from db.session import Database
from tests.support.api import CARDS, Caller, served
from tests.support.orders import NOON

LAST = 50  # points; the smallest number that can pay
GOODS = 100_000


@dataclass(frozen=True)
class Poor:
    """A member with their last points, and the questions they are about to answer with Yes."""

    member_id: int
    chat_id: int
    card_code: str
    questions: list[int]


@dataclass(frozen=True)
class Race:
    """Who stands at the till, the key of a till that speaks HTTP, and how many try each way."""

    till_chat: int
    key: str
    each: int
    members: list[Poor]


async def poor(db: Database, number: int, staff_id: int, questions: int) -> list[Poor]:
    """So many members with their last points, each asked so often."""
    async with db.begin() as session:
        return [await _poor(session, which, staff_id, questions) for which in range(number)]


async def _poor(session: Any, which: int, staff_id: int, questions: int) -> Poor:
    chat_id, code = 5_000 + which, f"{which:0>13}".replace("0", "Q", 1)
    number = codes.member_number(500 + which)
    member = Member(number=number, card_code=code, referral_code=f"P{which}", joined_at=NOON)
    session.add_all([member, Chat(chat_id=chat_id, first_name="Ann", language="en", created_at=NOON)])
    await session.flush()
    session.add(Person(member_id=member.id, chat_id=chat_id, name="Ann", phone=f"+4860020{which:04}"))
    await accounts.open_member(session, member.id)
    because = Because(f"poor:{which}", EntryKind.ADJUST, NOON, "adjust")
    await post.give(session, member.id, LAST, source=AccountKind.ADJUSTMENT, because=because, expires_on=None)
    asked = [_question(member.id, which, each, staff_id) for each in range(questions)]
    session.add_all(asked)
    await session.flush()
    return Poor(member.id, chat_id, code, [each.id for each in asked])


def _question(member_id: int, which: int, each: int, staff_id: int) -> Spending:
    return Spending(
        key=f"poor:{which}:{each}",
        member_id=member_id,
        points=LAST,
        pays_minor=LAST * 100,
        currency="RUB",
        eligible_minor=GOODS,
        staff_id=staff_id,
        state=SpendingState.ASKED,
        at=NOON,
        until=NOON.replace(hour=13),
    )


async def run(db: Database, race: Race) -> list[Counter[str]]:
    """What came of it, member by member: how often "held", and how often each refusal."""
    async with served(db) as api:
        caller = api.with_key(race.key)
        return [await _outcomes(_units(db, race, each, caller)) for each in race.members]


def _units(db: Database, race: Race, ann: Poor, caller: Caller) -> Iterable[Awaitable[str]]:
    """All three ways, by turns."""
    shown = till_codes.digits(ann.card_code, NOON, CARDS)
    ways = [[_in_chat(db, ann, question) for question in ann.questions]]
    ways += [[way(db, race, ann, shown, caller) for _ in range(race.each)] for way in (_at_the_till, _over_http)]
    longest = max(len(way) for way in ways)
    return [way[turn] for turn in range(longest) for way in ways if turn < len(way)]


async def _in_chat(db: Database, ann: Poor, question: int) -> str:
    return (await spendings.agree(db, await read(db, ann.chat_id, NOON), question, at=NOON)).state


async def _at_the_till(db: Database, race: Race, ann: Poor, shown: str, caller: Caller) -> str:
    wanted = SpendWanted(f"till:{id(object())}:{shown}:{ann.member_id}", ann.member_id, LAST, GOODS)
    by = await read(db, race.till_chat, NOON)
    return (await spendings.hold(db, by, wanted, shown, at=NOON, card_key=CARDS)).state


async def _over_http(db: Database, race: Race, ann: Poor, shown: str, caller: Caller) -> str:
    wanted = {"member_id": ann.member_id, "points": LAST, "eligible_minor": GOODS, "shown": shown}
    answer = await caller.post("/holds", wanted)
    return str(
        answer.json["state"] if answer.status == 201 else f"{answer.code}" if answer.status < 500 else answer.status
    )


async def _outcomes(units: Iterable[Awaitable[str]]) -> Counter[str]:
    done = await asyncio.gather(*units, return_exceptions=True)
    return Counter(each.code if isinstance(each, Refused) else str(each) for each in done)


async def main(url: str) -> None:
    """One process of several: reads its race, waits for "go", prints what came of it."""
    told = json.loads(sys.stdin.readline())
    race = Race(**told | {"members": [Poor(**each) for each in told["members"]]})
    db = Database.connect(url)
    async with db.read() as session:
        await session.connection()
    print("ready", flush=True)
    sys.stdin.readline()
    print(json.dumps([dict(each) for each in await run(db, race)]))
    await db.close()


def told(race: Race) -> bytes:
    return json.dumps(asdict(race)).encode() + b"\n"


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
