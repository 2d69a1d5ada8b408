"""An invented member, for looking at a rule's message: the facts its words need, as a firing would tell them."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from bot.rules import benefits
from bot.rules.automations import Spec
from bot.rules.benefits import Benefit
from db.enums import AutomationKind, BenefitKind, OfferKind, Tier

AVAILABLE, PIECE_MINOR = 320, 100_000
DAYS, YEARS, ORDERS = 45, 1, 10
NEW_YEAR = {"en": "New Year", "pl": "Nowy Rok", "ru": "Новый год"}


def sample(spec: Spec, number: int, people: Mapping[str, str], today: date) -> dict[str, Any]:
    """The facts of message *number* of the rule as of *today*. *people*: the words a shop or a member would choose:
    "name", "occasion" (a day they named), "category"."""
    until = today + timedelta(days=spec.offer.valid_days)
    own = {language: texts[str(number)] for language, texts in spec.texts.items() if str(number) in texts}
    always = {"name": people["name"], "n": number, "own": own, "until": until.isoformat(), "rule": 0}
    told = {"available": AVAILABLE, **_gift(spec), **_occasion(spec, today)}
    told |= {"occasion": people["occasion"], "category": spec.moment.category or people["category"]}
    return {**always, **told}


def _gift(spec: Spec) -> dict[str, Any]:
    if spec.offer.kind is OfferKind.VOUCHER and spec.offer.benefit:
        return {"points": 0, "voucher": 1, "code": "", "benefit": benefits.to_json(spec.offer.benefit)}
    if spec.kind is AutomationKind.VOUCHER_ENDING:
        return {"points": 0, "voucher": 1, "benefit": benefits.to_json(Benefit(BenefitKind.DELIVERY))}
    return {"points": spec.offer.points}


def _occasion(spec: Spec, today: date) -> dict[str, Any]:
    """What each kind tells besides; keys nobody asks for do no harm."""
    day = today - timedelta(days=spec.moment.days)
    sums, orders = spec.moment.sums or (PIECE_MINOR,), spec.moment.orders or (ORDERS,)
    days = abs(spec.moment.days) or DAYS
    told = {"day": day.day, "month": day.month, "days": days, "years": YEARS, "order": 1}
    return {**told, "sum": sums[0], "orders": orders[0], "level": Tier.GOLD.value, "missing": PIECE_MINOR} | {
        "names": NEW_YEAR
    }
