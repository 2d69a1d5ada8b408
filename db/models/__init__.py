"""Importing this package makes every table known to Base.metadata."""

from db.models import (
    audit,
    automations,
    broadcasts,
    chats,
    deals,
    feedback,
    ledger,
    members,
    messages,
    orders,
    program,
    promocodes,
    referrals,
    rewards,
    segments,
    staff,
    vouchers,
)
from db.models.base import Base

__all__ = [
    "Base",
    "audit",
    "automations",
    "broadcasts",
    "chats",
    "deals",
    "feedback",
    "ledger",
    "members",
    "messages",
    "orders",
    "program",
    "promocodes",
    "referrals",
    "rewards",
    "segments",
    "staff",
    "vouchers",
]
