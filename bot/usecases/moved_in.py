"""What somebody brings along from another programme: their points as an opening lot, their level for a while."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import mechanics, timing
from bot.rules.tiers import rule_of
from bot.usecases import lots, outside_events, outside_facts
from bot.usecases.program import Rules
from db.enums import AccountKind, EntryKind, Tier
from db.ledger.entries import Because
from db.models.members import Member, TierChange
from db.queries.orders import spent_since

REASON = "opening"  # of the history's line
WHY = "import"  # of a level


def key(member_id: int) -> str:
    """A member brings a balance along once, however many lists name them."""
    return f"opening:{member_id}"


def because(fact: str, at: datetime, facts: Mapping[str, Any]) -> Because:
    return Because(fact, EntryKind.EARN, at, REASON, facts)


async def points(session: AsyncSession, member_id: int, points: int, why: Because, rules: Rules) -> int:
    """The points are the member's, once for the fact of *why*; returns those given now."""
    if not points:
        return 0
    posted = await lots.give(session, member_id, points, AccountKind.OPENING, why, rules)
    return 0 if posted.already else points


def above(tier: Tier | None, than: Tier, rules: Rules) -> bool:
    """Whether *tier* is a level of this programme, and a higher one."""
    program = rules.program
    if tier is None or not mechanics.on(program, "levels"):
        return False
    return rule_of(tier, program).from_minor > rule_of(than, program).from_minor


def lasts(at: datetime, rules: Rules) -> date:
    """The last local day of a level that was brought along: so long, their orders here can reach it again."""
    return timing.local_date(at, rules.zone) + timedelta(days=rules.program.tier_window_days)


async def level(session: AsyncSession, member: Member, tier: Tier | None, at: datetime, rules: Rules) -> Tier | None:
    """The member (locked) has *tier* as if it were given by hand, when it is above theirs; returns it then."""
    if tier is None or not above(tier, member.tier, rules):
        return None
    spent = await spent_since(session, member.id, at - timedelta(days=rules.program.tier_window_days))
    change = TierChange(member_id=member.id, old=member.tier, new=tier, why=WHY, spent_minor=spent, at=at)
    session.add(change)
    outside_events.tell(session, outside_facts.tier_changed(change), at=at)
    member.tier, member.tier_until, member.tier_drops_on = tier, lasts(at, rules), None
    await session.flush()
    return tier
