"""The first screen of a member: points, tier, and the one thing that is worth doing next. A hot read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.rules.stamps import StampCard, card
from bot.rules.tiers import Progress, progress
from bot.usecases import points, tiers
from bot.usecases.errors import Refused
from bot.usecases.program import Rules
from db.ledger import read
from db.queries import members as queries
from db.queries.members import HomeLine
from db.session import Database

Step = Literal["order", "first_order", "birthday", "invite", "tier"]


@dataclass(frozen=True)
class Home:
    """A member's points by state, the way to the next tier, and the next best step (`order_id` and its
    `code` for the door belong to "order"); `vouchers`: how many are in their hand."""

    name: str
    available: int
    held: int
    debt: int
    pending: int
    welcome: int
    way: Progress
    spent_minor: int  # in the tier's window
    stamps: StampCard | None
    step: Step
    order_id: int | None
    code: str | None
    vouchers: int


async def look(db: Database, member_id: int, at: datetime, rules: Rules) -> Home:
    """Everything of the home screen, from one snapshot in three statements. Refuses `member.needed` for the erased."""
    program = rules.program
    async with db.read() as session:
        line = await queries.home(session, member_id)
        if line is None:
            raise Refused("member.needed")
        now = await read.balance(session, member_id)
        standing = await tiers.standing(session, member_id, at, rules)
        welcome = await points.welcome_waiting(session, standing, rules)
    way = progress(standing.spent_minor, standing.tier, program)
    return Home(
        name=line.name,
        available=now.available,
        held=now.held,
        debt=now.debt,
        pending=standing.pending_points,
        welcome=welcome,
        way=way,
        spent_minor=standing.spent_minor,
        stamps=card(standing.stamps, program),
        step=next_step(line, standing.orders_count, way),
        order_id=line.order_id,
        code=line.code,
        vouchers=line.vouchers,
    )


def next_step(line: HomeLine, orders: int, way: Progress) -> Step:
    """What helps the member most: an order under way is all they want to know of; then what brings points soonest."""
    if line.order_id is not None:
        return "order"
    if not orders:
        return "first_order"
    if not line.has_birthday:
        return "birthday"
    return "invite" if not line.friends or way.next is None else "tier"
