"""Orders."""

from enum import StrEnum


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


class Channel(StrEnum):
    """How an order came."""

    DESK = "desk"
    TILL = "till"
    SITE = "site"
    CHAT = "chat"
