"""The demo shop's shelf: a reward of each kind, in three languages, with what a keeper would set on them."""

from datetime import datetime, timedelta

from bot.rules import timing
from bot.usecases import catalogue, program, rewards
from bot.usecases.actor import Actor
from bot.usecases.catalogue import Draft, Edit, EditField, Switch
from db.enums import Allergen, RewardKind, Tier
from db.session import Database

EVENING_IN = timedelta(days=21)

Properties = tuple[tuple[EditField, object], ...]


def _contains(*allergens: Allergen) -> Properties:
    return tuple(("allergens", Switch(each.value, True)) for each in allergens)


# Costs are told in what one point pays, so that they make sense in every currency.
SHELF: tuple[tuple[Draft, Properties], ...] = (
    (
        Draft(
            RewardKind.DRINK,
            {"en": "Green tea", "ru": "Зелёный чай", "pl": "Zielona herbata"},
            60,
            {"en": "A pot for two.", "ru": "Чайник на двоих.", "pl": "Dzbanek dla dwojga."},
        ),
        (),
    ),
    (
        Draft(
            RewardKind.SIDE,
            {"en": "Miso soup", "ru": "Мисо-суп", "pl": "Zupa miso"},
            120,
            {
                "en": "With tofu, wakame and spring onions.",
                "ru": "С тофу, вакаме и зелёным луком.",
                "pl": "Z tofu, wakame i szczypiorkiem.",
            },
        ),
        (*_contains(Allergen.SOYBEANS, Allergen.FISH), ("cost_minor", 40)),
    ),
    (
        Draft(RewardKind.DELIVERY, {"en": "Free delivery", "ru": "Бесплатная доставка", "pl": "Darmowa dostawa"}, 150),
        (("per_member", 10),),
    ),
    (
        Draft(
            RewardKind.DISH,
            {"en": "Philadelphia, 8 pieces", "ru": "Филадельфия, 8 штук", "pl": "Philadelphia, 8 sztuk"},
            400,
            {
                "en": "Salmon, cream cheese, cucumber: the one everybody orders.",
                "ru": "Лосось, сливочный сыр, огурец: то, что заказывают все.",
                "pl": "Łosoś, serek, ogórek: to, co zamawiają wszyscy.",
            },
        ),
        (*_contains(Allergen.FISH, Allergen.MILK, Allergen.SESAME), ("per_day", 20), ("cost_minor", 210)),
    ),
    (
        Draft(
            RewardKind.SERVICE,
            {"en": "A greeting on your box", "ru": "Поздравление на коробке", "pl": "Życzenia na pudełku"},
            80,
            {
                "en": "Our chef writes your words on the box, for whoever you love.",
                "ru": "Наш шеф напишет на коробке Ваши слова для того, кого Вы любите.",
                "pl": "Nasz szef napisze na pudełku słowa dla kogoś bliskiego.",
            },
        ),
        (("tier", Tier.SILVER),),
    ),
    (
        Draft(
            RewardKind.EXPERIENCE,
            {"en": "Sushi class with the chef", "ru": "Мастер-класс с шефом", "pl": "Warsztaty sushi z szefem"},
            600,
            {
                "en": "Two hours, four rolls, and you eat what you made.",
                "ru": "Два часа, четыре ролла, и всё приготовленное Вы съедаете.",
                "pl": "Dwie godziny, cztery rolki, a na koniec wspólna uczta.",
            },
        ),
        (("stock", 12), ("per_member", 2), *_contains(Allergen.FISH, Allergen.SOYBEANS)),
    ),
)


async def fill(db: Database, olga: Actor, *, at: datetime, now: datetime) -> list[int]:
    """The shelf stands since *at*, the evening is three weeks after *now*; the rewards' ids, in SHELF's order."""
    rules = await program.current(db, at)
    zone, unit = rules.zone, rules.program.point_value_minor
    evening = timing.at_local(timing.local_date(now + EVENING_IN, zone), 18, zone)
    numbers = []
    for draft, properties in SHELF:
        card = await catalogue.add(db, olga, draft, at=at)
        if draft.kind is RewardKind.EXPERIENCE:
            properties = (("happens_at", evening), *properties)
        for field, value in properties:
            wanted = value * unit if field == "cost_minor" and isinstance(value, int) else value
            card = await catalogue.change(db, olga, Edit(card.terms.id, card.edition, field, wanted), at=at)
        numbers.append(card.terms.id)
    return numbers


async def treat(db: Database, member: Actor, key: str, *, at: datetime) -> None:
    """The member takes the dearest reward they can have, if there is one."""
    shelf = await rewards.look(db, member, at=at)
    if shelf.now:
        await rewards.redeem(db, member, shelf.now[0].terms.id, key, agreed=True, at=at)
