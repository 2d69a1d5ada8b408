"""A sale at the till, as steps: who is locked first, what is written, and that it is placed and delivered at once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules.dishes import DishLine
from bot.usecases import handover, order_writing
from bot.usecases.errors import Refused
from bot.usecases.handover import Brought
from bot.usecases.handover import lock as lock
from bot.usecases.order_drafts import OrderDraft
from bot.usecases.order_steps import Who
from bot.usecases.order_writing import Entered
from bot.usecases.program import Rules
from bot.usecases.slips import SlipNo as SlipNo
from db.enums import Channel, MemberState
from db.models.members import Member
from db.models.orders import Order

OLDEST, AHEAD = timedelta(hours=24), timedelta(minutes=5)


@dataclass(frozen=True)
class Offline:
    """What a till without a connection was asked to take, and the QR that was shown to it then."""

    points: int
    shown: str


@dataclass(frozen=True)
class SaleDraft:
    """A sale before it is one. `key` belongs to the draft: posted twice it is one sale, and so it is by the till's own
    `slip`. `amount_minor`: the goods; `items` may tell a part of them; `occurred_at`: when, if not now; `offline`: the
    till had no connection then; `quote`: the bill is as this one says."""

    key: str
    member_id: int
    amount_minor: int
    outlet_id: int | None = None
    items: tuple[DishLine, ...] = ()
    voucher_id: int | None = None
    spending_id: int | None = None
    slip: SlipNo | None = None
    occurred_at: datetime | None = None
    offline: Offline | None = None
    quote: str | None = None
    campaign: str | None = None
    paid_in_full: bool = False  # before anybody knew whose it is: nothing comes off
    currency: str | None = None
    channel: Channel = Channel.TILL


def as_order(draft: SaleDraft, outlet_id: int | None = None) -> OrderDraft:
    """The same as an order: nothing is delivered, and nobody delivers it."""
    return OrderDraft(
        key=draft.key,
        member_id=draft.member_id,
        amount_minor=draft.amount_minor,
        outlet_id=draft.outlet_id if outlet_id is None else outlet_id,
        items=draft.items,
        voucher_id=draft.voucher_id,
        channel=draft.channel,
        spending_id=draft.spending_id,
        campaign=draft.campaign,
        quote=draft.quote,
        paid_in_full=draft.paid_in_full,
        currency=draft.currency,
    )


def moment(draft: SaleDraft, at: datetime) -> datetime:
    """When it was sold, by the till's clock, but never ahead of ours. Refuses `sale.too_old` (more than a day) and
    `sale.from_the_future` (more than five minutes ahead)."""
    if draft.occurred_at is None:
        return at
    if draft.occurred_at < at - OLDEST:
        raise Refused("sale.too_old")
    if draft.occurred_at > at + AHEAD:
        raise Refused("sale.from_the_future")
    return min(draft.occurred_at, at)


async def write(session: AsyncSession, draft: SaleDraft, by: Who, *, at: datetime, rules: Rules) -> Order:
    """The sale is written down as an order that nobody will deliver: its bill by *rules*, its voucher and points set
    aside. The same key again changes nothing. The caller has called `lock`.

    Refuses `order.member_unknown`, and what `order_writing` refuses.
    """
    order_draft = as_order(draft)
    order_writing.sums(order_draft, rules)
    member = await session.get(Member, draft.member_id)
    if member is None or member.state is not MemberState.ACTIVE:
        raise Refused("order.member_unknown")
    entered = Entered(by, at)
    order, _ = await order_writing.write(session, order_draft, member, entered, rules)
    return order


async def complete(session: AsyncSession, order: Order, *, at: datetime, rules: Rules) -> Brought:
    """The sale is delivered: everything follows that follows a delivery, and the member reads their receipt. The caller
    has called `lock`."""
    return await handover.complete(session, order, at=at, rules=rules, receipt=True)
