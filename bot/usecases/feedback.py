"""How it was: a thumb up is a joy, a thumb down reaches whoever can put it right."""

from datetime import datetime

from sqlalchemy import select

from bot.usecases.actor import Actor, member_of
from bot.usecases.errors import Refused
from bot.usecases.notify import Notice, tell_staff
from db.models.members import Person
from db.models.orders import Order
from db.session import Database


async def say(db: Database, actor: Actor, order_id: int, *, good: bool, at: datetime) -> bool:
    """What the member thinks of an order that was delivered to them; returns *good*. If it was not, the managers know
    of it, once.

    Refuses `member.needed` and `order.unknown` (also for somebody else's, or one that is not delivered)."""
    member_id = member_of(actor)
    async with db.begin() as session:
        found = select(Order.id, Person.name).join(Person, Person.member_id == Order.member_id)
        theirs = (Order.id == order_id, Order.member_id == member_id, Order.delivered_at.is_not(None))
        row = (await session.execute(found.where(*theirs))).first()
        if row is None:
            raise Refused("order.unknown", order=order_id)
        if not good:
            facts = {"order": order_id, "member": member_id, "name": row.name}
            notice = Notice("feedback.bad", facts, key=f"feedback:{order_id}:bad")
            await tell_staff(session, "orders.settle", notice, at=at)
    return good
