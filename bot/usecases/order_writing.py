"""An order is written down: once for its draft, with what came off it and what it will earn fixed for good."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules.amounts import MOST
from bot.rules.earning import Item
from bot.rules.orders import LONGEST_ADDRESS, clean_words
from bot.usecases import dishes, order_drafts, program, quote_steps, spending_steps, vouchers
from bot.usecases.errors import Refused
from bot.usecases.order_drafts import Means, OrderDraft
from bot.usecases.order_steps import Who
from bot.usecases.program import Rules
from bot.usecases.quote_steps import Terms
from db.enums import OrderState
from db.models.members import Member
from db.models.orders import Order
from db.rows import add_once


@dataclass(frozen=True)
class Entered:
    """By whom an order is entered, when, and the code its courier will ask for ("": nobody will)."""

    who: Who
    at: datetime
    code: str = ""


def sums(draft: OrderDraft, rules: Rules) -> None:
    """Refuses `order.shop_not_ready`, `api.currency` and `order.bad_sum`."""
    if not rules.version:
        raise Refused("order.shop_not_ready")
    program.same_currency(rules, draft.currency)
    if not 0 < draft.amount_minor <= MOST or not 0 <= draft.fee_minor <= MOST:
        raise Refused("order.bad_sum")


async def write(
    session: AsyncSession, draft: OrderDraft, member: Member, entered: Entered, rules: Rules
) -> tuple[Order, bool]:
    """The order of this draft, and whether it was written just now: its voucher and points are set aside for it, and no
    later change of the rules touches what came off and what will be earned. Member or account is locked by the caller.

    Refuses what `quote_steps.terms`, `vouchers.reserve`, `spending_steps.attach` and `order_drafts.bill` refuse.
    """
    order = Order(**_as_told(draft, entered, rules))
    simple = draft.voucher_id is None and draft.spending_id is None and draft.quote is None
    items: Sequence[Item] = ()
    if simple:  # nothing has to know the order's number first: one statement writes it as it will stay
        items = await _worked_out(session, order, Terms(draft, rules, entered.at), member, entered)
    if not await add_once(session, order, index=["key"]):
        return (await session.execute(select(Order).where(Order.key == draft.key))).scalar_one(), False
    if not simple:
        terms = await quote_steps.terms(session, draft, order, entered.who, rules)
        items = await _worked_out(session, order, terms, member, entered)
    if items:
        await dishes.keep(session, order, items, at=entered.at)
    return order, True


def _as_told(draft: OrderDraft, entered: Entered, rules: Rules) -> dict[str, Any]:
    """What was said; what comes of it follows once the order has its number."""
    return {
        "key": draft.key,
        "member_id": draft.member_id,
        "outlet_id": draft.outlet_id,
        "courier_id": draft.courier_id,
        "placed_by": entered.who.staff_id,
        "key_id": entered.who.key_id,
        "currency": rules.program.currency,
        "amount_minor": draft.amount_minor,
        "fee_minor": draft.fee_minor,
        "channel": draft.channel,
        "campaign": draft.campaign,
        "address": clean_words(draft.address, LONGEST_ADDRESS) if draft.address else "",
        "promised_at": draft.promised_at,
        "placed_at": entered.at,
        "handover_code": entered.code,
        "program_version": rules.version,
        "state": OrderState.PLACED,
        "wrong_codes": 0,
        "base_minor": 0,
        "points": 0,
        "earning": "{}",
    }


async def _worked_out(
    session: AsyncSession, order: Order, terms: Terms, member: Member, entered: Entered
) -> Sequence[Item]:
    draft, rules = terms.draft, terms.rules
    means = await _means(session, order, draft, member, entered, rules)
    found = await order_drafts.bill(session, draft, member, means, rules, terms.at)
    order.voucher_id, order.program_version = draft.voucher_id, rules.version
    order.discount_minor, order.fee_off_minor = found.quote.discount, found.quote.fee_off
    order.points_paid, order.paid_minor = found.paid.points, found.paid.minor
    order.base_minor, order.points = found.earned.base_minor, found.earned.points
    order.earning, order.priority = json.dumps(found.earned.facts()), found.perks.priority
    return found.items


async def _means(
    session: AsyncSession, order: Order, draft: OrderDraft, member: Member, entered: Entered, rules: Rules
) -> Means:
    """The voucher and the points are this order's."""
    benefit = None
    if draft.voucher_id:
        benefit = await vouchers.reserve(
            session,
            draft.voucher_id,
            member_id=member.id,
            order_id=order.id,
            outlet_id=order.outlet_id,
            at=entered.at,
        )
    if draft.spending_id is None:
        return Means(benefit)
    spending = await spending_steps.attach(session, draft.spending_id, order, entered.who, at=entered.at)
    where = await spending_steps.place(session, member.tier, order.outlet_id, None, rules)
    return Means(benefit, spending.points, where.share_bp)
