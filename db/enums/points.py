"""Points and where they are."""

from enum import StrEnum


class AccountKind(StrEnum):
    """Where points are. MEMBER has one account per member; the rest are the programme's own, one each."""

    MEMBER = "member"
    WELCOME = "welcome"
    ORDERS = "orders"
    REFERRAL = "referral"
    BIRTHDAY = "birthday"
    AUTOMATION = "automation"
    BROADCAST = "broadcast"
    FEEDBACK = "feedback"  # thanks for a review, or an apology
    ADJUSTMENT = "adjustment"
    PROMO = "promo"
    TIER = "tier"
    STAMPS = "stamps"
    LATE = "late"  # apologies for orders that came late
    CLAIMS = "claims"  # cards on tables, and sales of people who joined afterwards
    OPENING = "opening"  # brought along from another programme
    PARTNER = "partner"  # one account for each partner
    GIFTS = "gifts"  # on the way from one member to another
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
    TRANSFER = "transfer"  # points given by one member to another
    FORFEIT = "forfeit"


class HoldState(StrEnum):
    OPEN = "open"
    CAPTURED = "captured"
    RELEASED = "released"
