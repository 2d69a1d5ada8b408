"""Named reads about points that wait to be claimed, and about the links that were made together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import ClaimKind, ClaimState, StaffState
from db.models.members import Person
from db.models.staff import Outlet, Staff
from db.models.tills import Claim, ClaimBatch

LINKS = (ClaimKind.RECEIPT, ClaimKind.CARD)
_OPEN = Claim.state == ClaimState.OPEN
_WAITING = (
    select(Claim.id).where(Claim.phone == bindparam("phone"), _OPEN, Claim.until > bindparam("at")).order_by(Claim.id)
)


@dataclass(frozen=True)
class BatchLine:
    """A batch, and what became of its links. `amount_minor`: the sum each receipt stands for, 0 for cards."""

    id: int
    kind: ClaimKind
    count: int
    points: int
    amount_minor: int
    outlet: str | None
    made_by: str | None
    made_at: datetime
    until: datetime
    claimed: int
    open: int
    voided: int


async def by_code(session: AsyncSession, code: str) -> Claim | None:
    found: Claim | None = await session.scalar(select(Claim).where(Claim.code == code))
    return found


async def by_key(session: AsyncSession, key: str) -> Claim | None:
    found: Claim | None = await session.scalar(select(Claim).where(Claim.key == key))
    return found


async def waiting_on(session: AsyncSession, phone: str, at: datetime) -> list[int]:
    """What waits for whoever has this number."""
    return list(await session.scalars(_WAITING, {"phone": phone, "at": at}))


async def claimed_since(session: AsyncSession, member_id: int, since: datetime) -> int:
    """How many links the member has claimed."""
    mine = (Claim.member_id == member_id, Claim.kind.in_(LINKS), Claim.ended_at >= since)
    return await session.scalar(select(func.count()).where(Claim.state == ClaimState.CLAIMED, *mine)) or 0


async def met(session: AsyncSession, at: datetime, limit: int) -> list[tuple[int, str]]:
    """Members on whose number something waits all the same: they came by another way than joining in chat. Who works
    here has nothing of it."""
    working = (Staff.chat_id == Person.chat_id) & (Staff.state == StaffState.ACTIVE)
    found = select(Person.member_id, Person.phone).join(Claim, Claim.phone == Person.phone).outerjoin(Staff, working)
    waiting = found.where(_OPEN, Claim.until > at, Staff.id.is_(None)).distinct().limit(limit)
    return [(row[0], row[1]) for row in await session.execute(waiting)]


async def end_due(session: AsyncSession, at: datetime) -> int:
    """What nobody claimed in time is over; whose it would have been is forgotten."""
    over = update(Claim).where(_OPEN, Claim.until <= at)
    done = await session.execute(over.values(state=ClaimState.EXPIRED, ended_at=at, phone=None))
    return int(done.rowcount)  # type: ignore[attr-defined]


async def end(session: AsyncSession, claim: Claim, state: ClaimState, at: datetime, **values: Any) -> bool:
    """Whether the claim was open, and is ended so now: of many at once, one ends it."""
    one = update(Claim).where(Claim.id == claim.id, _OPEN)
    done = await session.execute(one.values(state=state, ended_at=at, phone=None, **values))
    await session.refresh(claim)
    return bool(done.rowcount == 1)  # type: ignore[attr-defined]


async def add(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    await session.execute(insert(Claim), list(rows))


def _counted(state: ClaimState) -> Any:
    return func.count().filter(Claim.state == state)


_BATCHES = (
    select(
        ClaimBatch.id,
        ClaimBatch.kind,
        ClaimBatch.count,
        ClaimBatch.points,
        func.max(Claim.amount_minor),
        Outlet.name,
        Staff.name,
        ClaimBatch.made_at,
        ClaimBatch.until,
        _counted(ClaimState.CLAIMED),
        _counted(ClaimState.OPEN),
        _counted(ClaimState.VOIDED),
    )
    .join(Claim, Claim.batch_id == ClaimBatch.id)
    .outerjoin(Outlet, Outlet.id == ClaimBatch.outlet_id)
    .outerjoin(Staff, Staff.id == ClaimBatch.made_by)
    .group_by(ClaimBatch.id, Outlet.name, Staff.name)
)


async def batches(session: AsyncSession, limit: int) -> list[BatchLine]:
    """The newest."""
    return [BatchLine(*row) for row in await session.execute(_BATCHES.order_by(ClaimBatch.id.desc()).limit(limit))]


async def batch(session: AsyncSession, batch_id: int) -> BatchLine | None:
    row = (await session.execute(_BATCHES.where(ClaimBatch.id == batch_id))).one_or_none()
    return BatchLine(*row) if row else None


async def batch_of(session: AsyncSession, key: str) -> int:
    """The number of the batch made from this draft."""
    return (await session.execute(select(ClaimBatch.id).where(ClaimBatch.key == key))).scalar_one()


async def open_codes(session: AsyncSession, batch_id: int) -> list[str]:
    """The links of a batch that can still be claimed."""
    found = select(Claim.code).where(Claim.batch_id == batch_id, _OPEN).order_by(Claim.id)
    return [code for code in await session.scalars(found) if code]


async def void_batch(session: AsyncSession, batch_id: int, at: datetime) -> int:
    """What is still open of it cannot be claimed any more; how many."""
    theirs = update(Claim).where(Claim.batch_id == batch_id, _OPEN)
    done = await session.execute(theirs.values(state=ClaimState.VOIDED, ended_at=at))
    return int(done.rowcount)  # type: ignore[attr-defined]


async def outstanding(session: AsyncSession) -> tuple[int, int]:
    """How many links are open, and the points they promise at least."""
    row = (await session.execute(select(func.count(), func.coalesce(func.sum(Claim.points), 0)).where(_OPEN))).one()
    return row[0], int(row[1])
