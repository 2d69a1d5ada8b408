"""Points that are out there: what members could spend, by how soon it ends."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import bindparam, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.ledger.accounts import on_connection
from db.models.ledger import LOT_IS_OPEN, Account, Balance, Lot

MONTH, QUARTER = timedelta(days=30), timedelta(days=90)


@dataclass(frozen=True)
class Outstanding:
    """Points in open lots that end within 30 days, within 90, later or never; those on hold; and debts (positive)."""

    soon: int
    later: int
    much_later: int
    held: int
    debts: int


_SOON = case((Lot.expires_on <= bindparam("month"), Lot.remaining), else_=0)
_LATER = case(
    ((Lot.expires_on > bindparam("month")) & (Lot.expires_on <= bindparam("quarter")), Lot.remaining), else_=0
)
_LOTS = select(func.sum(_SOON), func.sum(_LATER), func.sum(Lot.remaining)).where(LOT_IS_OPEN)
_DEBT = case((Balance.available < 0, -Balance.available), else_=0)
_REST = (
    select(func.sum(Balance.held), func.sum(_DEBT))
    .join(Account, Account.id == Balance.account_id)
    .where(Account.member_id.is_not(None))
)


async def outstanding(session: AsyncSession, today: date) -> Outstanding:
    """All members' points together, as of the local day *today*."""
    days = {"month": today + MONTH, "quarter": today + QUARTER}
    lots = await on_connection(session, lambda connection: connection.execute(_LOTS, days).one())
    rest = await on_connection(session, lambda connection: connection.execute(_REST).one())
    soon, later, every, held, debts = (int(number or 0) for number in (*lots, *rest))
    return Outstanding(soon, later, every - soon - later, held, debts)
