"""Promo codes in tests: made as rows, or entered."""

from datetime import datetime
from typing import Any

from bot.usecases import promocodes
from bot.usecases.promocodes import Entered
from db.enums import BenefitKind
from db.models.promocodes import PromoCode
from db.session import Database
from tests.support.orders import NOON, Shop


async def a_code(db: Database, code: str | None = "SUSHI10", **given: Any) -> int:
    """A code of ten percent off without any limit, but for what is given."""
    row = {"name": "Test", "kind": BenefitKind.PERCENT, "value": 1_000, "valid_days": 30, "created_at": NOON} | given
    async with db.begin() as session:
        promo = PromoCode(code=code, **row)
        session.add(promo)
        await session.flush()
        return promo.id


async def entered(shop: Shop, chat_id: int, text: str = "SUSHI10", at: datetime = NOON) -> Entered:
    """A member types it."""
    return await promocodes.enter(shop.db, await shop.actor(chat_id), text, at=at)


async def row(db: Database, promo_id: int) -> PromoCode:
    async with db.read() as session:
        return await session.get_one(PromoCode, promo_id)
