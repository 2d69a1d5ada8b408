"""A new member's row, however they came: by chat, by a site or till, or from another programme."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import codes
from bot.rules.contact import in_holdout
from bot.usecases import outside_events, outside_facts
from bot.usecases.makers import Makers
from bot.usecases.program import Rules
from db.models.members import Member

HOLDOUT_SALT = "holdout"  # fixed for ever: who is held out must never change


async def write(session: AsyncSession, source: str | None, rules: Rules, *, at: datetime, new: Makers) -> Member:
    """A step: the member with number, card and code of their own; no person, no account yet. The number tells the
    order of joining, so it is known only once the row has its id."""
    card = new.card_code()
    member = Member(number=card, card_code=card, referral_code=new.referral_code(), source=source, joined_at=at)
    session.add(member)
    await session.flush()
    member.number = codes.member_number(member.id)
    member.holdout = in_holdout(member.number, HOLDOUT_SALT, rules.program.holdout_bp)
    await session.flush()
    outside_events.tell(session, outside_facts.joined(member.id, source), at=at)
    return member
