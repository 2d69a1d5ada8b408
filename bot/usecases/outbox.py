"""The outbox: a message is marked before it is sent, so that nobody gets it twice and every doubt has a row.

planned → sending → sent, failed or unknown; planned → skipped; and back to planned only when it certainly did not
arrive, by the rule of its lane (attempts.in_doubt), or by a person (`requeue`).
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases import actor as actors
from bot.usecases import audit, chats, contact, program
from bot.usecases.actor import Actor
from bot.usecases.attempts import Outcome, Outgoing, in_doubt
from bot.usecases.program import Rules
from db.enums import Lane, MessageState
from db.queries import outbox as rows_of
from db.session import Database

LEASE = timedelta(seconds=60)
LANES = (Lane.PERSON, Lane.SERVICE, Lane.BULK)


@dataclass(frozen=True)
class Wish:
    """Who asks for how many of each lane. `busy`: chats that are being written to; `resting`: those that have just
    heard from us or were told to wait, where only a person's own answer may be tried."""

    owner: str
    most: Mapping[Lane, int]
    busy: frozenset[int] = frozenset()
    resting: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Claim:
    """`leaving`: the asker's to send, worded by `rules`. `looked`: False when nothing was due."""

    leaving: tuple[Outgoing, ...]
    looked: bool
    rules: Rules


# What keeps a message from leaving now: the reason it is skipped for, the moment it waits for, or nothing.
Fate = str | datetime | None


async def claim(db: Database, wish: Wish, *, at: datetime) -> Claim:
    """The messages in the answer are marked as being sent by wish.owner for 60 seconds: people's first, then service,
    then bulk, at most one to a chat. What expired, cannot be reached or must not be advertised is skipped or waits;
    and what came by itself waits for the day."""
    async with db.begin() as session:
        rows = await _candidates(session, wish, at)
        fate: dict[int, Fate] = {row.id: _past_hope(row, at) for row in rows}
        fate |= await contact.mornings(session, [row for row in rows if not fate[row.id]], at)
        if advertising := [row for row in rows if row.advertising and not fate[row.id]]:
            fate |= await contact.policy(session, advertising, at)
        await _put_aside(session, fate)
        fit = [row for row in rows if fate[row.id] is None]
        if fit:
            ids = [row.id for row in fit]
            await rows_of.begin_attempt(session, ids, owner=wish.owner, at=at, until=at + LEASE)
        rules = await program.in_force(session, at)
        leaving = [await _outgoing(session, row, wish.owner, at) for row in fit]
    return Claim(tuple(leaving), bool(rows), rules)


async def _candidates(session: AsyncSession, wish: Wish, at: datetime) -> list[Any]:
    first: dict[int, Any] = {}
    for lane in LANES:
        most = wish.most.get(lane, 0)
        avoid = wish.busy | first.keys() | (wish.resting if lane is not Lane.PERSON else frozenset())
        if most > 0:
            for row in await rows_of.due(session, lane, at, avoid=avoid, most=most):
                first.setdefault(row.chat_id, row)
    return list(first.values())


def _past_hope(row: Any, at: datetime) -> Fate:
    if row.expires_at is not None and row.expires_at <= at:
        return "expired"
    return "unreachable" if row.reachable is False else None


async def _put_aside(session: AsyncSession, fate: dict[int, Fate]) -> None:
    alike: defaultdict[Fate, list[int]] = defaultdict(list)
    for row_id, what in fate.items():
        alike[what].append(row_id)
    for what, ids in alike.items():
        if isinstance(what, datetime):
            await rows_of.put_aside(session, ids, {"due_at": what})
        elif what is not None:
            await rows_of.put_aside(session, ids, {"state": MessageState.SKIPPED, "reason": what})


async def _outgoing(session: AsyncSession, row: Any, owner: str, at: datetime) -> Outgoing:
    edits = await rows_of.newest_of_thread(session, row.chat_id, row.thread) if row.thread else None
    return _read(row, owner, row.attempt + 1, at, edits)


def _read(row: Any, owner: str, attempt: int, left_at: datetime, edits: int | None) -> Outgoing:
    return Outgoing(
        id=row.id,
        attempt=attempt,
        owner=owner,
        chat_id=row.chat_id,
        member_id=row.member_id,
        broadcast_id=row.broadcast_id,
        lane=row.lane,
        advertising=row.advertising,
        silent=row.silent,
        kind=row.kind,
        facts=row.facts if row.broadcast_id is None else {**row.facts, "text": row.content["A"]["*"]["text"]},
        thread=row.thread,
        language=row.language,
        left_at=left_at,
        edits=edits,
    )


async def settle(db: Database, outcomes: Sequence[Outcome], *, at: datetime) -> None:
    """What became of the attempts is known; chats that cannot be written to are left out from now on."""
    async with db.begin() as session:
        await rows_of.settle(session, [outcome.change for outcome in outcomes])
        for chat_id in {outcome.unreachable for outcome in outcomes} - {None}:
            assert chat_id is not None
            await chats.mark_reachable(session, chat_id, False, at=at)


async def recover(db: Database, owner: str, *, at: datetime) -> int:
    """Attempts whose sender is gone are in doubt (see attempts.in_doubt); returns how many were found. On SQLite, where
    there is one process, every other owner is gone; else one whose lease is over."""
    async with db.begin() as session:
        lease_before = None if db.dialect == "sqlite" else at
        found = await rows_of.left_in_doubt(session, owner, lease_before=lease_before)
        orphans = [_read(row, row.owner, row.attempt, row.left_at, None) for row in found]
        await rows_of.settle(session, [in_doubt(row, "interrupted", at=at).change for row in orphans])
    return len(orphans)


async def anything_due(db: Database, *, at: datetime) -> bool:
    """Whether a claim could find something; changes nothing."""
    async with db.read() as session:
        return await rows_of.anything_due(session, at)


@dataclass(frozen=True)
class Doubt:
    """A message that may or may not have arrived."""

    id: int
    chat_id: int
    member_id: int | None
    broadcast_id: int | None
    kind: str
    left_at: datetime | None
    reason: str | None


async def unknown_list(db: Database) -> list[Doubt]:
    """Every message in doubt, oldest first; changes nothing."""
    async with db.read() as session:
        return [Doubt(**row._mapping) for row in await rows_of.unknown(session)]


async def requeue(db: Database, actor: Actor | None, ids: Collection[int], *, at: datetime) -> int:
    """Those of *ids* that are in doubt will be sent again; some people may get theirs twice. Returns how many.
    *actor* None is the host's own command. Refuses access.denied."""
    async with db.begin() as session:
        staff = await actors.allow(session, actor, "broadcasts.send") if actor else None
        again = await rows_of.plan_again(session, ids, at=at)
        if again:
            await audit.write(session, staff, "outbox.requeue", "outbox", at=at, ids=sorted(again))
            session.info["outbox"] = True
    return len(again)


async def spare(db: Database, broadcast_id: int, reason: str, *, at: datetime) -> int:
    """Those a broadcast's bad content was refused for are planned again, so that none is used up. Returns how many."""
    async with db.begin() as session:
        return await rows_of.plan_failed_again(session, broadcast_id, reason, at=at)


async def counts(db: Database, broadcast_id: int) -> dict[MessageState, int]:
    """The six states of a broadcast's messages; they add up to its audience."""
    async with db.read() as session:
        return await rows_of.counted(session, broadcast_id)
