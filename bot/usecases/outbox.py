"""The outbox: a message is marked before it is sent, so that nobody gets it twice and every doubt has a row.

planned → sending → sent, failed or unknown; planned → skipped; and back to planned only when it certainly did not
arrive, by the rule of its lane (attempts.in_doubt), or by a person (`requeue`).
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases import actor as actors
from bot.usecases import audit, broadcast_words, chats, contact, program
from bot.usecases.actor import Actor
from bot.usecases.attempts import Attempt, Outcome, Outgoing, in_doubt
from bot.usecases.program import Rules
from db.enums import Lane, MessageState
from db.queries import outbox as rows_of
from db.queries import outbox_due as due
from db.session import Database

LEASE = timedelta(seconds=60)
LANES = (Lane.PERSON, Lane.SERVICE, Lane.BULK)


@dataclass(frozen=True)
class Wish:
    """Who asks for how many of each lane. `busy`: chats that are being written to; `resting`: those that have just
    heard from us or were told to wait, where only a person's own answer may be tried. `paid`: how many of broadcasts
    that are paid for."""

    owner: str
    most: Mapping[Lane, int]
    busy: frozenset[int] = frozenset()
    resting: frozenset[int] = frozenset()
    paid: int = 0


@dataclass(frozen=True)
class Claim:
    """`leaving`: the asker's to send, worded by `rules`. `looked`: how many were due and
    looked at. `running`: the broadcasts that may leave."""

    leaving: tuple[Outgoing, ...]
    looked: int
    rules: Rules
    running: frozenset[int] = frozenset()


# What keeps a message from leaving now: the reason it is skipped for, the moment it waits for, or nothing.
Fate = str | datetime | None


async def claim(db: Database, wish: Wish, *, at: datetime) -> Claim:
    """The messages in the answer are marked as being sent by wish.owner for 60 seconds: people's first, then service,
    then bulk, at most one to a chat; the paid ones are counted. What expired, cannot be reached or must not be
    advertised is skipped or waits; and what came by itself waits for the day."""
    async with db.begin() as session:
        running = await due.broadcasts_due(session, at)
        rows = await _candidates(session, wish, running, at)
        fate: dict[int, Fate] = {row.id: _past_hope(row, at) for row in rows}
        fate |= await contact.mornings(session, [row for row in rows if not fate[row.id]], at)
        if advertising := [row for row in rows if row.advertising and not fate[row.id]]:
            fate |= await contact.policy(session, advertising, at)
        await _put_aside(session, fate)
        fit = [row for row in rows if fate[row.id] is None]
        rules = await program.in_force(session, at)
        leaving = await _begun(session, fit, wish, running, rules, at)
    return Claim(tuple(leaving), len(rows), rules, frozenset(each.id for each in running))


async def _candidates(session: AsyncSession, wish: Wish, running: Sequence[Any], at: datetime) -> list[Any]:
    first: dict[int, Any] = {}
    for lane in LANES:
        avoid = wish.busy | first.keys() | (wish.resting if lane is not Lane.PERSON else frozenset())
        if (most := wish.most.get(lane, 0)) > 0:
            for row in await due.due(session, lane, at, avoid=avoid, most=most):
                first.setdefault(row.chat_id, row)
    room = {False: wish.most.get(Lane.BULK, 0) - sum(row.lane is Lane.BULK for row in first.values()), True: wish.paid}
    for each in running:
        paid = _is_paid(each)
        most = min(room[paid], each.paid_left) if paid else room[paid]
        if each.since is not None and each.since <= at and most > 0:
            avoid = wish.busy | first.keys() | wish.resting
            rows = await due.due_of(session, each.id, at, avoid=avoid, most=most)
            room[paid] -= len(rows)
            first |= {row.chat_id: row for row in rows}
    return list(first.values())


def _is_paid(broadcast: Any) -> bool:
    """Once its budget is used up, the rest of it leaves at the pace that costs nothing."""
    return bool(broadcast.paid and broadcast.paid_left > 0)


async def _begun(
    session: AsyncSession, rows: Sequence[Any], wish: Wish, running: Sequence[Any], rules: Rules, at: datetime
) -> list[Outgoing]:
    if not rows:
        return []
    await rows_of.begin_attempt(session, [row.id for row in rows], owner=wish.owner, at=at, until=at + LEASE)
    theirs = Counter(row.broadcast_id for row in rows)
    paying = [each.id for each in running if each.id in theirs and _is_paid(each)]
    paid = {each for each in paying if await rows_of.count_paid(session, each, theirs[each])}
    facts = await broadcast_words.worded(session, [row for row in rows if row.broadcast_id is not None], rules, at)
    return [await _outgoing(session, row, facts.get(row.id, row.facts), wish.owner, paid, at) for row in rows]


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


async def _outgoing(
    session: AsyncSession, row: Any, facts: Mapping[str, Any], owner: str, paid: Collection[int], at: datetime
) -> Outgoing:
    edits = await rows_of.newest_of_thread(session, row.chat_id, row.thread) if row.thread else None
    return Outgoing(
        id=row.id,
        attempt=row.attempt + 1,
        owner=owner,
        lane=row.lane,
        advertising=row.advertising,
        left_at=at,
        chat_id=row.chat_id,
        member_id=row.member_id,
        broadcast_id=row.broadcast_id,
        variant=row.variant,
        silent=row.silent,
        kind=row.kind,
        facts=facts,
        thread=row.thread,
        language=row.language,
        edits=edits,
        paid=row.broadcast_id in paid,
    )


async def settle(db: Database, outcomes: Sequence[Outcome], *, at: datetime) -> None:
    """What became of the attempts is known; chats that cannot be written to are left out from now on. What comes back
    to a broadcast that was stopped meanwhile does not leave any more."""
    async with db.begin() as session:
        await rows_of.settle(session, [outcome.change for outcome in outcomes])
        if back := [each.change.id for each in outcomes if each.change.state is MessageState.PLANNED]:
            await rows_of.skip_stopped(session, back)
        for chat_id in {outcome.unreachable for outcome in outcomes} - {None}:
            assert chat_id is not None
            await chats.mark_reachable(session, chat_id, False, at=at)


async def recover(db: Database, owner: str, *, at: datetime) -> int:
    """Attempts whose sender is gone are in doubt (see attempts.in_doubt); returns how many were found. On SQLite, where
    there is one process, every other owner is gone; else one whose lease is over."""
    async with db.begin() as session:
        lease_before = None if db.dialect == "sqlite" else at
        found = await rows_of.left_in_doubt(session, owner, lease_before=lease_before)
        orphans = [Attempt(**row._mapping) for row in found]
        await rows_of.settle(session, [in_doubt(row, "interrupted", at=at).change for row in orphans])
    return len(orphans)


async def anything_due(db: Database, *, at: datetime) -> bool:
    """Whether a claim could find something; changes nothing."""
    async with db.read() as session:
        return await due.anything_due(session, at)


def hold(session: AsyncSession, broadcast_id: int) -> None:
    """For the unit that stops or pauses a broadcast: what was claimed and has not begun does not leave."""
    session.info.setdefault("held", set()).add(broadcast_id)


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
