"""A slip at the till: the sale that was just entered is taken back whole, by whoever entered it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules.orders import may_undo
from bot.usecases import certificate_steps, program, return_steps, voucher_steps
from bot.usecases.actor import Actor, allow
from bot.usecases.errors import Refused
from bot.usecases.notify import Notice, tell_member
from bot.usecases.order_steps import happened, locked
from bot.usecases.return_steps import ReturnWanted
from db.enums import Channel, VoucherState
from db.ledger import read
from db.models.orders import Order, OrderReturn
from db.models.staff import Outlet
from db.models.tills import Slip
from db.models.vouchers import Voucher
from db.session import Database


@dataclass(frozen=True)
class SaleUndone:
    """The sale counts as never made (`already`: it had been taken back): points it brought are gone, points and the
    voucher that paid are the member's again, `money_minor` is to be paid back."""

    order_id: int
    member_id: int
    money_minor: int
    points_taken: int
    points_given: int
    currency: str
    voucher: bool
    available: int
    already: bool = False


async def undo(db: Database, actor: Actor, order_id: int, *, at: datetime) -> SaleUndone:
    """Within the programme's time for undoing everything of a sale at the till is back, its voucher and the number of
    its slip as well, so that it can be entered anew; the member's receipt says so. Again: nothing changes.

    Refuses `access.denied`, `order.unknown`, `sale.undo_too_late` (also of a sale somebody else entered, or
    of which goods have come back), `certificate.rest_used`.
    """
    async with db.begin() as session:
        staff = await allow(session, actor, "sales.post")
        order = await locked(session, order_id)
        if order.channel is not Channel.TILL or order.placed_by != staff.id:
            raise Refused("sale.undo_too_late")
        wanted = ReturnWanted(f"undo:{order.id}", order.id, "slip")
        if await session.scalar(select(OrderReturn.id).where(OrderReturn.key == wanted.key)):
            return await _shown(session, order, already=True)
        rules = await program.in_force(session, at)
        if order.returned_at or not may_undo(order.delivered_at, at, rules.program):
            raise Refused("sale.undo_too_late")
        case = await return_steps.opened(session, order, wanted)
        await certificate_steps.undo(session, order, at=at)
        await return_steps.back(session, staff, case, wanted, at=at, rules=rules)
        voucher = await _voucher_back(session, order)
        await session.execute(delete(Slip).where(Slip.order_id == order.id, Slip.kind == "sale"))
        await _told(session, order, at)
        await happened(session, staff, order, "sales.take_back", at=at)
        return await _shown(session, order, voucher=voucher)


async def _voucher_back(session: AsyncSession, order: Order) -> bool:
    if order.voucher_id is None:
        return False
    used = (Voucher.id == order.voucher_id, Voucher.state == VoucherState.USED)
    in_hand = {"state": VoucherState.HELD, "order_id": None, "used_at": None, "used_by": None, "outlet_id": None}
    return await voucher_steps.moved(session, *used, **in_hand)


async def _told(session: AsyncSession, order: Order, at: datetime) -> None:
    outlet = await session.get(Outlet, order.outlet_id) if order.outlet_id else None
    facts = {
        "order": order.id,
        "outlet": outlet.name if outlet else None,
        "points_back": order.points_given_back,
        "available": (await read.balance(session, order.member_id)).available,
    }
    await tell_member(session, order.member_id, Notice("sale.undone", facts, thread=f"sale:{order.id}"), at=at)


async def _shown(session: AsyncSession, order: Order, *, voucher: bool = False, already: bool = False) -> SaleUndone:
    return SaleUndone(
        order_id=order.id,
        member_id=order.member_id,
        money_minor=order.goods_minor - order.paid_minor,
        points_taken=order.points_taken_back,
        points_given=order.points_given_back,
        currency=order.currency,
        voucher=voucher,
        available=(await read.balance(session, order.member_id)).available,
        already=already,
    )
