"""An order before it is one: what it would cost, what comes off, and what it would earn."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import bills, earning
from bot.rules.benefits import Benefit, served_at
from bot.rules.bills import Paid
from bot.rules.deductions import Quote, paid_by, quote
from bot.rules.dishes import DishLine
from bot.rules.earning import Basket, Circumstances, Earned, Item
from bot.rules.earning_rules import EarningRule
from bot.rules.orders import unusual
from bot.rules.program import TierRule
from bot.rules.tiers import rule_of
from bot.rules.upsell import upsell
from bot.usecases import dishes, kitchens, program, tiers, vouchers
from bot.usecases.actor import Actor, By, allow
from bot.usecases.errors import Refused
from bot.usecases.order_steps import courier, not_their_own
from bot.usecases.program import Rules
from bot.usecases.voucher_lines import VoucherLine
from db.enums import BenefitKind, Channel, MemberState
from db.models.members import Member, Person
from db.queries import orders as queries
from db.session import Database

LATELY = timedelta(days=90)


@dataclass(frozen=True)
class OrderDraft:
    """An order before it is one. `key` belongs to the draft: entered twice it is one order. Sums in minor units, the
    delivery fee apart; no address means that it is picked up; no courier that nobody has it yet. `items` may tell a
    part of the goods only; `later`: the member chose a later time, because the kitchen is busy. `spending_id`: points
    that are set aside for it; `campaign`: the advertisement that brought it; `quote`: the bill is as this one says;
    `paid_in_full`: nothing comes off any more; `currency`, if said, has to be ours."""

    key: str
    member_id: int
    amount_minor: int
    fee_minor: int = 0
    address: str = ""
    promised_at: datetime | None = None
    courier_id: int | None = None
    outlet_id: int | None = None
    items: tuple[DishLine, ...] = ()
    voucher_id: int | None = None
    channel: Channel = Channel.DESK
    later: bool = False
    spending_id: int | None = None
    campaign: str | None = None
    quote: str | None = None
    paid_in_full: bool = False
    currency: str | None = None


@dataclass(frozen=True)
class Bill:
    """What comes off a draft, what points pay of it, what it earns, and what its member's level brings."""

    quote: Quote
    earned: Earned
    basket: Basket
    under: Circumstances
    perks: TierRule
    paid: Paid

    @property
    def items(self) -> tuple[Item, ...]:
        return self.basket.items


@dataclass(frozen=True)
class Means:
    """With what a bill is paid besides money: a voucher, and points set aside, where they may pay *share_bp* of it."""

    benefit: Benefit | None = None
    held: int = 0
    share_bp: int = 0


async def bill(
    session: AsyncSession, draft: OrderDraft, member: Member, means: Means, rules: Rules, at: datetime
) -> Bill:
    """The draft by *rules*: deductions in their order, then points of what is left. Refuses `order.items_exceed`,
    `order.voucher_needs_more`, `order.voucher_needs_delivery`."""
    fits(draft, means.benefit)
    items = await dishes.known(session, draft.items, rules.program) if draft.items else ()
    perks = rule_of(member.tier, rules.program)
    taken = quote(
        draft.amount_minor,
        draft.fee_minor,
        means.benefit,
        tier_discount_bp=0 if draft.paid_in_full else await tiers.discount_bp(session, member.id, at, rules),
        free_delivery=perks.free_delivery,
    )
    paid = bills.paid(means.held, draft.amount_minor - taken.discount, rules.program, means.share_bp)
    under = Circumstances(
        tier=perks.tier,
        at=at.astimezone(rules.zone),
        outlet_id=draft.outlet_id,
        channel=draft.channel,
        first_order=await _first(session, draft, rules),
        multiplier_bp=taken.multiplier_bp,
    )
    basket = Basket(draft.amount_minor, items, taken.discount, paid.minor)
    return Bill(paid_by(taken, paid.minor), earning.earned(basket, rules.program, under), basket, under, perks, paid)


async def _first(session: AsyncSession, draft: OrderDraft, rules: Rules) -> bool:
    """Asked only where a rule wants to know."""
    wants = any(rule.on and rule.first_order for rule in rules.program.earning_rules)
    return wants and not await queries.has_another(session, draft.member_id, draft.key)


