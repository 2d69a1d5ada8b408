"""Named reads about vouchers."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import VoucherState
from db.models.vouchers import Voucher

_NEITHER_USED_NOR_ENDED = text("state IN ('held', 'given')")  # word for word as in the index of last days


async def in_hand(session: AsyncSession, member_id: int, at: datetime) -> Sequence[Voucher]:
    """What the member may use at *at*, the soonest to end first."""
    theirs = (Voucher.member_id == member_id, Voucher.state == VoucherState.HELD, Voucher.ends_at > at)
    return (await session.scalars(select(Voucher).where(*theirs).order_by(Voucher.ends_at, Voucher.id))).all()


async def in_states(
    session: AsyncSession, member_id: int, states: Collection[VoucherState], *, limit: int
) -> Sequence[Voucher]:
    """The member's vouchers in these states, the newest first."""
    theirs = (Voucher.member_id == member_id, Voucher.state.in_(states))
    return (await session.scalars(select(Voucher).where(*theirs).order_by(Voucher.id.desc()).limit(limit))).all()


async def by_code(session: AsyncSession, code: str) -> Voucher | None:
    """The voucher with this code, whosever it is and whatever became of it."""
    found: Voucher | None = await session.scalar(select(Voucher).where(Voucher.code == code))
    return found


async def of_order(session: AsyncSession, order_id: int) -> Voucher | None:
    """The voucher set aside for an order that is not finished."""
    reserved = (Voucher.order_id == order_id, Voucher.state == VoucherState.RESERVED)
    found: Voucher | None = await session.scalar(select(Voucher).where(*reserved))
    return found


async def over(session: AsyncSession, at: datetime, *, limit: int) -> list[int]:
    """Ids of vouchers in hand whose last day is over at *at*, the longest over first."""
    ended = select(Voucher.id).where(_NEITHER_USED_NOR_ENDED, Voucher.ends_at <= at, Voucher.state == VoucherState.HELD)
    return list(await session.scalars(ended.order_by(Voucher.ends_at).limit(limit)))
