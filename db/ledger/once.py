"""What is given once, and again only after it was taken back whole: whether it stands, and under which key."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from db.models.ledger import Entry, Posting

_reversal, _moved_back = aliased(Entry), aliased(Posting)
_back = (
    select(func.coalesce(func.sum(func.abs(_moved_back.amount)), 0))
    .join(_reversal, _reversal.id == _moved_back.entry_id)
    .where(_reversal.reverses_id == Entry.id, _moved_back.seq == 0)
    .correlate(Entry)
    .scalar_subquery()
)
_LEFT: Select[*tuple[Any, ...]] = (
    select(func.abs(Posting.amount) - _back, Entry.at)
    .join(Posting, (Posting.entry_id == Entry.id) & (Posting.seq == 0))
    .where(Entry.key == bindparam("key"))
)


@dataclass(frozen=True)
class Once:
    """A thing that is given once. It stands when something is `left` of it, under `key`, since `at`; otherwise `key` is
    free to give it."""

    key: str
    left: int = 0
    at: datetime | None = None

    @property
    def stands(self) -> bool:
        return self.left > 0


async def once(session: AsyncSession, key: str) -> Once:
    """The entry of *key*, or the one that took its place after it was taken back ("welcome:5:2", and so on). The caller
    has locked the member's account."""
    name, number = key, 1
    while (row := (await session.execute(_LEFT, {"key": name})).first()) and not row[0]:
        number += 1
        name = f"{key}:{number}"
    return Once(name, int(row[0]), row[1]) if row else Once(name)
