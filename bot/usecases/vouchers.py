"""Vouchers: issued once, used once. Each change of state is one conditional update, so of many at once one wins."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import codes, timing
from bot.rules.benefits import Benefit
from bot.usecases import outside_events, outside_facts, program, zones
from bot.usecases.program import Rules
from bot.usecases.voucher_ends import expire, void
from bot.usecases.voucher_lines import VoucherLine, benefit_of, line_of
from bot.usecases.voucher_steps import change, check, moved
from db.enums import VoucherSource, VoucherState
from db.models.vouchers import Voucher
from db.queries import vouchers as queries
from db.session import insert_once

__all__ = [
    "Issue",
    "Issued",
    "VoucherLine",
    "expire",
    "hand_over",
    "held",
    "issue",
    "release",
    "reserve",
    "void",
]

LEAST_AFTER_RELEASE = timedelta(days=3)  # what came back from a cancelled order can still be used


@dataclass(frozen=True)
class Issue:
    """A voucher as somebody deserves it. `key` is the fact it comes from; `valid_until` its last local day."""

    key: str
    member_id: int
    benefit: Benefit
    source: VoucherSource
    valid_until: date
    points: int = 0
    undo_until: datetime | None = None


@dataclass(frozen=True)
class Issued:
    """The voucher is the member's (`already`: it was, by the same key)."""

    voucher_id: int
    code: str
    already: bool


async def issue(session: AsyncSession, wanted: Issue, *, at: datetime, rules: Rules) -> Issued:
    """The member holds the voucher, once for its key, up to the end of its last day where they live. Nobody is told."""
    benefit = wanted.benefit
    zone = await zones.of_member(session, wanted.member_id, rules)
    values: dict[str, Any] = {
        "key": wanted.key,
        "member_id": wanted.member_id,
        "kind": benefit.kind,
        "value": benefit.value,
        "most_minor": benefit.most_minor,
        "least_minor": benefit.least_minor,
        "names": dict(benefit.names),
        "reward_id": benefit.reward_id,
        "outlets": list(benefit.outlets),
        "source": wanted.source,
        "points": wanted.points,
        "state": VoucherState.HELD,
        "issued_at": at,
        "valid_until": wanted.valid_until,
        "ends_at": timing.end_of_local_day(wanted.valid_until, zone),
        "undo_until": wanted.undo_until,
    }
    return await _written(session, values)


async def _written(session: AsyncSession, values: dict[str, Any]) -> Issued:
    """Two codes are alike once in 2⁵⁰: then another one is drawn."""
    there = select(Voucher.id, Voucher.code).where(Voucher.key == values["key"])
    while True:
        code = codes.voucher_code(secrets.token_bytes)  # randomness enters here, and nowhere else in this file
        new = await insert_once(session, Voucher, values | {"code": code}, index=[])
        if row := (await session.execute(there)).first():
            return Issued(row.id, row.code, already=not new)


async def held(session: AsyncSession, member_id: int, at: datetime) -> list[VoucherLine]:
    """What the member may use at *at*, the soonest to end first."""
    return [line_of(voucher) for voucher in await queries.in_hand(session, member_id, at)]


async def reserve(
    session: AsyncSession,
    voucher_id: int,
    *,
    member_id: int,
    order_id: int,
    outlet_id: int | None,
    at: datetime,
) -> Benefit:
    """The voucher belongs to the order until that is delivered or cancelled; what it gives. Reserved for this very
    order before: nothing changes.

    Refuses `voucher.unknown`, `voucher.not_theirs`, `voucher.other_outlet` (with `outlets`), `voucher.used`,
    `voucher.expired`, `voucher.ended`, `voucher.given`, `voucher.reserved`.
    """
    voucher = await session.get(Voucher, voucher_id, populate_existing=True)
    check(voucher, member_id, outlet_id)
    assert voucher
    if voucher.state is VoucherState.RESERVED and voucher.order_id == order_id:
        return benefit_of(voucher)
    await change(session, voucher, at, state=VoucherState.RESERVED, order_id=order_id)
    return benefit_of(voucher)


async def hand_over(session: AsyncSession, order_id: int, *, at: datetime, staff_id: int | None) -> None:
    """The order is delivered: the voucher set aside for it is used. Without one nothing happens."""
    voucher = await queries.of_order(session, order_id)
    if voucher is not None:
        used = {"state": VoucherState.USED, "used_at": at, "used_by": staff_id}
        if await moved(session, Voucher.id == voucher.id, Voucher.state == VoucherState.RESERVED, **used):
            outside_events.tell(session, outside_facts.voucher_used(voucher, at), at=at)


async def release(session: AsyncSession, order_id: int, *, at: datetime) -> None:
    """The order will not come: its voucher is in the member's hand again, for three days at least, should its own last
    day be over or near. Without one nothing happens."""
    voucher = await queries.of_order(session, order_id)
    if voucher is None:
        return
    rules = await program.in_force(session, at)
    zone = await zones.of_member(session, voucher.member_id, rules)
    last = max(voucher.valid_until, timing.local_date(at + LEAST_AFTER_RELEASE, zone))
    back = {
        "state": VoucherState.HELD,
        "order_id": None,
        "valid_until": last,
        "ends_at": max(voucher.ends_at, timing.end_of_local_day(last, zone)),
    }
    await moved(session, Voucher.id == voucher.id, Voucher.state == VoucherState.RESERVED, **back)
