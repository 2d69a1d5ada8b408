"""The demo shop's neighbour in the network: a bakery where the same points are earned and spent, with an offer."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.usecases import partner_applications, partner_offers, partner_sales, partners, program
from bot.usecases.actor import Actor
from bot.usecases.makers import Makers
from bot.usecases.partner_applications import Application
from bot.usecases.partner_sales import PartnerSaleDraft
from db.session import Database

SAID = {
    "en": Application(
        "Green Bakery",
        "bread",
        "12 Long Street",
        "Petra, at the counter",
        "Sourdough, cinnamon buns and coffee from seven in the morning.",
    ),
    "ru": Application(
        "Зелёная пекарня",
        "хлеб",
        "ул. Длинная, 12",
        "Петра, за прилавком",
        "Хлеб на закваске, булочки с корицей и кофе с семи утра.",
    ),
    "pl": Application(
        "Zielona Piekarnia",
        "pieczywo",
        "ul. Długa 12",
        "Petra, przy ladzie",
        "Chleb na zakwasie, cynamonki i kawa od siódmej rano.",
    ),
}
RATES = {"earn_rate_bp": "5", "spend_max_bp": "50", "discount_bp": "10", "give_value_bp": "90", "take_value_bp": "100"}
A_DAY = "2000"  # points
OFFER = {
    "en": "A cinnamon bun with every coffee before nine.",
    "ru": "Булочка с корицей к каждому кофе до девяти утра.",
    "pl": "Cynamonka do każdej kawy przed dziewiątą.",
}


async def fill(db: Database, olga: Actor, petra: Actor, new: Makers, *, at: datetime) -> None:
    """Petra's bakery is in the network at the rates agreed, and she serves there."""
    language = (await program.current(db, at)).program.language
    said = SAID.get(language, SAID["en"])
    applied = await partner_applications.apply(db, petra, said, at=at, new=new)
    for field, text in (RATES | {"daily_points": A_DAY}).items():
        await partners.rate(db, olga, applied.partner_id, field, text, at=at)
    await partner_applications.take_in(db, olga, applied.partner_id, at=at)
    for code, words in OFFER.items():
        await partner_offers.write(db, olga, applied.partner_id, code, words, at=at)


async def sell(db: Database, petra: Actor, members: Sequence[int], *, at: datetime) -> None:
    """These members have bought bread lately, the last of them at that moment."""
    unit = (await program.current(db, at)).program.point_value_minor
    for number, member_id in enumerate(members):
        then = at - timedelta(minutes=20 * (len(members) - number - 1))
        draft = PartnerSaleDraft(
            key=f"demo bread {number}", member_id=member_id, bill_minor=unit * (240 + 110 * number)
        )
        await partner_sales.post(db, petra, draft, at=then)
