"""What every act at a partner's begins with: whose people act, at which rates, and how much of the day is left."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import timing
from bot.rules.partners import Rates
from bot.usecases import audit, program
from bot.usecases.actor import Hand
from bot.usecases.errors import Refused
from bot.usecases.program import Rules
from db.enums import PartnerState, SpendingState
from db.models.partners import Partner, PartnerSale
from db.models.spendings import Spending
from db.models.staff import Staff
from db.queries import partners as queries


def mine(hand: Hand, partner_id: int | None = None) -> int:
    """The partner whose people or key this is. Refuses `partner.not_yours`: nobody's, or not *partner_id*'s."""
    if hand.partner_id is None or partner_id not in (None, hand.partner_id):
        raise Refused("partner.not_yours")
    return hand.partner_id


def rates(partner: Partner) -> Rates:
    return Rates(partner.earn_rate_bp, partner.spend_max_bp, partner.discount_bp)


async def serving(session: AsyncSession, hand: Hand) -> Partner:
    """The partner for which *hand* serves. Refuses `partner.not_yours`, `partner.not_active`."""
    return _active(await session.get(Partner, mine(hand)))


async def locked(session: AsyncSession, partner_id: int) -> Partner:
    """The partner, nobody else's to move points at until this unit ends: comes after the lock of the member's account.
    Refuses `partner.not_active`."""
    # Not its number: whoever has just written a row that names the partner would wait for us, and we for them.
    found = select(Partner).where(Partner.id == partner_id).with_for_update(key_share=True)
    return _active(await session.scalar(found.execution_options(populate_existing=True)))


def _active(partner: Partner | None) -> Partner:
    if partner is None or partner.state is not PartnerState.ACTIVE:
        raise Refused("partner.not_active")
    return partner


async def may_hold(session: AsyncSession, spending: Spending, *, at: datetime) -> None:
    """The points of *spending* may be set aside at its partner's today, besides all that were taken or are set aside
    there; the partner is locked, so of two at once the second sees the first. At no partner's there is no such limit.
    Refuses `partner.not_active`, `partner.daily_limit`."""
    if spending.partner_id is None:
        return
    partner, rules = await locked(session, spending.partner_id), await program.in_force(session, at)
    await session.flush()
    day = await moved_today(session, partner.id, at=at, rules=rules)
    mine_already = spending.points if spending.state is SpendingState.HELD else 0
    _within(partner, day.taken + day.held - mine_already, spending.points)


async def may_give(session: AsyncSession, partner: Partner, points: int, *, at: datetime, rules: Rules) -> None:
    """So many points may be earned at the partner's today. *partner* is `locked`. Refuses `partner.daily_limit`."""
    _within(partner, (await moved_today(session, partner.id, at=at, rules=rules)).given, points)


def _within(partner: Partner, moved: int, points: int) -> None:
    if moved + points > partner.daily_points:
        raise Refused("partner.daily_limit", points=max(0, partner.daily_points - moved))


async def noted(session: AsyncSession, hand: Hand, act: str, sale: PartnerSale, *, at: datetime) -> None:
    """A line in the audit log where a person did it; what keys did stands in `commands`. Comes last in a unit."""
    if isinstance(hand, Staff):
        subject = f"partner:{sale.partner_id}"
        await audit.write(session, hand, act, subject, at=at, sale=sale.id, points=sale.points, paid=sale.points_paid)


async def moved_today(session: AsyncSession, partner_id: int, *, at: datetime, rules: Rules) -> queries.Day:
    """What was earned and taken at the partner's since midnight on the programme's clocks, and what is set aside."""
    today = timing.local_date(at, rules.zone)
    return await queries.day(session, partner_id, timing.at_local(today, 0, rules.zone))
