"""What every act on a voucher stands on: whose it is, why it cannot be used, and the change that one of many wins."""

from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules.benefits import served_at
from bot.usecases.errors import Refused
from db.enums import VoucherState
from db.models.vouchers import Voucher


def check(voucher: Voucher | None, member_id: int, outlet_id: int | None) -> None:
    """Refuses `voucher.unknown`, `voucher.not_theirs`, `voucher.other_outlet` (with `outlets`)."""
    if voucher is None:
        raise Refused("voucher.unknown")
    if voucher.member_id != member_id:
        raise Refused("voucher.not_theirs")
    if not served_at(voucher.outlets, outlet_id):
        raise Refused("voucher.other_outlet", outlets=list(voucher.outlets))


async def change(session: AsyncSession, voucher: Voucher, at: datetime, **values: Any) -> None:
    """A voucher in the hand of its member gets *values*: of many who try at once, one does it. Refuses why it is not
    to be used any more."""
    in_hand = (
        Voucher.id == voucher.id,
        Voucher.member_id == voucher.member_id,
        Voucher.state == VoucherState.HELD,
        Voucher.ends_at > at,
    )
    if not await moved(session, *in_hand, **values):
        await session.refresh(voucher)
        raise why_not(voucher)
    await session.refresh(voucher)


def why_not(voucher: Voucher) -> Refused:
    """Why a voucher cannot be used (it is in nobody's hand, or its time is over)."""
    match voucher.state:
        case VoucherState.USED:
            return Refused("voucher.used", at=voucher.used_at)
        case VoucherState.RESERVED:
            return Refused("voucher.reserved", order=voucher.order_id)
        case VoucherState.GIVEN:
            return Refused("voucher.given")
        case VoucherState.RETURNED | VoucherState.VOIDED:
            return Refused("voucher.ended")
        case VoucherState.HELD | VoucherState.EXPIRED:
            return Refused("voucher.expired", on=voucher.valid_until)


async def moved(session: AsyncSession, *where: Any, **values: Any) -> bool:
    """Whether the voucher was as *where* says, and now has *values*."""
    done = await session.execute(update(Voucher).where(*where).values(**values))
    return bool(done.rowcount == 1)  # type: ignore[attr-defined]
