"""Where a saved segment is used: each user keeps the tree of the edition it was given, until somebody renews it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import segments as rules
from bot.rules.segment_edits import editions_of, renewed
from bot.rules.segments import Saved
from bot.usecases import automation_edits, broadcast_drafts, deal_desk, promo_desk, saved_segments
from bot.usecases.actor import Actor, allow
from bot.usecases.automation_edits import Change
from bot.usecases.errors import Refused
from bot.usecases.segments import ACT
from db.models.segments import Segment
from db.queries import saved_segments as queries
from db.queries.saved_segments import UserKind, UserRow
from db.session import Database

Tree = dict[str, Any] | None


@dataclass(frozen=True)
class Use:
    """Who uses a saved segment, in which edition (the oldest of several). `name`: of an automation its kind;
    `changeable`: not a message that was sent already."""

    kind: UserKind
    id: int
    name: str
    edition: int
    changeable: bool


@dataclass(frozen=True)
class Uses:
    """A saved segment's users: those that can be renewed first, then the others, the newest edition last."""

    id: int
    name: str
    edition: int
    lines: list[Use]


async def look(db: Database, actor: Actor, segment_id: int) -> Uses:
    """Everything whose tree holds the saved segment. Refuses `access.denied`, `segment.unknown`."""
    async with db.read() as session:
        await allow(session, actor, ACT)
        row = await _segment(session, segment_id)
        found = [use for user in await queries.users(session) if (use := _use(user, row.id)) is not None]
    order = sorted(found, key=lambda use: (not use.changeable, use.edition, use.kind, use.name))
    return Uses(row.id, row.name, row.edition, order)


def _use(user: UserRow, segment_id: int) -> Use | None:
    editions = editions_of(rules.from_json(user.tree), segment_id)
    if not editions or (user.kind, user.id) == ("segment", segment_id):
        return None
    return Use(user.kind, user.id, user.name, min(editions), user.changeable)


async def renew(db: Database, actor: Actor, segment_id: int, kind: str, number: int, *, at: datetime) -> Uses:
    """That user asks the newest edition from now on, all else about it stays; the users as they are then.

    Refuses `access.denied`, `segment.unknown`, `segment.use_gone`, and what changing that user refuses.
    """
    async with db.read() as session:
        await allow(session, actor, ACT)
        row = await _segment(session, segment_id)
        newest = Saved(row.id, row.edition, rules.from_json(row.tree))
        users = await queries.users(session)
    user = next((each for each in users if (each.kind, each.id) == (kind, number) and each.changeable), None)
    if user is None or _use(user, segment_id) is None:
        raise Refused("segment.use_gone")
    tree = rules.to_json(renewed(rules.from_json(user.tree), newest))
    if tree != user.tree:
        await _CHANGES[user.kind](db, actor, user, tree, at)
    return await look(db, actor, segment_id)


async def _segment(session: AsyncSession, segment_id: int) -> Segment:
    row = await session.get(Segment, segment_id)
    if row is None:
        raise Refused("segment.unknown")
    return row


async def _automation(db: Database, actor: Actor, user: UserRow, tree: Tree, at: datetime) -> None:
    await automation_edits.change(db, actor, user.id, user.own_edition, Change("segment", tree), at=at)


async def _promo(db: Database, actor: Actor, user: UserRow, tree: Tree, at: datetime) -> None:
    await promo_desk.change(db, actor, promo_desk.Which(user.id, user.own_edition), {"segment": tree}, at=at)


async def _deal(db: Database, actor: Actor, user: UserRow, tree: Tree, at: datetime) -> None:
    await deal_desk.change(db, actor, deal_desk.Which(user.id, user.own_edition), {"segment": tree}, at=at)


async def _broadcast(db: Database, actor: Actor, user: UserRow, tree: Tree, at: datetime) -> None:
    which = broadcast_drafts.Which(user.id, user.own_edition)
    await broadcast_drafts.change(db, actor, which, {"segment": tree}, at=at)


async def _other_segment(db: Database, actor: Actor, user: UserRow, tree: Tree, at: datetime) -> None:
    await saved_segments.change(db, actor, saved_segments.Which(user.id, user.own_edition), tree, at=at)


_CHANGES: Mapping[UserKind, Callable[[Database, Actor, UserRow, Tree, datetime], Awaitable[None]]] = {
    "automation": _automation,
    "promo": _promo,
    "deal": _deal,
    "broadcast": _broadcast,
    "segment": _other_segment,
}
