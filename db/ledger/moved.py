"""What entries did, for those who are told of it outside."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import EntryKind
from db.models.ledger import Account, Entry, Posting


@dataclass(frozen=True)
class Moved:
    """Points of a member that moved: with their sign, and what it left, points on hold counted in."""

    entry_id: int
    member_id: int
    at: datetime
    kind: EntryKind
    reason: str
    points: int
    balance: int
    facts: Mapping[str, Any]


async def of(session: AsyncSession, entry_ids: Collection[int]) -> dict[int, Moved]:
    """The movements of these entries, by entry; of one that was undone there is none."""
    found: Select[*tuple[Any, ...]] = (
        select(
            *(Entry.id, Account.member_id, Entry.at, Entry.kind, Entry.reason),
            *(Posting.amount, Posting.balance, Entry.facts),
        )
        .join(Posting, (Posting.entry_id == Entry.id) & (Posting.seq == 0))
        .join(Account, Account.id == Posting.account_id)
        .where(Entry.id.in_(entry_ids))
    )
    return {row[0]: Moved(*row) for row in await session.execute(found)}
