"""The balance screen: all about a member's points in two statements of one snapshot. The hottest read."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.rules.discounts import Discount
from bot.rules.gifts import Giver, most_points
from bot.rules.mechanics import on
from bot.rules.stamps import StampCard, card
from bot.rules.tiers import progress
from bot.usecases import extension, points, tiers
from bot.usecases.extension import Ending
from bot.usecases.program import Rules
from db.enums import Tier
from db.ledger import read
from db.session import Database


@dataclass(frozen=True)
class BalanceView:
    """Points by state, their worth in minor units of *currency*, what ends soon by last day, the way to the next tier
    (None at the top), the discount for what was spent, the stamp card if there is one, and
    whether some could be given to a friend."""

    available: int
    held: int
    debt: int
    pending_orders: int
    pending_welcome: int
    soonest_points: int
    soonest_on: date | None
    ending: tuple[Ending, ...]
    worth_minor: int
    currency: str
    tier: Tier
    next_tier: Tier | None
    missing_minor: int
    share: float
    discount: Discount
    stamps: StampCard | None
    may_give: bool


async def look(db: Database, member_id: int, at: datetime, rules: Rules) -> BalanceView:
    """What the member has at *at*, has coming, and what it is worth. Changes nothing."""
    program = rules.program
    async with db.read() as session:
        now = await read.balance(session, member_id)
        soon = now.soonest_on is not None and extension.is_soon(now.soonest_on, at, rules)
        ending = await extension.ending(session, member_id, at, rules) if soon else []
        standing = await tiers.standing(session, member_id, at, rules)
        welcome = await points.welcome_waiting(session, standing, rules)
    way = progress(standing.spent_minor, standing.tier, program)
    return BalanceView(
        available=now.available,
        held=now.held,
        debt=now.debt,
        pending_orders=standing.pending_points,
        pending_welcome=welcome,
        soonest_points=now.soonest_points,
        soonest_on=now.soonest_on,
        ending=tuple(ending),
        worth_minor=now.available * program.point_value_minor,
        currency=program.currency,
        tier=way.tier,
        next_tier=way.next,
        missing_minor=way.missing_minor,
        share=way.share,
        discount=tiers.discount_of(standing, rules),
        stamps=card(standing.stamps, program),
        may_give=most_points(Giver(standing.orders_count), now.available, program) > 0 and on(program, "gifts"),
    )
