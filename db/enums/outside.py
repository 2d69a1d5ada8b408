"""Tills, sites, partners and payments: how the shop meets the rest of the world."""

from enum import StrEnum


class Scope(StrEnum):
    """What the holder of an API key is; see bot/rules/access.py for which acts each may perform."""

    TILL = "till"
    SITE = "site"
    PARTNER = "partner"
    READ = "read"


class SpendingState(StrEnum):
    """Of points that are to pay a part of a bill."""

    ASKED = "asked"  # the member has to say yes; nothing is set aside
    HELD = "held"
    CAPTURED = "captured"
    RELEASED = "released"
    DECLINED = "declined"  # by the member
    EXPIRED = "expired"  # no answer in time, or held and never used


class Proof(StrEnum):
    """How a member agreed to pay with points."""

    PRESS = "press"  # "Yes" in their own chat
    CODE = "code"  # the six digits, not older than 90 seconds
    CARD = "card"  # the QR as shown within 90 seconds


class ApprovalState(StrEnum):
    """Of a sale above what a cashier may do alone."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    DONE = "done"


class ClaimKind(StrEnum):
    """What is waiting to be claimed."""

    RECEIPT = "receipt"  # the points of one sale, by the link printed on its receipt
    CARD = "card"  # so many points, by the link on a card on the table
    PHONE = "phone"  # the points of one sale, by whoever joins with this number


class ClaimState(StrEnum):
    OPEN = "open"
    CLAIMED = "claimed"
    EXPIRED = "expired"
    VOIDED = "voided"


class HookState(StrEnum):
    ON = "on"
    PAUSED = "paused"  # by the owner
    DEAD = "dead"  # nothing arrived for three days
    REMOVED = "removed"


class DeliveryState(StrEnum):
    """Of one event on its way to one address."""

    DUE = "due"
    SENT = "sent"
    DEAD = "dead"


class PartnerState(StrEnum):
    APPLIED = "applied"
    ACTIVE = "active"
    PAUSED = "paused"
    REFUSED = "refused"
    ENDED = "ended"


class PaymentKind(StrEnum):
    ORDER = "order"  # what is left of an order after points
    CERTIFICATE = "certificate"


class PaymentState(StrEnum):
    INVOICED = "invoiced"
    PAID = "paid"
    REFUNDED = "refunded"
    CANCELLED = "cancelled"


class ImportState(StrEnum):
    RUNNING = "running"
    DONE = "done"
