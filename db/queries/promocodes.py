"""Named reads about promo codes: the code somebody typed, what was used of it, and the staff's lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import OrderState, VoucherState
from db.models.orders import Order
from db.models.promocodes import PersonalCode, PromoCode, PromoUse
from db.models.vouchers import Voucher

AT_ONCE = 500


@dataclass(frozen=True)
class CodeFound:
    """Which row a typed code belongs to; `personal_id` when it is one of a batch."""

    promo_id: int
    personal_id: int | None = None


async def find(session: AsyncSession, code: str, personal: str) -> CodeFound | None:
    """The code people share, else the personal one in which letters and digits that look alike are one."""
    promo_id = await session.scalar(select(PromoCode.id).where(PromoCode.code == code))
    if promo_id is not None:
        return CodeFound(promo_id)
    found = select(PersonalCode.promo_id, PersonalCode.id).where(PersonalCode.code.in_({code, personal}))
    row = (await session.execute(found.order_by(PersonalCode.code != code).limit(1))).first()
    return None if row is None else CodeFound(row.promo_id, row.id)


async def taken(session: AsyncSession, code: str) -> bool:
    """Whether some code reads like this."""
    return await find(session, code, code) is not None


async def lock(session: AsyncSession, promo_id: int) -> PromoCode | None:
    """The code's row as it is behind its lock: its counters and uses change only while somebody holds it."""
    return await session.get(PromoCode, promo_id, with_for_update=True, populate_existing=True)


@dataclass(frozen=True)
class UsedBy:
    """A member's uses of a code that were not undone; `all` counts the undone, too."""

    all: int
    live: int
    in_period: int
    oldest_in_period: datetime | None


async def used_by(session: AsyncSession, promo: PromoCode, member_id: int, at: datetime) -> UsedBy:
    """How often the member used the code, ever and within its period before *at*."""
    theirs = select(PromoUse.at, PromoUse.undone_at).where(
        PromoUse.promo_id == promo.id, PromoUse.member_id == member_id
    )
    rows = (await session.execute(theirs.order_by(PromoUse.at.desc(), PromoUse.id.desc()))).all()
    live = [row.at for row in rows if row.undone_at is None]
    since = at - timedelta(days=promo.period_days or 0)
    recent = [moment for moment in live if moment > since]
    counted = recent[: promo.period_limit or 0]
    return UsedBy(len(rows), len(live), len(recent), counted[-1] if counted else None)


async def unfinished(
    session: AsyncSession, found: CodeFound, member_id: int, at: datetime
) -> tuple[PromoUse, Voucher] | None:
    """The member's use of this code whose voucher they can still use at *at*, or have ordered with."""
    alive = (Voucher.state == VoucherState.RESERVED) | ((Voucher.state == VoucherState.HELD) & (Voucher.ends_at > at))
    waiting = (
        select(PromoUse, Voucher)
        .join(Voucher, Voucher.id == PromoUse.voucher_id)
        .where(PromoUse.promo_id == found.promo_id, PromoUse.member_id == member_id, PromoUse.undone_at.is_(None))
        .where(alive, Voucher.member_id == member_id)
        .order_by(PromoUse.id.desc())
        .limit(1)
    )
    if found.personal_id is not None:
        waiting = waiting.where(PromoUse.personal_id == found.personal_id)
    row = (await session.execute(waiting)).first()
    return None if row is None else (row[0], row[1])


async def by_base(session: AsyncSession, base: str) -> PromoUse | None:
    """The use that the same entering at a till made before, if it stands."""
    same = PromoUse.key.startswith(f"{base}:", autoescape=True)
    found = select(PromoUse).where(same, PromoUse.undone_at.is_(None)).order_by(PromoUse.id.desc()).limit(1)
    result: PromoUse | None = await session.scalar(found)
    return result


@dataclass(frozen=True)
class BatchCount:
    """Personal codes of a batch."""

    made: int = 0
    used: int = 0


async def batch(session: AsyncSession, promo_id: int) -> BatchCount:
    """How many personal codes there are, and how many were used."""
    counted = select(func.count(), func.count(PersonalCode.used_by)).where(PersonalCode.promo_id == promo_id)
    made, used = (await session.execute(counted)).one()
    return BatchCount(made, used)


@dataclass(frozen=True)
class Brought:
    """Delivered orders paid with a code's vouchers: what was taken off, and what was paid for the goods."""

    orders: int
    off_minor: int
    net_minor: int


async def brought(session: AsyncSession, promo_id: int) -> Brought:
    """What the vouchers of a code have done so far."""
    counted = (
        select(
            func.count(),
            func.coalesce(func.sum(Order.discount_minor + Order.fee_off_minor), 0),
            func.coalesce(func.sum(Order.kept_minor), 0),
        )
        .select_from(PromoUse)
        .join(Voucher, Voucher.id == PromoUse.voucher_id)
        .join(Order, Order.id == Voucher.order_id)
        .where(PromoUse.promo_id == promo_id, Order.state == OrderState.DELIVERED)
    )
    orders, off, net = (await session.execute(counted)).one()
    return Brought(int(orders), int(off), int(net))


async def newest(session: AsyncSession, limit: int) -> list[PromoCode]:
    """The codes, running ones first, the newest before."""
    found = select(PromoCode).order_by(PromoCode.paused, PromoCode.id.desc()).limit(limit)
    return list(await session.scalars(found))


async def by_key(session: AsyncSession, key: str) -> PromoUse | None:
    """The use with this key."""
    found: PromoUse | None = await session.scalar(select(PromoUse).where(PromoUse.key == key))
    return found


async def existing(session: AsyncSession, codes: Sequence[str]) -> set[str]:
    """Which of *codes* somebody has already, as a shared code or a personal one."""
    found: set[str] = set()
    for start in range(0, len(codes), AT_ONCE):
        part = codes[start : start + AT_ONCE]
        found |= set(await session.scalars(select(PersonalCode.code).where(PersonalCode.code.in_(part))))
        found |= {
            code for code in await session.scalars(select(PromoCode.code).where(PromoCode.code.in_(part))) if code
        }
    return found
