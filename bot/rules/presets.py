"""Complete programmes to begin with, in sums that look well in each currency."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from babel.numbers import get_currency_precision

from bot.rules.program import Program, ProgramInvalid, TierRule, check
from db.enums import Tier


@dataclass(frozen=True, slots=True)
class Scale:
    """The currency's sums, in whole units: what one point pays, where the tiers begin, the friend's smallest order."""

    point: str
    silver: int
    gold: int
    referral: int


# One euro is near 100 roubles and 4 złoty; the sums are then rounded to numbers that look well on a card.
SCALES: Mapping[str, Scale] = {
    "RUB": Scale("1", 15_000, 40_000, 1_000),
    "PLN": Scale("0.05", 750, 2_000, 50),
    "EUR": Scale("0.01", 150, 400, 10),
    "USD": Scale("0.01", 150, 400, 10),
    "BYN": Scale("0.03", 500, 1_300, 30),
    "KZT": Scale("5", 75_000, 200_000, 5_000),
    "UAH": Scale("0.5", 7_500, 20_000, 500),
    "JPY": Scale("1", 20_000, 60_000, 1_500),
}
PRESETS = ("sushi",)
COUNTRIES: Mapping[str, str] = {
    "RUB": "RU",
    "PLN": "PL",
    "USD": "US",
    "BYN": "BY",
    "KZT": "KZ",
    "UAH": "UA",
    "JPY": "JP",
}


def preset(kind: str, *, name: str, currency: str, time_zone: str, language: str) -> Program:
    """A complete programme of *kind* in *currency*. A currency without a scale of its own gets the euro's numbers,
    which the owner should look over (`currency in SCALES` tells). Raises ProgramInvalid."""
    if kind not in PRESETS:
        raise ProgramInvalid("program.unknown_preset", field="preset")
    currency = currency.upper()
    scale = SCALES.get(currency, SCALES["EUR"])
    one = 10 ** get_currency_precision(currency)
    program = Program(
        name=name,
        currency=currency,
        time_zone=time_zone,
        language=language,
        preset=kind,
        country=COUNTRIES.get(currency, ""),
        point_value_minor=max(1, int(Decimal(scale.point) * one)),
        tiers=_tiers(scale, one),
        referral_min_net_minor=scale.referral * one,
    )
    check(program)
    return program


def _tiers(scale: Scale, one: int) -> tuple[TierRule, ...]:
    """What each brings: points are points in every currency, so only the sums are scaled."""
    gold = TierRule(
        Tier.GOLD,
        scale.gold * one,
        15_000,
        gift_points=300,
        spend_max_bp=5_000,
        free_delivery=True,
        early_hours=24,
        priority=True,
    )
    silver = TierRule(Tier.SILVER, scale.silver * one, 12_000, gift_points=100, early_hours=12)
    return TierRule(Tier.BRONZE, 0, 10_000), silver, gold