def fits(draft: OrderDraft, benefit: Benefit | None) -> None:
    """Refuses `order.items_exceed`: the lines cost more than the whole; `order.voucher_needs_more`: the goods cost too
    little for the voucher; `order.voucher_needs_delivery`: it takes off a fee that there is not."""
    if sum(item.sum_minor for item in draft.items) > draft.amount_minor:
        raise Refused("order.items_exceed")
    if benefit and draft.amount_minor < benefit.least_minor:
        raise Refused("order.voucher_needs_more")
    if benefit and benefit.kind is BenefitKind.DELIVERY and not draft.fee_minor:
        raise Refused("order.voucher_needs_delivery")


def usable(held: list[VoucherLine], draft: OrderDraft) -> tuple[VoucherLine, ...]:
    """Those of the member's vouchers that this order could use: what saves most comes first, then what ends soonest."""
    found = [
        line for line in held if served_at(line.benefit.outlets, draft.outlet_id) and _fitting(draft, line.benefit)
    ]
    saves = {line.id: saved(draft, line.benefit) for line in found}
    return tuple(sorted(found, key=lambda line: (-saves[line.id], line.ends_at)))


def _fitting(draft: OrderDraft, benefit: Benefit) -> bool:
    try:
        fits(draft, benefit)
    except Refused:
        return False
    return True


def saved(draft: OrderDraft, benefit: Benefit) -> int:
    """What *benefit* takes off goods and delivery."""
    taken = quote(draft.amount_minor, draft.fee_minor, benefit)
    return taken.goods_off + taken.fee_off


@dataclass(frozen=True)
class Outlook:
    """What a draft would become: for whom, what it costs and earns, and whether the sum is so large that one asks
    again. `vouchers` could be used with it; `voucher` is the one that is; `upsell` a rule that some dish more would
    bring; `later`: points for choosing a later time, where the kitchen is that busy."""

    name: str
    number: str
    bill: Bill
    vouchers: tuple[VoucherLine, ...]
    voucher: VoucherLine | None
    upsell: EarningRule | None
    courier: str | None
    unusual: bool
    currency: str
    zone: ZoneInfo
    later: int = 0

    @property
    def earned(self) -> Earned:
        return self.bill.earned


async def preview(db: Database, actor: Actor, draft: OrderDraft, *, at: datetime) -> Outlook:
    """What would be placed now; nothing changes. A voucher that is no longer in the member's hand is left out. Refuses
    what `orders.place` refuses."""
    async with db.read() as session:
        await allow(session, actor, "orders.place")
        rules = await program.in_force(session, at)
        member, person = await customer(session, draft.member_id, actor)
        who = await courier(session, draft.courier_id, member.id) if draft.courier_id else None
        held = usable(await vouchers.held(session, member.id, at), draft)
        voucher = next((line for line in held if line.id == draft.voucher_id), None)
        worked_out = await bill(session, draft, member, Means(voucher.benefit if voucher else None), rules, at)
        return Outlook(
            name=person.name,
            number=member.number,
            bill=worked_out,
            vouchers=held,
            voucher=voucher,
            upsell=upsell(worked_out.basket, rules.program, worked_out.under),
            courier=who.name if who else None,
            unusual=unusual(draft.amount_minor, await queries.largest_since(session, at - LATELY), rules.program),
            currency=rules.program.currency,
            zone=rules.zone,
            later=await kitchens.later_points(session, draft.outlet_id, at, rules),
        )


async def customer(
    session: AsyncSession, member_id: int, by: By, *, lock: dict[str, Any] | None = None
) -> tuple[Member, Person]:
    """The member and the person behind the number, in one statement; *lock*: how the member's row is locked. Refuses
    `order.member_unknown` and `order.own_order`."""
    found = select(Member, Person).join(Person, Person.member_id == Member.id).where(Member.id == member_id)
    if lock is not None:
        found = found.with_for_update(of=Member, **lock).execution_options(populate_existing=True)
    row = (await session.execute(found)).one_or_none()
    if row is None or row.Member.state is not MemberState.ACTIVE:
        raise Refused("order.member_unknown")
    await not_their_own(session, by, member_id)
    return row.Member, row.Person
