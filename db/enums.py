"""Every enumeration that is stored: the database keeps the values, so a value is never renamed, only added."""

from enum import StrEnum


class Role(StrEnum):
    """What a person of the staff may do; see bot/rules/access.py for which acts each may perform."""

    OWNER = "owner"
    MANAGER = "manager"
    CASHIER = "cashier"
    COURIER = "courier"
    SUPPORT = "support"


class StaffState(StrEnum):
    PENDING = "pending"  # opened an invite, waits for the inviter's yes
    ACTIVE = "active"
    REFUSED = "refused"
    DISMISSED = "dismissed"


class InviteState(StrEnum):
    OPEN = "open"
    USED = "used"
    REVOKED = "revoked"


class MemberState(StrEnum):
    ACTIVE = "active"
    ERASED = "erased"


class Tier(StrEnum):
    BRONZE = "bronze"
    SILVER = "silver"
    GOLD = "gold"


class ConsentKind(StrEnum):
    DATA = "data"
    ADVERTISING = "advertising"


class ReferralState(StrEnum):
    PENDING = "pending"  # the friend has joined, no qualifying order yet
    PAID = "paid"
    REVIEW = "review"  # a burst or another doubt: a manager decides
    REFUSED = "refused"
    EXPIRED = "expired"


class OrderState(StrEnum):
    PLACED = "placed"
    ACCEPTED = "accepted"
    ON_THE_WAY = "on_the_way"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    RETURNED = "returned"


class ProblemKind(StrEnum):
    NOBODY_HOME = "nobody_home"
    WRONG_ADDRESS = "wrong_address"
    REFUSED = "refused"
    DAMAGED = "damaged"
    WRONG_CODE = "wrong_code"  # the code was wrong three times; raised by the programme, not by the courier


class AccountKind(StrEnum):
    """Where points are. MEMBER has one account per member; the rest are the programme's own, one each."""

    MEMBER = "member"
    WELCOME = "welcome"
    ORDERS = "orders"
    REFERRAL = "referral"
    BIRTHDAY = "birthday"
    AUTOMATION = "automation"
    ADJUSTMENT = "adjustment"
    REDEEMED = "redeemed"
    EXPIRED = "expired"
    FORFEITED = "forfeited"  # left behind by people who erased themselves


class EntryKind(StrEnum):
    EARN = "earn"
    GIFT = "gift"
    REDEEM = "redeem"
    EXPIRE = "expire"
    REVERSE = "reverse"
    ADJUST = "adjust"
    FORFEIT = "forfeit"


class HoldState(StrEnum):
    OPEN = "open"
    CAPTURED = "captured"
    RELEASED = "released"


class UpdateState(StrEnum):
    """Of an update in the inbox."""

    NEW = "new"
    DONE = "done"
    QUARANTINED = "quarantined"  # undecodable, or failed five times; the person was told


class MessageState(StrEnum):
    """Of a message in the outbox; the six states of a broadcast always add up to its audience."""

    PLANNED = "planned"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"  # may have been delivered: never resent by itself if advertising
    SKIPPED = "skipped"


class Lane(StrEnum):
    """Who goes first when Telegram's pace is short."""

    PERSON = "person"  # an answer somebody waits for
    SERVICE = "service"  # order, points, staff news
    BULK = "bulk"  # advertising


class BroadcastState(StrEnum):
    DRAFT = "draft"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    DONE = "done"


class AutomationKind(StrEnum):
    BIRTHDAY = "birthday"
    INACTIVITY = "inactivity"


class FiringState(StrEnum):
    FIRED = "fired"
    SKIPPED = "skipped"
    MISSED = "missed"
