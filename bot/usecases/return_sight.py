"""Before a return, and after it: what would come back, and what did."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules.dishes import fold
from bot.rules.returns import gone
from bot.usecases import program, return_steps, sale_approvals
from bot.usecases.actor import By, Hand, allow
from bot.usecases.errors import Refused
from bot.usecases.order_steps import not_their_own, reachable
from bot.usecases.return_steps import Case, ReturnWanted
from bot.usecases.sale_approvals import Weighed
from db.enums import Channel, OrderState, Role
from db.ledger import read
from db.models.members import Member, Person
from db.models.orders import Order, OrderReturn
from db.models.staff import Staff
from db.session import Database

ACT = "sales.return"


@dataclass(frozen=True)
class Returned:
    """Goods for `amount_minor` are back (`already`: they were, by the same request). `money_minor` is to be paid back
    in money; of the points the order brought `points_taken` are gone, of those that paid for it `points_given` are the
    member's again. `whole`: nothing of the order is left. `available`: what the member can spend now."""

    return_id: int
    order_id: int
    member_id: int
    amount_minor: int
    money_minor: int
    points_taken: int
    points_given: int
    currency: str
    whole: bool
    available: int
    at: datetime
    already: bool = False


@dataclass(frozen=True)
class ReturnLine:
    """A dish of the order: how many pieces were bought, how many are `left`, and what was paid for all of them."""

    name: str
    quantity: int
    left: int
    sum_minor: int


@dataclass(frozen=True)
class ReturnOutlook:
    """What a return would do, and to whose order; `needs_second`: why a second person must agree, if so."""

    order_id: int
    member_id: int
    name: str
    number: str
    currency: str
    outlet_id: int | None
    placed_at: datetime
    delivered_at: datetime | None
    goods_minor: int
    left_minor: int
    lines: tuple[ReturnLine, ...]
    amount_minor: int
    money_minor: int
    points_taken: int
    points_given: int
    whole: bool
    pending: bool
    needs_second: str | None


async def preview(db: Database, by: By, wanted: ReturnWanted, *, at: datetime) -> ReturnOutlook:
    """What `returns.take` would do now; nothing changes. Refuses what that refuses, but for a second person."""
    async with db.read() as session:
        hand = await allow(session, by, ACT, at=at)
        order = reachable(hand, await session.get(Order, wanted.order_id))
        await may_return(session, by, hand, order)
        case = await return_steps.opened(session, order, wanted)
        rules = await program.in_force(session, at)
        second = await sale_approvals.why(session, hand, weighed(case, wanted), at=at, rules=rules)
        member, person = await session.get_one(Member, order.member_id), await session.get(Person, order.member_id)
        return _outlook(case, member.number, person.name if person else "", second)


def _outlook(case: Case, number: str, name: str, second: str | None) -> ReturnOutlook:
    order, now = case.order, case.now
    return ReturnOutlook(
        order_id=order.id,
        member_id=order.member_id,
        name=name,
        number=number,
        currency=order.currency,
        outlet_id=order.outlet_id,
        placed_at=order.placed_at,
        delivered_at=order.delivered_at,
        goods_minor=order.goods_minor,
        left_minor=order.kept_minor,
        lines=_lines(case),
        amount_minor=now.goods_minor,
        money_minor=now.money_minor,
        points_taken=now.taken,
        points_given=now.given,
        whole=case.whole,
        pending=order.earned_at is None,
        needs_second=second,
    )


def _lines(case: Case) -> tuple[ReturnLine, ...]:
    return tuple(
        ReturnLine(line.name, line.quantity, line.quantity - gone(case.earlier, fold(line.name)), line.net_minor)
        for line in case.sold.lines
    )


async def listed(db: Database, by: By, order_id: int, *, at: datetime) -> list[Returned]:
    """What came back of an order, in turn. Refuses `access.denied`, `order.unknown`, `return.not_theirs`."""
    async with db.read() as session:
        hand = await allow(session, by, ACT, at=at)
        order = await session.get(Order, order_id)
        if order is None:
            raise Refused("order.unknown")
        reachable(hand, order)
        rows = await session.scalars(
            select(OrderReturn).where(OrderReturn.order_id == order_id).order_by(OrderReturn.id)
        )
        return [await shown(session, order, row) for row in rows]


async def may_return(session: AsyncSession, by: By, hand: Hand, order: Order) -> None:
    """A cashier takes back what was sold at a till, of their outlet if they have one; managers and keys whatever was
    sold. Refuses `return.not_theirs`, `order.own_order`."""
    await not_their_own(session, by, order.member_id)
    if isinstance(hand, Staff) and hand.role is Role.CASHIER:
        elsewhere = hand.outlet_id is not None and order.outlet_id not in (None, hand.outlet_id)
        if order.channel is not Channel.TILL or elsewhere:
            raise Refused("return.not_theirs")


def weighed(case: Case, wanted: ReturnWanted) -> Weighed:
    """What a second person would have to agree to."""
    return Weighed(wanted.key, case.order.member_id, case.now.goods_minor, what="return")


async def shown(session: AsyncSession, order: Order, row: OrderReturn, *, already: bool = False) -> Returned:
    """The return as it is told."""
    return Returned(
        return_id=row.id,
        order_id=order.id,
        member_id=order.member_id,
        amount_minor=row.amount_minor,
        money_minor=row.money_minor,
        points_taken=row.points_taken,
        points_given=row.points_given,
        currency=order.currency,
        whole=order.state is OrderState.RETURNED,
        available=(await read.balance(session, order.member_id)).available,
        at=row.at,
        already=already,
    )
