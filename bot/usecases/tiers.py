"""Tiers: a member rises the moment their spend in the window reaches the next one."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules.tiers import rule_of, tier_for
from bot.usecases.notify import Notice, tell_member
from bot.usecases.program import Rules
from db.enums import Tier
from db.models.members import Member
from db.queries import orders as queries


async def recheck(session: AsyncSession, member_id: int, at: datetime, rules: Rules) -> Tier | None:
    """The tier the member has just reached, and is told of; None when it is the same. Never takes a tier away: that
    needs notice and grace."""
    member = await session.get_one(Member, member_id)
    spent = await queries.spent_since(session, member_id, at - timedelta(days=rules.program.tier_window_days))
    reached, before = rule_of(tier_for(spent, rules.program), rules.program), rule_of(member.tier, rules.program)
    if reached.from_minor <= before.from_minor:
        return None
    member.tier, member.tier_until = reached.tier, None
    facts = {"tier": reached.tier, "multiplier_bp": reached.multiplier_bp}
    await tell_member(session, member_id, Notice("tier.reached", facts), at=at)
    return reached.tier
