"""A partner's sale, step by step: its bill, its row, its points in the partner's account, its receipt."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import bills, partners
from bot.rules.earning import WHOLE_BP
from bot.rules.partners import Bill
from bot.usecases import lots, partner_steps, spending_steps
from bot.usecases.actor import Hand, key_id, signature, staff_id
from bot.usecases.errors import Refused
from bot.usecases.notify import Notice, tell_member
from bot.usecases.program import Rules
from db.enums import EntryKind
from db.ledger import read
from db.ledger.accounts import PartnerHouse
from db.ledger.post import Because
from db.models.partners import Partner, PartnerSale
from db.models.spendings import Spending

__all__ = ["PartnerSaleDraft", "PartnerSold", "billed", "move", "same", "sold", "write"]


@dataclass(frozen=True)
class PartnerSaleDraft:
    """A sale before it is one. `bill_minor`: as the till says, before the members' discount. `key` is the draft's, and
    (terminal, receipt) the till's own number: either of them twice is one sale."""

    key: str
    member_id: int
    bill_minor: int
    spending_id: int | None = None
    terminal: str | None = None
    receipt: str | None = None
    currency: str | None = None  # where the till says so


@dataclass(frozen=True)
class PartnerSold:
    """The sale is done. `already`: it had been, and this is what it was."""

    sale_id: int
    member_id: int
    bill_minor: int
    off_minor: int
    points_paid: int
    paid_minor: int
    to_pay_minor: int
    earned: int
    available: int
    currency: str
    undo_until: datetime
    already: bool = False


def billed(draft: PartnerSaleDraft, held: Spending | None, partner: Partner, rules: Rules) -> tuple[Bill, int]:
    """The bill, and how many of the points set aside pay a part of it: it may have become smaller since they were asked
    for."""
    rates, value = partner_steps.rates(partner), rules.program.point_value_minor
    if held is None:
        return partners.bill(draft.bill_minor, 0, rates, value), 0
    due = draft.bill_minor - partners.off(draft.bill_minor, rates)
    paid = bills.paid(held.points, due, rules.program, partner.spend_max_bp)
    return partners.bill(draft.bill_minor, paid.minor, rates, value), paid.points


def same(sale: PartnerSale, draft: PartnerSaleDraft, partner_id: int) -> None:
    """Refuses `slip.differs` when the key or the receipt's number stands for another sale."""
    there = (sale.partner_id, sale.member_id, sale.earning["bill_minor"], sale.spending_id)
    if there != (partner_id, draft.member_id, draft.bill_minor, draft.spending_id):
        raise Refused("slip.differs", receipt=draft.receipt or sale.receipt or "")


async def write(
    session: AsyncSession,
    hand: Hand,
    draft: PartnerSaleDraft,
    told: tuple[Bill, int],
    partner: Partner,
    *,
    at: datetime,
) -> PartnerSale:
    """The row with its number; no points have moved yet."""
    bill, points = told
    sale = PartnerSale(
        key=draft.key,
        partner_id=partner.id,
        member_id=draft.member_id,
        staff_id=staff_id(hand),
        key_id=key_id(hand),
        terminal=draft.terminal,
        receipt=draft.receipt,
        amount_minor=bill.due_minor,
        currency="",
        spending_id=draft.spending_id,
        points_paid=points,
        paid_minor=bill.paid_minor,
        points=bill.points,
        earning={"bill_minor": bill.bill_minor, "off_minor": bill.off_minor, "rate_bp": partner.earn_rate_bp},
        returned_minor=0,
        points_taken_back=0,
        points_given_back=0,
        at=at,
        undone_at=None,
    )
    session.add(sale)
    return sale


async def move(
    session: AsyncSession, hand: Hand, sale: PartnerSale, held: Spending | None, partner: Partner, rules: Rules
) -> None:
    """The points that pay are taken, those that are earned are given, by the partner's own account; the member has the
    receipt."""
    sale.currency = rules.program.currency
    await session.flush()
    house, actor = PartnerHouse(partner.id), signature(hand)
    facts = facts_of(sale, partner, rules)
    if held is not None:
        worth = facts | {"paid_minor": sale.paid_minor, "value_bp": partner.take_value_bp}
        because = Because(
            f"{spending_steps.key_of(held.id)}:paid", EntryKind.REDEEM, sale.at, "partner.paid", worth, actor
        )
        await spending_steps.take(session, held, sale.points_paid, because=because, into=house)
    if sale.points:
        worth = facts | _sum(sale) | {"value_bp": partner.give_value_bp}
        because = Because(earn_key(sale), EntryKind.EARN, sale.at, "partner.earned", worth, actor)
        await lots.give(session, sale.member_id, sale.points, house, because, rules)
    await tell(session, "partner.sold", sale, partner, at=sale.at)


def _sum(sale: PartnerSale) -> dict[str, Any]:
    """The arithmetic behind what was earned."""
    return {
        "base_minor": sale.amount_minor - sale.paid_minor,
        "rate_bp": sale.earning["rate_bp"],
        "multiplier_bp": WHOLE_BP,
        "paid_minor": sale.paid_minor,
        "discount_minor": sale.earning["off_minor"],
    }


def earn_key(sale: PartnerSale) -> str:
    """Of the entry that gave what the sale earned."""
    return f"partner_sale:{sale.id}:earn"


def facts_of(sale: PartnerSale, partner: Partner, rules: Rules) -> dict[str, Any]:
    """What every entry of the sale keeps; with `value_bp`, what a point is worth between the two of us that day."""
    return {
        "partner": partner.id,
        "place": partner.name,
        "sale": sale.id,
        "amount_minor": sale.amount_minor,
        "currency": sale.currency,
        "point_value_minor": rules.program.point_value_minor,
    }


async def tell(
    session: AsyncSession, kind: str, sale: PartnerSale, partner: Partner, *, at: datetime, **more: Any
) -> None:
    """The receipt; undone, the same message says so. Goods that come back are a message of their own."""
    left = await read.balance(session, sale.member_id)
    facts = {
        "place": partner.name,
        "amount": sale.amount_minor,
        "currency": sale.currency,
        "off": sale.earning["off_minor"],
        "points_paid": sale.points_paid,
        "paid": sale.paid_minor,
        "to_pay": sale.amount_minor - sale.paid_minor,
        "earned": sale.points,
        "available": left.available,
    }
    thread = None if kind == "partner.returned" else f"partner_sale:{sale.id}"
    notice = Notice(kind, facts | more, thread=thread)
    await tell_member(session, sale.member_id, notice, at=at)


async def sold(session: AsyncSession, sale: PartnerSale, rules: Rules, *, already: bool = False) -> PartnerSold:
    """The sale as it was."""
    return PartnerSold(
        sale_id=sale.id,
        member_id=sale.member_id,
        bill_minor=sale.earning["bill_minor"],
        off_minor=sale.earning["off_minor"],
        points_paid=sale.points_paid,
        paid_minor=sale.paid_minor,
        to_pay_minor=sale.amount_minor - sale.paid_minor,
        earned=sale.points,
        available=(await read.balance(session, sale.member_id)).available,
        currency=sale.currency,
        undo_until=sale.at + timedelta(seconds=rules.program.undo_seconds),
        already=already,
    )
