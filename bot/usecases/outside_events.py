"""Facts that programs outside may be told: noted in the unit of the fact, written as it ends, forgotten in a month.

A shop without a webhook pays for none of it: nothing is asked of the database while nobody is known to listen.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import hooks
from db import telling
from db.ledger import moved
from db.ledger.moved import Moved
from db.queries import outside_events as queries
from db.session import Database

KEPT = timedelta(days=30)
AT_ONCE = 1_000  # forgotten in one unit
BELIEVED = 5.0  # seconds; another process may have been given the shop's first webhook meanwhile
NUMBERS = ("order", "outlet", "partner", "spending")  # of an entry's facts, what is told
CHANGED = "webhooks"  # in session.info: this unit changed who listens
PLANNED = "hooks"  # in session.info: this unit has something for the hooks' sender


@dataclass(frozen=True, slots=True)
class Fact:
    """`kind`: "<family>.<past participle>", of a family in rules/hooks. `facts`: whole numbers, codes and switches,
    never a name, a phone or words somebody typed. `key` is the fact: the same key is told once for ever."""

    kind: str
    member_id: int | None
    facts: Mapping[str, Any]
    key: str


@dataclass(frozen=True, slots=True, eq=False)
class _Told:
    fact: Fact
    at: datetime


def tell(session: AsyncSession, fact: Fact, *, at: datetime) -> None:
    """Every webhook that asked for it is told, if this unit commits; the member's events are numbered in the order in
    which their units ended."""
    telling.note(session, _Told(fact, at))


def attach(db: Database) -> None:
    """From now on what units of *db* tell is written as they end."""
    listening = _Listening()
    db.before_commit.append(listening.write)
    db.on_commit.append(listening.heard)


class _Listening:
    """Writes what a unit has noted, and remembers for a moment that nobody listens."""

    def __init__(self) -> None:
        self._nobody_until = float("-inf")

    def heard(self, info: dict[Any, Any]) -> None:
        if info.get(CHANGED):
            self._nobody_until = float("-inf")

    async def write(self, session: AsyncSession) -> None:
        noted, now = telling.taken(session), asyncio.get_running_loop().time()
        if not noted or now < self._nobody_until:
            return
        listeners = await queries.listeners(session)
        if listeners:
            await _write(session, await _facts(session, noted), listeners)
        else:
            self._nobody_until = now + BELIEVED


async def _facts(session: AsyncSession, noted: list[Any]) -> list[_Told]:
    entries = await moved.of(session, {each for each in noted if isinstance(each, int)})
    return [
        each if isinstance(each, _Told) else _points_moved(entries[each])
        for each in dict.fromkeys(noted)
        if isinstance(each, _Told) or each in entries
    ]


def _points_moved(entry: Moved) -> _Told:
    told = {
        "entry": entry.entry_id,
        "points": entry.points,
        "balance": entry.balance,
        "kind": entry.kind.value,
        "reason": entry.reason,
    }
    told |= {name: entry.facts[name] for name in NUMBERS if isinstance(entry.facts.get(name), int)}
    return _Told(Fact("points.moved", entry.member_id, told, f"entry:{entry.entry_id}"), entry.at)


async def _write(session: AsyncSession, told: list[_Told], listeners: list[queries.Listener]) -> None:
    members = {each.fact.member_id for each in told} - {None}
    seqs = await queries.next_seqs(session, {each for each in members if each is not None})
    for each in told:
        fact, member_id = each.fact, each.fact.member_id
        values = {"key": fact.key, "kind": fact.kind, "member_id": member_id, "facts": dict(fact.facts), "at": each.at}
        seq = seqs[member_id] if member_id is not None else 0
        event_id = await queries.write(session, values | {"seq": seq})
        if event_id is None:
            continue
        if member_id is not None:
            seqs[member_id] += 1
        asked = [hook.id for hook in listeners if hooks.wanted(fact.kind, hook.families)]
        await queries.send_to(session, event_id, asked, at=each.at)
        session.info[PLANNED] = True


async def forget(db: Database, at: datetime) -> int:
    """Events older than 30 days are gone, with what became of them; each member's last stays, for its number. Returns
    how many."""
    gone = 0
    while True:
        async with db.begin() as session:
            some = await queries.forget(session, at - KEPT, most=AT_ONCE)
        gone += some
        if some < AT_ONCE:
            return gone
