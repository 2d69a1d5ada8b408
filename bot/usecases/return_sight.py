"""Before a return, and after it: what would come back, and what did."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from bot.rules.dishes import fold
from bot.rules.returns import gone
from bot.usecases import program, return_steps, returns, sale_approvals
from bot.usecases.actor import By, allow
from bot.usecases.errors import Refused
from bot.usecases.order_steps import reachable
from bot.usecases.return_steps import Case, ReturnWanted
from bot.usecases.returns import ACT, Returned
from db.models.members import Member, Person
from db.models.orders import Order, OrderReturn
from db.session import Database


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
        await returns.may_return(session, by, hand, order)
        case = await return_steps.opened(session, order, wanted)
        rules = await program.in_force(session, at)
        second = await sale_approvals.why(session, hand, returns.weighed(case, wanted), at=at, rules=rules)
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
        return [await returns.shown(session, order, row) for row in rows]
