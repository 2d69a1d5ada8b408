"""The sum behind points that a return took or gave back, and behind those that paid for an order."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.i18n import Html, Texts

Facts = Mapping[str, Any]


def returned(facts: Facts, points: int, t: Texts) -> list[Html]:
    """⌊points × what came back ÷ what had earned⌋, less what was taken before."""
    currency = facts["currency"]
    told = [
        # NOTE: {order} is a number; {money} is what was paid for the goods that came back.
        t(
            "Goods of order № {order} came back, for {money}.",
            order=str(facts["order"]),
            money=t.money(facts["returned_minor"], currency),
        ),
        # NOTE: arithmetic, rounded down: points of the order × what came back so far ÷ all that had earned = points.
        t(
            "<b>{points} × {back} ÷ {base} = {taken}</b>",
            points=t.number(facts["points"]),
            back=t.money(facts["base_back_minor"], currency),
            base=t.money(facts["base_minor"], currency),
            taken=t.points(facts["before"] - points),
        ),
    ]
    if facts["before"]:
        told.append(t("Of these {points} had been taken before.", points=t.points(facts["before"])))
    return told


def given_back(facts: Facts, points: int, t: Texts) -> list[Html]:
    """The share of the points that had paid."""
    return [
        t(
            "Goods of order № {order} came back, for {money}.",
            order=str(facts["order"]),
            money=t.money(facts["returned_minor"], facts["currency"]),
        ),
        t("You had paid a part of it with {points}: this share is yours again.", points=t.points(facts["points_paid"])),
    ]


def paid(facts: Facts, points: int, t: Texts) -> list[Html]:
    # NOTE: {order} is a number.
    return [t("They paid a part of order № {order}.", order=str(facts["order"]))]


def late(facts: Facts, points: int, t: Texts) -> list[Html]:
    order = str(facts["order"])
    # NOTE: {n} counts minutes after the promised time.
    return [
        t.plural(
            "Order № {order} came {n} minute later than we had promised.",
            "Order № {order} came {n} minutes later than we had promised.",
            facts["minutes"],
            order=order,
        )
    ]


def welcome_undone(facts: Facts, points: int, t: Texts) -> list[Html]:
    order = str(facts["order"])
    return [t("Order № {order}, your only one, came back whole. The gift comes again with your next one.", order=order)]


def tier_undone(facts: Facts, points: int, t: Texts) -> list[Html]:
    return [t("Order № {order} had brought you that level, and came back.", order=str(facts["order"]))]


def stamps_undone(facts: Facts, points: int, t: Texts) -> list[Html]:
    return [t("Order № {order} had filled the card, and came back.", order=str(facts["order"]))]


def referral_undone(facts: Facts, points: int, t: Texts) -> list[Html]:
    return [t("The order that this gift was for came back. It is yours again with another one that is large enough.")]


EXPLAINED: dict[str, Callable[[Facts, int, Texts], list[Html]]] = {
    "order.returned": returned,
    "order.given_back": given_back,
    "order.paid": paid,
    "order.late": late,
    "welcome.undone": welcome_undone,
    "tier.undone": tier_undone,
    "stamps.undone": stamps_undone,
    "referral.undone": referral_undone,
}
