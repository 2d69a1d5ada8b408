"""Moving the last day of a lot, which its member may do once. No points move, so there is no entry."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.ledger.accounts import lock_members
from db.models.ledger import LOT_IS_OPEN, Account, Lot


@dataclass(frozen=True)
class Extended:
    """A lot whose last day has just been moved, to `expires_on`."""

    lot_id: int
    points: int
    expires_on: date


async def extend(
    session: AsyncSession, member_id: int, lot_ids: Sequence[int], by_days: int, *, today: date, at: datetime
) -> list[Extended]:
    """Those of the member's lots that have something left, end *today* or later and were never extended end *by_days*
    later; all others stay as they are. Returns those that were moved: doing it again returns none."""
    await lock_members(session, [member_id])
    found: Select[*tuple[Any, ...]] = (
        select(Lot.id, Lot.remaining, Lot.expires_on)
        .join(Account, Account.id == Lot.account_id)
        .where(Account.member_id == member_id, Lot.id.in_(lot_ids), LOT_IS_OPEN)
        .where(Lot.extended_at.is_(None), Lot.expires_on >= today)
        .order_by(Lot.id)
    )
    moved = [Extended(row[0], row[1], row[2] + timedelta(days=by_days)) for row in await session.execute(found)]
    if moved:
        values = [{"lot": lot.lot_id, "last_day": lot.expires_on, "moment": at} for lot in moved]
        await session.execute(_MOVE, values)
    return moved


_LOTS = Lot.__table__
_MOVE = (
    update(_LOTS)  # type: ignore[arg-type]
    .where(_LOTS.c.id == bindparam("lot"))
    .values(expires_on=bindparam("last_day"), extended_at=bindparam("moment"))
)
