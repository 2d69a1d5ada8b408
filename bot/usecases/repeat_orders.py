"""The same again: a member's last order in words, on its way to the desk, which places it by one press."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import dishes as dish_rule
from bot.rules import feedback, timing
from bot.rules.amounts import BadAmount
from bot.rules.dishes import BadDish, DishLine
from bot.usecases import conversation_steps as steps
from bot.usecases import conversations, kitchens, program
from bot.usecases.actor import Actor, allow, member_of
from bot.usecases.conversation_steps import Opening, Said
from bot.usecases.conversations import Promised
from bot.usecases.errors import Refused
from bot.usecases.notify import Notice
from db.enums import ConversationState, KitchenLoad, OrderState
from db.ledger import accounts
from db.models.feedback import Conversation
from db.models.orders import Order
from db.queries import conversations as talks
from db.queries import dishes, outlets
from db.queries.dishes import ItemLine
from db.session import Database

ABOUT = "repeat"


@dataclass(frozen=True)
class Again:
    """The last order that came, as it was. `opens`: the shop sleeps until then (None: it is awake); `closed`: none of
    its outlets is open; `busy`: the kitchen has more to do than it can."""

    order_id: int
    placed_at: datetime
    items: tuple[ItemLine, ...]
    amount_minor: int
    fee_minor: int
    currency: str
    address: str
    opens: datetime | None
    closed: bool
    busy: bool
    zone: ZoneInfo


async def look(db: Database, actor: Actor, *, at: datetime) -> Again:
    """Changes nothing. Refuses `member.needed`, `repeat.no_order`."""
    member_id = member_of(actor)
    async with db.read() as session:
        rules = await program.in_force(session, at)
        order = await _last(session, member_id)
        opens = timing.next_allowed(at, rules.zone, rules.program)
        loads = {line.outlet_id: line.load for line in await kitchens.lines(session, at)}
        busy = loads.get(order.outlet_id) if order.outlet_id else None
        return Again(
            order_id=order.id,
            placed_at=order.placed_at,
            items=await dishes.of_order(session, order.id),
            amount_minor=order.amount_minor,
            fee_minor=order.fee_minor,
            currency=order.currency,
            address=order.address,
            opens=opens if opens > at else None,
            closed=not await outlets.active(session) and bool(await outlets.every(session)),
            busy=busy is KitchenLoad.RED,
            zone=rules.zone,
        )


async def _last(session: AsyncSession, member_id: int) -> Order:
    came = select(Order).where(Order.member_id == member_id, Order.state == OrderState.DELIVERED)
    order = (await session.scalars(came.order_by(Order.id.desc()).limit(1))).first()
    if order is None:
        raise Refused("repeat.no_order")
    return order


async def send(db: Database, actor: Actor, order_id: int, text: str, *, at: datetime) -> Promised:
    """The desk has the order's words (*text*) as a talk of its own, and answers as every talk is answered; nothing is
    ordered by this yet. While that talk is open, the same wish again changes nothing. Refuses `member.needed`,
    `order.unknown` (also for somebody else's)."""
    member_id = member_of(actor)
    async with db.begin() as session:
        rules = await program.in_force(session, at)
        await accounts.lock_members(session, [member_id])
        order = await session.get(Order, order_id)
        if order is None or order.member_id != member_id:
            raise Refused("order.unknown")
        talk, who = await _wished(session, member_id, order_id), await talks.who(session, member_id)
        if talk is None:
            talk, who = await steps.opened(session, member_id, Opening(ABOUT, order_id), at, rules)
            row = await steps.added(session, talk, Said(feedback.shortened(text)), at)
            facts = steps.about(talk, who, rules, text=steps.excerpts([row.text]))
            notice = Notice("conversation.opened", facts, key=f"conversation:{talk.id}:{row.id}")
            await steps.tell_desk(session, talk, notice, at=at, rules=rules)
        return await conversations.promised(session, talk, who, rules)


async def _wished(session: AsyncSession, member_id: int, order_id: int) -> Conversation | None:
    """The talk in which this was wished for, while the shop owes an answer."""
    waiting = select(Conversation).where(
        Conversation.member_id == member_id,
        Conversation.about == ABOUT,
        Conversation.order_id == order_id,
        Conversation.state == ConversationState.OPEN,
    )
    return (await session.scalars(waiting.limit(1))).first()


@dataclass(frozen=True)
class Before:
    """An order as it was, to begin a new one with. `items` as the desk types them; "" when they cannot be."""

    member_id: int
    amount_minor: int
    fee_minor: int
    address: str
    items: str
    currency: str


async def draft(db: Database, actor: Actor, order_id: int, *, at: datetime) -> Before:
    """Changes nothing. Refuses `access.denied`, `order.unknown`."""
    async with db.read() as session:
        await allow(session, actor, "orders.place")
        order = await session.get(Order, order_id)
        if order is None:
            raise Refused("order.unknown")
        items = _typed(await dishes.of_order(session, order_id), order.currency)
        return Before(order.member_id, order.amount_minor, order.fee_minor, order.address, items, order.currency)


def _typed(items: tuple[ItemLine, ...], currency: str) -> str:
    meant = tuple(DishLine(item.name, item.quantity, item.sum_minor) for item in items if item.sum_minor)
    text = dish_rule.written(meant, currency)
    try:
        return text if text and dish_rule.read_lines(text, currency) == meant else ""
    except (BadDish, BadAmount):
        return ""
