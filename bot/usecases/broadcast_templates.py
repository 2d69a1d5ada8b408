"""Broadcasts to be used again: "send again like this", and those kept as a template."""

from dataclasses import fields
from datetime import datetime

from bot.rules.broadcasts import Plan
from bot.usecases import broadcast_drafts as drafts
from bot.usecases.actor import Actor, allow
from bot.usecases.broadcast_drafts import Draft
from db.enums import BroadcastOrigin, SendWhen
from db.models.broadcasts import Broadcast
from db.session import Database

ACT = "broadcasts.send"
OF_ITS_DAY = frozenset({"starts_at", "deadline"})  # moments are not used again


async def again(db: Database, actor: Actor, broadcast_id: int, *, at: datetime) -> Draft:
    """There is a new draft like that broadcast or template, without its moments. Refuses `access.denied` and
    `broadcast.unknown`."""
    return await _copied(db, actor, broadcast_id, at, template=False)


async def keep_template(db: Database, actor: Actor, broadcast_id: int, name: str, *, at: datetime) -> Draft:
    """It is kept as a template of that name, to be used again; what becomes of the broadcast itself is another matter.
    Refuses as `again` does."""
    return await _copied(db, actor, broadcast_id, at, template=True, name=name)


async def _copied(
    db: Database, actor: Actor, broadcast_id: int, at: datetime, *, template: bool, name: str | None = None
) -> Draft:
    async with db.begin() as session:
        staff = await allow(session, actor, ACT)
        before = await drafts.found(session, broadcast_id)
        row = drafts.made(staff.id, at, BroadcastOrigin.AGAIN)
        row.template, row.name = template, (before.name if name is None else name)[: drafts.LONGEST_NAME]
        _like(row, before)
        session.add(row)
        await session.flush()
        return await drafts.draft_of(session, row, at)


def _like(row: Broadcast, before: Broadcast) -> None:
    for side in (each.name for each in fields(Plan)):
        if side not in OF_ITS_DAY:
            setattr(row, side, getattr(before, side))
    if row.when is SendWhen.AT:
        row.when = SendWhen.NOW
