"""A member's own chain, computed again link by link while they wait."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from db.ledger.accounts import START_OF_CHAIN
from db.ledger.chain import Link, canonical, next_hash
from db.models.ledger import Account, Balance, Entry, Posting

_house_leg = aliased(Posting)
_account = select(Account.id).where(Account.member_id == bindparam("member")).scalar_subquery()
_CHAIN: Select[*tuple[Any, ...]] = (
    select(
        Entry.id.label("entry_id"),
        *(Entry.key, Entry.kind, Entry.at, Entry.actor, Entry.reason, Entry.facts, Entry.reverses_id),
        *(Posting.account_id, _house_leg.account_id.label("house_id"), Posting.amount, Posting.balance, Posting.hash),
    )
    .join(Posting, Posting.entry_id == Entry.id)
    .join(_house_leg, and_(_house_leg.entry_id == Entry.id, _house_leg.seq == 1))
    .where(Posting.account_id == _account)
    .order_by(Entry.id)
)
_KEPT = select(Balance.available + Balance.held, Balance.head).where(Balance.account_id == _account)


@dataclass(frozen=True)
class OwnChain:
    """`entries` links lead to `balance`; `bad_entry` is the first that is not as it was written (None: all are).
    `forms` are the links as they are hashed, `head` is where they lead."""

    entries: int
    balance: int
    bad_entry: int | None
    forms: tuple[bytes, ...]
    head: bytes


async def own_chain(session: AsyncSession, member_id: int) -> OwnChain:
    """Every entry of the member added up and hashed again, and compared with what is kept."""
    rows = (await session.execute(_CHAIN, {"member": member_id})).mappings().all()
    head, total, bad = START_OF_CHAIN, 0, None
    forms = []
    for row in rows:
        link = Link(**{name: value for name, value in row.items() if name != "hash"})
        forms.append(canonical(link))
        head, total = next_hash(head, forms[-1]), total + link.amount
        if bad is None and (head != row["hash"] or total != link.balance):
            bad = link.entry_id
    kept, kept_head = (await session.execute(_KEPT, {"member": member_id})).one()
    if bad is None and (kept, kept_head) != (total, head):
        bad = rows[-1]["entry_id"] if rows else 0
    return OwnChain(len(rows), total, bad, tuple(forms), head)
