"""A gift as its giver and the friend who opens the link see it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import gifts as rule
from bot.rules.benefits import Benefit, to_json
from bot.usecases import zones
from bot.usecases.program import Rules
from bot.usecases.voucher_lines import benefit_of
from db.enums import GiftState
from db.models.vouchers import Gift, Voucher
from db.queries import gifts as queries


@dataclass(frozen=True)
class Offered:
    """`benefit` or `points`, to be used until `last_day`; the link can be opened until `until`. `mine`: the reader is
    the giver."""

    gift_id: int
    state: GiftState
    giver: str
    mine: bool
    until: datetime
    last_day: date
    benefit: Benefit | None = None
    points: int | None = None
    voucher_id: int | None = None


async def shown(session: AsyncSession, gift: Gift, reader: int | None, rules: Rules, at: datetime) -> Offered:
    """*gift* for member *reader* (None: a guest)."""
    voucher = await session.get(Voucher, gift.voucher_id) if gift.voucher_id else None
    zone = await zones.of_member(session, reader, rules) if reader else rules.zone
    return Offered(
        gift_id=gift.id,
        state=gift.state,
        giver=await queries.name_of(session, gift.giver_id),
        mine=gift.giver_id == reader,
        until=gift.until,
        last_day=voucher.valid_until if voucher else rule.points_last_until(at, zone, rules.program),
        benefit=benefit_of(voucher) if voucher else None,
        points=gift.points,
        voucher_id=gift.voucher_id,
    )


async def facts_of(session: AsyncSession, gift: Gift) -> dict[str, Any]:
    """What a notice about *gift* words itself from."""
    voucher = await session.get(Voucher, gift.voucher_id) if gift.voucher_id else None
    return {
        "gift": gift.id,
        "points": gift.points,
        "voucher": gift.voucher_id,
        "benefit": to_json(benefit_of(voucher)) if voucher else None,
        "giver": await queries.name_of(session, gift.giver_id),
    }
