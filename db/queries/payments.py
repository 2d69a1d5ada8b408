"""Named reads about payments in chat."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import PaymentKind, PaymentState
from db.models.members import Member, Person
from db.models.payments import Payment


@dataclass(frozen=True)
class PaymentLine:
    """A payment as the staff see it. `name`: None when the member has erased themselves."""

    id: int
    kind: PaymentKind
    state: PaymentState
    member_id: int
    number: str
    name: str | None
    chat_id: int | None
    order_id: int | None
    voucher_id: int | None
    worth_minor: int
    amount: int
    currency: str
    owed: int
    refunded: int
    owed_for: str | None
    charge_id: str
    provider_charge_id: str | None
    paid_at: datetime


_LINES = (
    select(
        Payment.id,
        Payment.kind,
        Payment.state,
        Payment.member_id,
        Member.number,
        Person.name,
        Person.chat_id,
        Payment.order_id,
        Payment.voucher_id,
        Payment.worth_minor,
        Payment.amount,
        Payment.currency,
        Payment.owed,
        Payment.refunded,
        Payment.owed_for,
        Payment.charge_id,
        Payment.provider_charge_id,
        Payment.paid_at,
    )
    .join(Member, Member.id == Payment.member_id)
    .outerjoin(Person, Person.member_id == Payment.member_id)
    .where(Payment.charge_id.is_not(None))
)


async def page(session: AsyncSession, *, offset: int, limit: int) -> list[PaymentLine]:
    """What has to go back first, then the rest, the newest first."""
    in_turn = _LINES.order_by((Payment.refunded < Payment.owed).desc(), Payment.id.desc())
    rows: Any = await session.execute(in_turn.offset(offset).limit(limit))
    return [PaymentLine(*row) for row in rows]


async def one(session: AsyncSession, payment_id: int) -> PaymentLine | None:
    """One payment that was made."""
    row: Any = (await session.execute(_LINES.where(Payment.id == payment_id))).one_or_none()
    return PaymentLine(*row) if row else None


async def chat_of(session: AsyncSession, member_id: int) -> int | None:
    """The member's own chat."""
    found: int | None = await session.scalar(select(Person.chat_id).where(Person.member_id == member_id))
    return found
