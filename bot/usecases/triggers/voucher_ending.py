"""A voucher that ends soon reminds its member, once."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import benefits
from bot.rules.benefits import Benefit
from bot.usecases.firings import Due, Occasion
from bot.usecases.triggers import shape
from db.models.vouchers import Voucher
from db.queries import due
from db.queries.due import Search

daily = True


async def searches(session: AsyncSession, occasion: Occasion, name: str | None) -> list[Search]:
    """Those whose last day is as many days ahead of the occasion's."""
    ends = occasion.day - timedelta(days=occasion.spec.moment.days)
    first, over = shape.local_day(occasion, ends)
    second = timedelta(seconds=1)  # they end at the very moment their last day is over
    return [due.vouchers_ending(name, (first + second, over + second))]


async def dues(session: AsyncSession, occasion: Occasion, rows: Sequence[Any]) -> list[Due]:
    told = [row.voucher for row in rows]
    await session.execute(update(Voucher).where(Voucher.id.in_(told)).values(reminded_at=occasion.at))
    return [_due(occasion, row) for row in rows if row.valid_until >= occasion.today]


def _due(occasion: Occasion, row: Any) -> Due:
    benefit = Benefit(row.kind, row.value, names=row.names)
    return shape.due(
        row,
        str(row.voucher),
        facts={
            "benefit": benefits.to_json(benefit),
            "voucher": row.voucher,
            "days": (row.valid_until - occasion.today).days,
        },
        valid_until=row.valid_until,
    )
