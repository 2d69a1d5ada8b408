"""The demo shop's promo codes and deals: one of each kind worth trying, and personal codes for a flyer."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.demo_dishes import ROLLS
from bot.rules.benefits import named
from bot.rules.program import Program
from bot.usecases import deal_desk, program, promo_desk
from bot.usecases.actor import Actor
from bot.usecases.makers import Makers
from bot.usecases.promo_desk import NewPromo
from db.enums import BenefitKind, Tier
from db.session import Database

FLYERS = 20
# Sums are told in what one point pays, so that they make sense in every currency.
CODES: tuple[tuple[NewPromo, Mapping[str, Any]], ...] = (
    (NewPromo(BenefitKind.PERCENT, 1_000, typed="SUSHI10"), {"most_minor": 500, "total_limit": 500}),
    (NewPromo(BenefitKind.POINTS, 50, typed="HELLO50"), {"budget_minor": 10_000}),
    (NewPromo(BenefitKind.AMOUNT, 300, typed="FIRST300"), {"first_order": True, "least_minor": 1_000}),
    (NewPromo(BenefitKind.MULTIPLIER, 20_000, typed="DOUBLE"), {"period_limit": 2, "period_days": 30}),
)
HAPPY = {
    "en": "Happy hours: rolls\nTwo of three are the usual price, the third is on us.",
    "ru": "Счастливые часы: роллы\nДва из трёх по обычной цене, третий за наш счёт.",
    "pl": "Szczęśliwe godziny: rolki\nDwie z trzech w zwykłej cenie, trzecia na nasz koszt.",
}
BOWL = {
    "en": "Salmon bowl of the day",
    "ru": "Боул с лососем: блюдо дня",
    "pl": "Miska z łososiem: danie dnia",
}
TASTING = {
    "en": "Tasting of the spring menu\nBefore anybody else has it.",
    "ru": "Дегустация весеннего меню\nРаньше всех остальных.",
    "pl": "Degustacja wiosennego menu\nZanim dostanie je ktokolwiek inny.",
}
DEALS: tuple[tuple[Mapping[str, str], Mapping[str, Any]], ...] = (
    (BOWL, {"price_minor": 490, "usual_minor": 590}),
    (HAPPY, {"hour_from": 14, "hour_until": 18, "weekdays": [0, 1, 2, 3, 4], "category": ROLLS}),
    (TASTING, {"tier": Tier.GOLD}),
)


async def fill(db: Database, olga: Actor, new: Makers, *, at: datetime, now: datetime) -> None:
    """Olga has made the codes and deals; the deals last sixty days from *now*."""
    shop = (await program.current(db, at)).program
    unit = shop.point_value_minor
    for code, limits in CODES:
        wanted = replace(code, value=code.value * unit) if code.kind is BenefitKind.AMOUNT else code
        made = await promo_desk.create(db, olga, wanted, at=at)
        which = promo_desk.Which(made.id, made.edition)
        await promo_desk.change(db, olga, which, _suited(limits, shop), at=at)
    flyers = await promo_desk.create(db, olga, NewPromo(BenefitKind.POINTS, 100, name="Flyers"), at=at)
    await promo_desk.make_batch(db, olga, flyers.id, FLYERS, new.referral_code, at=at)
    for words, sides in DEALS:
        await _put_on(db, olga, words, {**_suited(sides, shop), "closes_at": now + timedelta(days=60)}, at)


def _suited(columns: Mapping[str, Any], shop: Program) -> dict[str, Any]:
    """In the shop's money, a category by the name its dishes have."""
    suited = {
        name: value * shop.point_value_minor if name.endswith("_minor") else value for name, value in columns.items()
    }
    return suited | ({"category": named(columns["category"], shop.language)} if "category" in columns else {})


async def _put_on(db: Database, olga: Actor, words: Mapping[str, str], sides: Mapping[str, Any], at: datetime) -> None:
    (first, text), *others = words.items()
    seen = await deal_desk.create(db, olga, text, first, at=at)
    for language, more in others:
        seen = await deal_desk.say(db, olga, deal_desk.Which(seen.id, seen.edition), more, language, at=at)
    await deal_desk.change(db, olga, deal_desk.Which(seen.id, seen.edition), sides, at=at)
