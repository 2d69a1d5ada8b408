"""Short words for stories about points: members with accounts, and becauses that need no thought."""

from datetime import UTC, date, datetime
from uuid import uuid4

from db.enums import AccountKind, EntryKind
from db.ledger import accounts, post
from db.ledger.post import Because, Posted
from db.models.members import Member
from db.session import Database

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
NEXT_YEAR = date(2027, 5, 4)


def because(key: str | None = None, kind: EntryKind = EntryKind.EARN, reason: str = "order.delivered") -> Because:
    return Because(key=key or f"test:{uuid4().hex}", kind=kind, at=NOON, reason=reason, facts={"base": 124_000})


async def joined(db: Database, *names: str) -> list[int]:
    """One member with an account for each name; the ids in that order."""
    ids = []
    async with db.begin() as session:
        for name in names:
            tag = f"{name}{uuid4().hex[:8]}"
            member = Member(number=tag, card_code=tag, referral_code=tag, joined_at=NOON)
            session.add(member)
            await session.flush()
            await accounts.open_member(session, member.id)
            ids.append(member.id)
    return ids


async def earned(
    db: Database, member_id: int, points: int, *, key: str | None = None, expires_on: date | None = NEXT_YEAR
) -> Posted:
    async with db.begin() as session:
        return await post.give(
            session, member_id, points, source=AccountKind.ORDERS, because=because(key), expires_on=expires_on
        )


async def spent(
    db: Database, member_id: int, points: int, *, key: str | None = None, allow_debt: bool = False
) -> Posted:
    async with db.begin() as session:
        return await post.take(
            session,
            member_id,
            points,
            into=AccountKind.REDEEMED,
            because=because(key, EntryKind.REDEEM, "order.paid"),
            allow_debt=allow_debt,
        )


def reversal(key: str | None = None) -> Because:
    return because(key, EntryKind.REVERSE, "order.returned")
