"""Webhooks as their owner sees them, and events put on their way once more."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import ColumnElement, Table, and_, exists, func, insert, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import DeliveryState, HookState
from db.models.hooks import HookDelivery, OutsideEvent, Webhook

DELIVERIES = cast(Table, HookDelivery.__table__)
TEST = "webhook.test"  # as rules/hooks calls it


async def standing(session: AsyncSession) -> Sequence[Webhook]:
    """Every webhook that was not removed, the oldest first."""
    found = select(Webhook).where(Webhook.state != HookState.REMOVED).order_by(Webhook.id)
    return (await session.scalars(found)).all()


def told_since(since: datetime, families: Collection[str]) -> ColumnElement[bool]:
    """Events from that moment on which an address that asked for *families* (none: all) is told of."""
    asked = or_(*(OutsideEvent.kind.startswith(f"{family}.") for family in families)) if families else and_(True)
    return and_(OutsideEvent.at >= since, OutsideEvent.kind != TEST, asked)


async def number(session: AsyncSession, which: ColumnElement[bool]) -> int:
    """How many events there are of these."""
    return await session.scalar(select(func.count()).select_from(OutsideEvent).where(which)) or 0


async def newest(session: AsyncSession) -> int | None:
    """The number of the last event."""
    return await session.scalar(select(func.max(OutsideEvent.id)).where(OutsideEvent.kind != TEST))


async def send_again(session: AsyncSession, webhook_id: int, which: ColumnElement[bool], *, at: datetime) -> None:
    """These events are due at the address, as if they had never been tried; what is on its way stays so."""
    again = {"state": DeliveryState.DUE, "attempt": 0, "due_at": at, "status": None, "reason": None, "sent_at": None}
    theirs = HookDelivery.event_id.in_(select(OutsideEvent.id).where(which))
    ended = (HookDelivery.webhook_id == webhook_id, HookDelivery.state != DeliveryState.DUE)
    await session.execute(update(HookDelivery).where(*ended, theirs).values(**again))
    there = exists().where(HookDelivery.webhook_id == webhook_id, HookDelivery.event_id == OutsideEvent.id)
    columns = ("webhook_id", "event_id", "state", "attempt", "due_at")
    values = (literal(webhook_id), OutsideEvent.id, literal(DeliveryState.DUE.value), literal(0), literal(at))
    missing = select(*values).where(which, ~there)
    await session.execute(insert(DELIVERIES).from_select(columns, missing))


async def revive(session: AsyncSession, webhook_id: int, *, at: datetime) -> int:
    """What had been given up is due again. Returns how many."""
    dead = update(HookDelivery).where(HookDelivery.webhook_id == webhook_id, HookDelivery.state == DeliveryState.DEAD)
    revived = await session.execute(dead.values(state=DeliveryState.DUE, attempt=0, due_at=at))
    return int(revived.rowcount)  # type: ignore[attr-defined]


async def drop(session: AsyncSession, webhook_id: int) -> None:
    """Nothing is on its way there any more."""
    waiting = (HookDelivery.webhook_id == webhook_id, HookDelivery.state == DeliveryState.DUE)
    await session.execute(update(HookDelivery).where(*waiting).values(state=DeliveryState.DEAD, reason="removed"))
