"""Who may answer a message, and what the answer needs to know of them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import FiringState, MessageState, OrderState
from db.models.automations import Automation, Firing
from db.models.messages import OutgoingMessage
from db.models.orders import Order

ARRIVED = (MessageState.SENDING, MessageState.SENT, MessageState.UNKNOWN)  # a press may be quicker than our books


def key(broadcast_id: int, member_id: int) -> str:
    """The key of the member's message, and of what they claim by it."""
    return f"broadcast:{broadcast_id}:{member_id}"


async def received(session: AsyncSession, broadcast_id: int, member_id: int) -> bool:
    """Whether the member got the broadcast, or may have."""
    theirs = select(OutgoingMessage.state, OutgoingMessage.variant).where(
        OutgoingMessage.key == key(broadcast_id, member_id)
    )
    row = (await session.execute(theirs)).first()
    return row is not None and row.variant is not None and row.state in ARRIVED


@dataclass(frozen=True)
class Bought:
    """An order as its member remembers it."""

    id: int
    delivered_at: datetime
    paid_minor: int
    currency: str


async def last_order(session: AsyncSession, member_id: int) -> Bought | None:
    """The newest delivered order of the member."""
    paid = Order.kept_minor
    theirs = select(Order.id, Order.delivered_at, paid, Order.currency).where(
        Order.member_id == member_id, Order.state == OrderState.DELIVERED, Order.delivered_at.is_not(None)
    )
    row = (await session.execute(theirs.order_by(Order.id.desc()).limit(1))).first()
    return Bought(row[0], row[1], row[2], row[3]) if row and row[1] else None


async def fired_for(session: AsyncSession, rule_id: int, member_id: int) -> str | None:
    """The slug of the standing rule, if it ever fired for the member."""
    fired = (Firing.automation_id == rule_id, Firing.member_id == member_id, Firing.state == FiringState.FIRED)
    found = select(Automation.slug).join(Firing, Firing.automation_id == Automation.id).where(*fired)
    return await session.scalar(found.limit(1))
