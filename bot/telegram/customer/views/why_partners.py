"""Why points moved at a partner's: the sum behind what was earned there, and what became of it."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.i18n import Html, Texts
from bot.telegram.customer.views.arithmetic import arithmetic

Facts = Mapping[str, Any]


def earned(facts: Facts, points: int, t: Texts) -> list[Html]:
    # NOTE: {place} is a company's name.
    return [t("You bought at {place}, a partner of ours.", place=facts["place"]), *arithmetic(facts, points, t)]


def paid(facts: Facts, points: int, t: Texts) -> list[Html]:
    money = t.money(facts["paid_minor"], facts["currency"])
    # NOTE: {place} is a company's name; {money} is what the points paid.
    return [t("They paid {money} of a bill at {place}.", money=money, place=facts["place"])]


def returned(facts: Facts, points: int, t: Texts) -> list[Html]:
    if points > 0:
        return [
            t("Goods went back to {place}: the points that had paid for them are yours again.", place=facts["place"])
        ]
    return [t("Goods went back to {place}: the points they had earned went, too.", place=facts["place"])]


def undone(facts: Facts, points: int, t: Texts) -> list[Html]:
    return [t("The sale at {place} was a slip at the till, and counts for nothing.", place=facts["place"])]


AT_PARTNERS: dict[str, Callable[[Facts, int, Texts], list[Html]]] = {
    "partner.earned": earned,
    "partner.paid": paid,
    "partner.returned": returned,
    "partner.undone": undone,
}
