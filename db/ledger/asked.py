"""What may be asked of points in a condition about many members: conditions correlated with the member's number."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, exists, select

from db.models.ledger import LOT_IS_OPEN, Account, Balance, Lot

Is = ColumnElement[bool]


def has_points(member_id: Any, least: int) -> Is:
    """Whether the member can spend at least so many (more than none)."""
    found = select(Account.id).join(Balance, Balance.account_id == Account.id)
    return exists(
        found.where(Account.member_id == member_id, Balance.available >= least).correlate_except(Account, Balance)
    )


def loses_points(member_id: Any, last: date) -> Is:
    """Whether some of their points can't be spent after *last*, or an earlier day."""
    found = select(Account.id).join(Lot, Lot.account_id == Account.id)
    ending = (Account.member_id == member_id, LOT_IS_OPEN, Lot.expires_on <= last)
    return exists(found.where(*ending).correlate_except(Account, Lot))
