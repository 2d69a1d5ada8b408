"""The demo shop's messages to members: one that was sent, answered and bought after; and a template."""

from datetime import datetime, timedelta
from random import Random

from bot.rules.automations import Offer
from bot.rules.broadcasts import OfferButton, Words
from bot.usecases import broadcast_claims, broadcast_drafts, broadcast_start, broadcast_templates, broadcasts, outbox
from bot.usecases.actor import Actor
from bot.usecases.attempts import sent
from bot.usecases.errors import Refused
from bot.usecases.outbox import Wish
from db.enums import Lane, OfferKind
from db.session import Database

NAMES = {"en": "Autumn soups", "ru": "Осенние супы", "pl": "Jesienne zupy"}
TEXTS = {
    "en": "🍜 <b>{name}, it is soup season</b>\nRamen and miso are back. Here are 50 points to taste them.",
    "ru": "🍜 <b>{name}, пора супов</b>\nРамен и мисо снова в меню. Дарим 50 баллов, чтобы попробовать.",
    "pl": "🍜 <b>{name}, czas na zupy</b>\nRamen i miso wracają do menu. Oto 50 punktów, żeby ich spróbować.",
}
TAKE = {"en": "Take 50 points", "ru": "Забрать 50 баллов", "pl": "Odbierz 50 punktów"}
CONTROL_BP = 2_000
TAKEN = 0.4  # of those who got it


async def fill(db: Database, olga: Actor, members: list[Actor], *, at: datetime, language: str) -> None:
    """Olga has written to everybody who agreed to offers, but for a fifth to compare with; some have taken the points;
    she keeps the message to use it again."""
    sides = {
        "name": NAMES.get(language, NAMES["en"]),
        "content": {"A": {spoken: Words(text) for spoken, text in TEXTS.items()} | {"*": Words(TEXTS["en"])}},
        "buttons": (OfferButton("claim", TAKE),),
        "offer": Offer(OfferKind.POINTS, 50, valid_days=60),
        "deadline": at + timedelta(days=14),
        "control_bp": CONTROL_BP,
    }
    draft = await broadcast_drafts.begin(db, olga, sides, at=at)
    await broadcast_templates.keep_template(db, olga, draft.id, draft.name, at=at)
    await broadcast_start.confirm(db, olga, draft.which, at=at)
    while leaving := (await outbox.claim(db, Wish("demo", {Lane.BULK: 100}), at=at)).leaving:
        await outbox.settle(db, [sent(row, row.id) for row in leaving], at=at)
    await broadcasts.under_way(db, at=at)
    chance = Random(2026)  # noqa: S311 - the demo is the same each time
    for member in members:
        if chance.random() < TAKEN:
            await _takes(db, member, draft.id, at + timedelta(minutes=chance.randrange(5, 600)))


async def _takes(db: Database, member: Actor, broadcast_id: int, at: datetime) -> None:
    try:
        await broadcast_claims.claim(db, member, broadcast_id, at=at)
    except Refused:  # they never got it
        return
