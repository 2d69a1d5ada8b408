"""What a sale would become: its bill, what the member may use for it, and what stands in its way."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import bills
from bot.rules.bills import Bounds
from bot.rules.orders import unusual
from bot.usecases import order_writing, program, sale_approvals, sale_steps, spending_begin, spending_steps, vouchers
from bot.usecases.actor import By, allow
from bot.usecases.order_drafts import LATELY, Bill, Means, bill, customer, usable
from bot.usecases.order_steps import place_of
from bot.usecases.program import Rules
from bot.usecases.sale_approvals import Weighed
from bot.usecases.sale_steps import SaleDraft
from bot.usecases.spending_steps import Place
from bot.usecases.voucher_lines import VoucherLine
from db.enums import SpendingState, Tier
from db.models.members import Member, Person
from db.models.spendings import Spending
from db.queries import orders as queries
from db.session import Database

ACT = "sales.post"


@dataclass(frozen=True)
class SaleOutlook:
    """What would be posted now. `vouchers` could be used with it, what saves most first; `voucher` is the one that is.
    Between `points_least` and `points_most` may be asked for, or `points_why` none may; `points_paid` are set aside and
    pay. `unusual`: the sum is so large that one asks again; `needs_second`: why somebody else must agree."""

    member_id: int
    name: str
    number: str
    tier: Tier
    place: str
    currency: str
    available: int
    bill: Bill
    vouchers: tuple[VoucherLine, ...]
    voucher: VoucherLine | None
    points_least: int
    points_most: int
    points_why: str | None
    unusual: bool
    needs_second: str | None

    @property
    def points_paid(self) -> int:
        return self.bill.paid.points

    @property
    def paid_minor(self) -> int:
        return self.bill.paid.minor

    @property
    def to_pay_minor(self) -> int:
        return self.bill.quote.to_pay

    @property
    def earns(self) -> int:
        return self.bill.earned.points


async def preview(db: Database, by: By, draft: SaleDraft, *, at: datetime) -> SaleOutlook:
    """What `sale_posting.post` would do; nothing changes. A voucher or points that are not to be had any more are left
    out. Refuses `access.denied`, `outlet.not_yours`, `outlet.unknown`, `order.member_unknown`, `order.own_order`,
    `order.shop_not_ready`, `order.bad_sum`, `order.items_exceed`, `sale.too_old`, `sale.from_the_future`."""
    async with db.read() as session:
        hand = await allow(session, by, ACT, at=at)
        rules = await program.in_force(session, at)
        draft = replace(draft, outlet_id=await place_of(session, hand, draft.outlet_id))
        order_writing.sums(sale_steps.as_order(draft), rules)
        member, person = await customer(session, draft.member_id, by)
        free = await spending_begin.balance(session, member.id)
        where = await spending_steps.place(session, member.tier, draft.outlet_id, None, rules)
        paying = await _paying(session, draft, member, where, rules, at)
        bounds = bills.bounds(free, paying.eligible_minor, rules.program, where.share_bp)
        weighed = Weighed(draft.key, member.id, draft.amount_minor, paying.held)
        return SaleOutlook(
            **_told(member, person, where, rules),
            **_points(bounds),
            available=max(0, free),
            bill=paying.bill,
            vouchers=paying.vouchers,
            voucher=paying.voucher,
            unusual=unusual(draft.amount_minor, await queries.largest_since(session, at - LATELY), rules.program),
            needs_second=await sale_approvals.why(session, hand, weighed, at=at, rules=rules),
        )


def _told(member: Member, person: Person, where: Place, rules: Rules) -> dict[str, Any]:
    return {
        "member_id": member.id,
        "name": person.name,
        "number": member.number,
        "tier": member.tier,
        "place": where.name,
        "currency": rules.program.currency,
    }


def _points(bounds: Bounds) -> dict[str, Any]:
    return {"points_least": bounds.least, "points_most": bounds.most, "points_why": bounds.why}


@dataclass(frozen=True)
class Paying:
    """A bill, the vouchers that it could use, and the points set aside for it."""

    bill: Bill
    vouchers: tuple[VoucherLine, ...]
    voucher: VoucherLine | None
    held: int

    @property
    def eligible_minor(self) -> int:
        """The goods after what came off: what points may pay a part of."""
        return self.bill.basket.goods_minor - self.bill.basket.discount_minor


async def _paying(
    session: AsyncSession, draft: SaleDraft, member: Member, where: Place, rules: Rules, at: datetime
) -> Paying:
    order = sale_steps.as_order(draft)
    fitting = usable(await vouchers.held(session, member.id, at), order)
    voucher = next((line for line in fitting if line.id == draft.voucher_id), None)
    spending = await session.get(Spending, draft.spending_id) if draft.spending_id else None
    theirs = spending is not None and spending.member_id == member.id and spending.state is SpendingState.HELD
    held = spending.points if spending is not None and theirs else 0
    means = Means(voucher.benefit if voucher else None, held, where.share_bp)
    worked_out = await bill(session, order, member, means, rules, sale_steps.moment(draft, at))
    return Paying(worked_out, fitting, voucher, held)
