"""Events on their way to addresses: what is due, who tries it, what becomes of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, Select, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import DeliveryState, HookState
from db.models.hooks import HookDelivery, OutsideEvent, Webhook

FIRST = datetime(2000, 1, 1, tzinfo=UTC)  # due before everything else, whether the address rests or not: a test

Columns = Select[*tuple[Any, ...]]
_DUE = (HookDelivery.state == DeliveryState.DUE,)
_first_due = (
    select(func.min(HookDelivery.due_at))
    .where(HookDelivery.webhook_id == Webhook.id, *_DUE)
    .correlate(Webhook)
    .scalar_subquery()
)


@dataclass(frozen=True)
class Address:
    """An address as it stands. `first_due`: of what waits for it."""

    id: int
    url: str
    edition: int
    state: HookState
    failing_since: datetime | None
    last_at: datetime | None
    first_due: datetime | None


async def addresses(session: AsyncSession) -> list[Address]:
    """Every address that was not removed."""
    found: Columns = select(
        *(Webhook.id, Webhook.url, Webhook.edition, Webhook.state),
        *(Webhook.failing_since, Webhook.last_at, _first_due),
    )
    return [Address(*row) for row in await session.execute(found.where(Webhook.state != HookState.REMOVED))]


async def due(session: AsyncSession, webhook_id: int, until: datetime, *, most: int) -> Sequence[Row[Any]]:
    """What is due at one address, the longest waiting first; what another process has at hand is passed over."""
    of_event = (OutsideEvent.kind, OutsideEvent.member_id, OutsideEvent.seq, OutsideEvent.facts, OutsideEvent.at)
    found: Columns = (
        select(HookDelivery.id, HookDelivery.attempt, HookDelivery.event_id, OutsideEvent.key, *of_event)
        .join(OutsideEvent, OutsideEvent.id == HookDelivery.event_id)
        .where(HookDelivery.webhook_id == webhook_id, HookDelivery.due_at <= until, *_DUE)
        .order_by(HookDelivery.due_at, HookDelivery.id)
        .limit(most)
        .with_for_update(of=HookDelivery, skip_locked=True)
    )
    return (await session.execute(found)).all()


async def begin(session: AsyncSession, ids: Collection[int], *, owner: str, until: datetime) -> None:
    """*owner* tries these; another may from *until* on."""
    values = {"attempt": HookDelivery.attempt + 1, "owner": owner, "due_at": until}
    await session.execute(update(HookDelivery).where(HookDelivery.id.in_(ids)).values(**values))


async def finish(session: AsyncSession, delivery_id: int, attempt: int, values: Mapping[str, Any]) -> bool:
    """What became of that attempt; False when another has tried since."""
    mine = update(HookDelivery).where(HookDelivery.id == delivery_id, HookDelivery.attempt == attempt, *_DUE)
    return bool((await session.execute(mine.values(owner=None, **values))).rowcount)  # type: ignore[attr-defined]


async def drop(session: AsyncSession, delivery_id: int) -> bool:
    """A test has no life after its answer. False when it was dropped before."""
    gone = await session.execute(delete(HookDelivery).where(HookDelivery.id == delivery_id))
    return bool(gone.rowcount)  # type: ignore[attr-defined]


async def left_behind(session: AsyncSession, owner: str, *, at: datetime) -> int:
    """What anybody but *owner* was trying is due now: on SQLite, where there is one process, they are gone."""
    theirs = update(HookDelivery).where(*_DUE, HookDelivery.owner.is_not(None), HookDelivery.owner != owner)
    return int((await session.execute(theirs.values(owner=None, due_at=at))).rowcount)  # type: ignore[attr-defined]


async def hurry(session: AsyncSession, webhook_id: int, *, at: datetime) -> None:
    """What waits for another try at this address is due now, but for what somebody tries at this moment."""
    waiting = (HookDelivery.webhook_id == webhook_id, HookDelivery.due_at > at, HookDelivery.owner.is_(None), *_DUE)
    await session.execute(update(HookDelivery).where(*waiting).values(due_at=at))


@dataclass(frozen=True)
class Counts:
    """Of the events of one address."""

    waiting: int
    dead: int


async def counts(session: AsyncSession, webhook_id: int) -> Counts:
    """What still waits for the address, and what never arrived."""

    async def those(state: DeliveryState) -> int:
        found = select(func.count()).where(HookDelivery.webhook_id == webhook_id, HookDelivery.state == state)
        return await session.scalar(found) or 0

    return Counts(await those(DeliveryState.DUE), await those(DeliveryState.DEAD))
