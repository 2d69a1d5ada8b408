"""What the standing rules did, counted: firings by outcome, their messages, vouchers, and what members bought after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, case, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import ConsentKind, FiringState, MessageState, OrderState, Response, VoucherState
from db.models.automations import Automation, AutomationEdit, Firing
from db.models.broadcasts import OfferResponse
from db.models.members import Consent
from db.models.messages import OutgoingMessage
from db.models.orders import Order
from db.models.staff import Staff
from db.models.vouchers import Voucher

Rows = Sequence[Row[*tuple[Any, ...]]]


@dataclass(frozen=True)
class Bought:
    """A delivered order of somebody for whom the rule fired, or who was held out of it."""

    state: FiringState
    fired_at: datetime
    delivered_at: datetime
    net_minor: int


async def outcomes(session: AsyncSession, since: datetime) -> dict[int, dict[tuple[FiringState, str | None], int]]:
    """Of every rule: how many firings since then ended how, and why."""
    counted = (
        select(Firing.automation_id, Firing.state, Firing.reason, func.count())
        .where(Firing.at >= since)
        .group_by(Firing.automation_id, Firing.state, Firing.reason)
    )
    found: dict[int, dict[tuple[FiringState, str | None], int]] = {}
    for rule, state, reason, number in await session.execute(counted):
        found.setdefault(rule, {})[state, reason] = number
    return found


async def messages(session: AsyncSession, rule_id: int, since: datetime) -> dict[tuple[MessageState, str | None], int]:
    """How many messages of the rule's firings are where, and why."""
    state, reason = OutgoingMessage.state, OutgoingMessage.reason
    counted = (
        select(state, reason, func.count())
        .join(Firing, Firing.key == OutgoingMessage.key)
        .where(Firing.automation_id == rule_id, Firing.at >= since, Firing.state == FiringState.FIRED)
        .group_by(state, reason)
    )
    return {(state, reason): number for state, reason, number in await session.execute(counted)}


async def sent(session: AsyncSession, since: datetime) -> dict[int, int]:
    """Of every rule: how many messages left."""
    counted = (
        select(Firing.automation_id, func.count())
        .join(OutgoingMessage, OutgoingMessage.key == Firing.key)
        .where(Firing.at >= since, Firing.state == FiringState.FIRED, OutgoingMessage.state == MessageState.SENT)
        .group_by(Firing.automation_id)
    )
    return {rule: number for rule, number in (await session.execute(counted)).all()}  # noqa: C416 - rows are no pairs


async def vouchers(session: AsyncSession, rule_id: int, since: datetime) -> tuple[int, int]:
    """How many vouchers the rule gave, and how many of these were used."""
    used = func.sum(case((Voucher.state == VoucherState.USED, 1), else_=0))
    counted = (
        select(func.count(), func.coalesce(used, 0))
        .select_from(Voucher)
        .join(Firing, Firing.key == Voucher.key)
        .where(Firing.automation_id == rule_id, Firing.at >= since, Firing.state == FiringState.FIRED)
    )
    given, spent = (await session.execute(counted)).one()
    return given, int(spent)


async def opened(session: AsyncSession, source: str, since: datetime) -> int:
    """How many members pressed the way to what *source* brought them."""
    theirs = (OfferResponse.source == source, OfferResponse.what == Response.PRESSED, OfferResponse.at >= since)
    return await session.scalar(select(func.count()).select_from(OfferResponse).where(*theirs)) or 0


async def gift_keys(session: AsyncSession, rule_id: int, since: datetime) -> list[str]:
    """The keys of the points the rule gave."""
    found = select(Firing.key).where(Firing.automation_id == rule_id, Firing.at >= since, Firing.points > 0)
    return [key for key in await session.scalars(found.where(Firing.state == FiringState.FIRED)) if key]


async def bought(session: AsyncSession, rule_id: int, since: datetime) -> list[Bought]:
    """Every order delivered after a firing or a holding out, to that member."""
    net = Order.kept_minor
    compared = Firing.state.in_((FiringState.FIRED, FiringState.HELD_OUT))
    found = (
        select(Firing.state, Firing.at, Order.delivered_at, net)
        .join(Order, Order.member_id == Firing.member_id)
        .where(Firing.automation_id == rule_id, Firing.at >= since, compared)
        .where(Order.state == OrderState.DELIVERED, Order.delivered_at > Firing.at)
    )
    return [Bought(state, at, then, sum_) for state, at, then, sum_ in await session.execute(found) if then]


async def stops(session: AsyncSession, since: datetime) -> list[tuple[int, datetime, datetime]]:
    """(rule, when its message left, when the member withdrew their consent) of every withdrawal after a message."""
    found = (
        select(Firing.automation_id, OutgoingMessage.left_at, Consent.at)
        .join(OutgoingMessage, OutgoingMessage.key == Firing.key)
        .join(Consent, Consent.member_id == Firing.member_id)
        .where(Firing.at >= since, Firing.state == FiringState.FIRED, OutgoingMessage.left_at.is_not(None))
        .where(Consent.kind == ConsentKind.ADVERTISING, ~Consent.given, Consent.at >= since)
        .where(Consent.at >= OutgoingMessage.left_at)
    )
    return [(rule, left, said) for rule, left, said in await session.execute(found) if left]


async def firing_since(session: AsyncSession, since: datetime) -> set[int]:
    """The rules that have fired since then."""
    fired = (Firing.automation_id == Automation.id, Firing.at >= since, Firing.state == FiringState.FIRED)
    return set(await session.scalars(select(Automation.id).where(exists().where(*fired))))


async def ever_fired(session: AsyncSession, rule_id: int) -> bool:
    """Whether anything of the rule is in the books."""
    return await session.scalar(select(Firing.id).where(Firing.automation_id == rule_id).limit(1)) is not None


async def edits(session: AsyncSession, rule_id: int, limit: int) -> Rows:
    """(moment, who, changes) of the newest edits, newest first."""
    found = (
        select(AutomationEdit.at, Staff.name, AutomationEdit.changes)
        .outerjoin(Staff, Staff.id == AutomationEdit.staff_id)
        .where(AutomationEdit.automation_id == rule_id)
        .order_by(AutomationEdit.id.desc())
        .limit(limit)
    )
    return (await session.execute(found)).all()
