"""Rewards, vouchers, codes, and offers that come by themselves."""

from enum import StrEnum


class AutomationKind(StrEnum):
    """What a standing rule waits for."""

    BIRTHDAY = "birthday"
    INACTIVITY = "inactivity"  # silent for longer than the member's own rhythm
    WELCOME = "welcome"  # a series after joining, which ends when the member acts
    EDUCATION = "education"  # a tour of how points work
    MEMORABLE_DATE = "memorable_date"  # a day the member named
    MEMBERSHIP = "membership"  # a year, two, … since joining
    FIRST_ORDER = "first_order"  # a year, two, … since the first delivered order
    SECOND_ORDER = "second_order"  # one order, and no second yet
    SPEND_MILESTONE = "spend_milestone"
    ORDER_MILESTONE = "order_milestone"
    TIER_NEAR = "tier_near"
    VOUCHER_ENDING = "voucher_ending"
    POINTS_ENDING = "points_ending"
    AFTER_DELIVERY = "after_delivery"  # so many hours after an order (of a category, if named) was delivered
    HOLIDAY = "holiday"
    CATEGORY_LAPSED = "category_lapsed"  # bought this category before, and not for so many days


class FiringState(StrEnum):
    FIRED = "fired"
    SKIPPED = "skipped"
    MISSED = "missed"
    HELD_OUT = "held_out"  # due, and left without it on purpose, to compare with


class OfferKind(StrEnum):
    """What a message brings."""

    POINTS = "points"
    VOUCHER = "voucher"
    WORDS = "words"


class BenefitKind(StrEnum):
    """What a voucher or promo code gives; for the unit of its value see bot/rules/benefits.py."""

    ITEM = "item"
    SERVICE = "service"
    EXPERIENCE = "experience"
    DELIVERY = "delivery"
    PERCENT = "percent"
    AMOUNT = "amount"
    MULTIPLIER = "multiplier"
    POINTS = "points"  # of promo codes alone: points need no voucher


class RewardKind(StrEnum):
    DISH = "dish"
    SIDE = "side"
    DRINK = "drink"
    DELIVERY = "delivery"
    SERVICE = "service"
    EXPERIENCE = "experience"


class VoucherState(StrEnum):
    HELD = "held"  # the member's to use
    GIVEN = "given"  # on its way to a friend: nobody's to use until the link is opened or ends
    RESERVED = "reserved"  # belongs to an order that is not finished
    USED = "used"
    RETURNED = "returned"  # the member changed their mind in time; the points are back
    VOIDED = "voided"
    EXPIRED = "expired"


class VoucherSource(StrEnum):
    REWARD = "reward"
    PROMO = "promo"
    AUTOMATION = "automation"
    BROADCAST = "broadcast"
    TIER = "tier"
    STAMPS = "stamps"
    STAFF = "staff"
    CERTIFICATE = "certificate"  # bought with money


class GiftState(StrEnum):
    OPEN = "open"
    CLAIMED = "claimed"
    RETURNED = "returned"  # nobody opened it in time, or the giver took it back
