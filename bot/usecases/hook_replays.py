"""Events sent to a webhook once more: one by its number, all since a moment, or those that were given up."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules.errors import RuleBroken
from bot.usecases import audit, outside_events
from bot.usecases.actor import Actor, allow
from bot.usecases.errors import Refused
from bot.usecases.hook_deliveries import host
from bot.usecases.webhooks import ACT
from db.enums import HookState
from db.models.hooks import OutsideEvent, Webhook
from db.models.staff import Staff
from db.queries import webhooks as queries
from db.session import Database

LARGEST = 2**53


@dataclass(frozen=True)
class Replay:
    """So many events of one webhook, since then."""

    webhook_id: int
    since: datetime
    number: int


def event_number(text: str) -> int:
    """The number somebody typed. Raises RuleBroken "webhook.no_number"."""
    typed = text.strip().lstrip("#")
    if not typed.isascii() or not typed.isdecimal() or not 0 < int(typed) < LARGEST:
        raise RuleBroken("webhook.no_number")
    return int(typed)


async def weigh(db: Database, actor: Actor, webhook_id: int, since: datetime) -> Replay:
    """How many events `again` would send. Changes nothing. Refuses `access.denied`, `webhook.unknown`."""
    async with db.read() as session:
        await allow(session, actor, ACT)
        row = await _standing(session, webhook_id)
        return Replay(webhook_id, since, await queries.number(session, queries.told_since(since, row.kinds)))


async def again(db: Database, actor: Actor, webhook_id: int, since: datetime, *, at: datetime) -> Replay:
    """Everything from *since* on that the address is told of is on its way once more, with the numbers it had. Refuses
    `access.denied`, `webhook.unknown`."""
    async with db.begin() as session:
        staff = await allow(session, actor, ACT)
        row = await _standing(session, webhook_id)
        which = queries.told_since(since, row.kinds)
        number = await queries.number(session, which)
        await _send(session, staff, row, which, at)
        return Replay(webhook_id, since, number)


async def one(db: Database, actor: Actor, webhook_id: int, event_id: int, *, at: datetime) -> None:
    """That event is on its way once more, whatever the address asked for. Refuses `access.denied`, `webhook.unknown`,
    `webhook.no_such_event` (never, or more than 30 days ago)."""
    async with db.begin() as session:
        staff = await allow(session, actor, ACT)
        row = await _standing(session, webhook_id)
        which = (OutsideEvent.id == event_id) & (OutsideEvent.kind != queries.TEST)
        if not await queries.number(session, which):
            raise Refused("webhook.no_such_event")
        await _send(session, staff, row, which, at)


async def revive(db: Database, actor: Actor, webhook_id: int, *, at: datetime) -> int:
    """What had been given up is on its way once more; returns how many. Refuses `access.denied`, `webhook.unknown`."""
    async with db.begin() as session:
        staff = await allow(session, actor, ACT)
        row = await _standing(session, webhook_id)
        revived = await queries.revive(session, row.id, at=at)
        await _noted(session, staff, row, at)
        return revived


async def _send(session: AsyncSession, staff: Staff, row: Webhook, which: ColumnElement[bool], at: datetime) -> None:
    await queries.send_again(session, row.id, which, at=at)
    await _noted(session, staff, row, at)


async def _noted(session: AsyncSession, staff: Staff, row: Webhook, at: datetime) -> None:
    session.info[outside_events.PLANNED] = True
    await audit.write(session, staff, "webhooks.replay", f"webhook:{row.id}", at=at, name=host(row.url))


async def _standing(session: AsyncSession, webhook_id: int) -> Webhook:
    row = await session.get(Webhook, webhook_id)
    if row is None or row.state is HookState.REMOVED:
        raise Refused("webhook.unknown")
    return row
