"""Vouchers as their member sees them: the list, one of them, and gifts that are on their way."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules.gifts import BOUND
from bot.rules.mechanics import on
from bot.usecases import program, zones
from bot.usecases.actor import Actor, member_of
from bot.usecases.errors import Refused
from bot.usecases.voucher_lines import VoucherLine, line_of
from db.enums import VoucherState
from db.models.vouchers import Gift, Voucher
from db.queries import card, outlets, vouchers
from db.queries import gifts as gift_queries
from db.session import Database

NOT_OVER = (VoucherState.HELD, VoucherState.GIVEN, VoucherState.RESERVED)
MOST_SHOWN = 50


@dataclass(frozen=True)
class OnItsWay:
    """A gift nobody has opened yet."""

    gift_id: int
    until: datetime
    voucher_id: int | None = None
    points: int | None = None


@dataclass(frozen=True)
class MyVouchers:
    """What the member holds, the soonest to end first; what is on its way to friends; `outlets` are names by number."""

    lines: tuple[VoucherLine, ...]
    gifts: tuple[OnItsWay, ...]
    outlets: Mapping[int, str]
    zone: ZoneInfo
    at: datetime

    @property
    def usable(self) -> list[VoucherLine]:
        return [line for line in self.lines if line.usable(self.at)]


@dataclass(frozen=True)
class MyVoucher:
    """One voucher; `gift` when it is on its way to a friend; `undo`: it can be given back for its points now."""

    line: VoucherLine
    gift: OnItsWay | None
    outlets: Mapping[int, str]
    zone: ZoneInfo
    at: datetime
    logo: bytes | None
    gifts_on: bool

    @property
    def undo(self) -> bool:
        line = self.line
        return line.usable(self.at) and line.undo_until is not None and self.at <= line.undo_until

    @property
    def may_give(self) -> bool:
        return self.gifts_on and self.line.usable(self.at) and self.line.source not in BOUND


async def mine(db: Database, actor: Actor, *, at: datetime) -> MyVouchers:
    """Everything the member holds. Changes nothing. Refuses `member.needed`."""
    async with db.read() as session:
        return await seen(session, member_of(actor), at=at)


async def seen(session: AsyncSession, member_id: int, *, at: datetime) -> MyVouchers:
    """What the member holds, for other screens of theirs."""
    found = await vouchers.in_states(session, member_id, NOT_OVER, limit=MOST_SHOWN)
    lines = [line_of(voucher) for voucher in found]
    gifts = [_on_its_way(gift) for gift in await gift_queries.open_of(session, member_id)]
    rules = await program.in_force(session, at)
    return MyVouchers(
        tuple(sorted((line for line in lines if line.ends_at > at), key=lambda line: (line.ends_at, line.id))),
        tuple(gifts),
        {outlet.id: outlet.name for outlet in await outlets.every(session)},
        await zones.of_member(session, member_id, rules),
        at,
    )


def _on_its_way(gift: Gift) -> OnItsWay:
    return OnItsWay(gift.id, gift.until, gift.voucher_id, gift.points)


async def show(db: Database, actor: Actor, voucher_id: int, *, at: datetime) -> MyVoucher:
    """One of the member's own, whatever became of it. Changes nothing. Refuses `member.needed`, `voucher.unknown`,
    `voucher.not_theirs`."""
    member_id = member_of(actor)
    async with db.read() as session:
        return await _shown(session, await session.get(Voucher, voucher_id), member_id, at)


async def by_code(db: Database, actor: Actor, code: str, *, at: datetime) -> MyVoucher:
    """The same, found by its code. Changes nothing. Refuses what `show` refuses."""
    member_id = member_of(actor)
    async with db.read() as session:
        return await _shown(session, await vouchers.by_code(session, code), member_id, at)


async def _shown(session: AsyncSession, voucher: Voucher | None, member_id: int, at: datetime) -> MyVoucher:
    if voucher is None:
        raise Refused("voucher.unknown")
    if voucher.member_id != member_id:
        raise Refused("voucher.not_theirs")
    rules = await program.in_force(session, at)
    gifts = [gift for gift in await gift_queries.open_of(session, member_id) if gift.voucher_id == voucher.id]
    return MyVoucher(
        line_of(voucher),
        _on_its_way(gifts[0]) if gifts else None,
        {outlet.id: outlet.name for outlet in await outlets.every(session)},
        await zones.of_member(session, member_id, rules),
        at,
        await card.logo(session),
        on(rules.program, "gifts"),
    )
