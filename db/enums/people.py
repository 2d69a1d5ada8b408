"""Members and staff."""

from enum import StrEnum


class Role(StrEnum):
    """What a person of the staff may do; see bot/rules/access.py for which acts each may perform."""

    OWNER = "owner"
    MANAGER = "manager"
    CASHIER = "cashier"
    COURIER = "courier"
    SUPPORT = "support"
    PARTNER = "partner"  # works at a partner's: serves members there


class StaffState(StrEnum):
    PENDING = "pending"  # opened an invite, waits for the inviter's yes
    ACTIVE = "active"
    REFUSED = "refused"
    DISMISSED = "dismissed"


class InviteState(StrEnum):
    OPEN = "open"
    USED = "used"
    REVOKED = "revoked"


class Gender(StrEnum):
    """As a member said it of their own accord; asked by nothing, needed for nothing."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"


class ConversationState(StrEnum):
    """Of a talk between a member and the shop."""

    OPEN = "open"  # the shop's turn
    ANSWERED = "answered"  # the member's turn
    CLOSED = "closed"


class KitchenLoad(StrEnum):
    """How busy a kitchen is."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


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


class Topic(StrEnum):
    """What advertising is about: a member may leave out any of them."""

    DATES = "dates"  # birthday, anniversaries, holidays
    OFFERS = "offers"  # discounts, rewards, promotions, news of the shop
    REMINDERS = "reminders"  # it has been a while
    TIPS = "tips"  # how to get the most out of it, and asking how it was


class Allergen(StrEnum):
    """The fourteen of Regulation (EU) No 1169/2011, annex II."""

    GLUTEN = "gluten"
    CRUSTACEANS = "crustaceans"
    EGGS = "eggs"
    FISH = "fish"
    PEANUTS = "peanuts"
    SOYBEANS = "soybeans"
    MILK = "milk"
    NUTS = "nuts"
    CELERY = "celery"
    MUSTARD = "mustard"
    SESAME = "sesame"
    SULPHITES = "sulphites"
    LUPIN = "lupin"
    MOLLUSCS = "molluscs"
