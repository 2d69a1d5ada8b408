"""Invitations that looked odd: a person of the staff releases or refuses each, once, with a line in the audit log."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases import audit, program, referral
from bot.usecases.actor import Actor, allow
from bot.usecases.errors import Refused
from bot.usecases.notify import Notice, tell_member
from db.enums import ReferralState
from db.ledger import accounts
from db.models.members import Person
from db.models.referrals import Referral
from db.models.staff import Staff
from db.queries import referral as queries
from db.queries.referral import ReviewLine
from db.session import Database

__all__ = ["Released", "ReviewLine", "refuse", "release", "waiting"]

SHOWN = 10


@dataclass(frozen=True)
class Released:
    """Both are paid: the inviter *points_inviter* (0 beyond the month's cap), the friend *points_friend*."""

    points_inviter: int
    points_friend: int


async def waiting(db: Database, actor: Actor) -> list[ReviewLine]:
    """What waits for a decision, the oldest first. Refuses access.denied."""
    async with db.read() as session:
        await allow(session, actor, "referrals.review")
        return await queries.under_review(session, limit=SHOWN)


async def release(db: Database, actor: Actor, referral_id: int, *, at: datetime) -> Released:
    """Both are paid and told. Refuses access.denied, referral.unknown, referral.decided, referral.own."""
    async with db.begin() as session:
        staff = await allow(session, actor, "referrals.review")
        row = await _open(session, staff, referral_id)
        points = await referral.pay(session, row, at=at, rules=await program.in_force(session, at))
        await audit.write(session, staff, "referral.release", f"referral:{row.id}", at=at, reason=row.reason)
        if points:
            notice = Notice("referral.released", {"points": points}, key=f"referral:{row.id}:friend")
            await tell_member(session, row.friend_id, notice, at=at)
        return Released(row.points_inviter, points)


async def refuse(db: Database, actor: Actor, referral_id: int, *, at: datetime) -> None:
    """Nobody is ever paid for this invitation. Refuses access.denied, referral.unknown, referral.decided,
    referral.own."""
    async with db.begin() as session:
        staff = await allow(session, actor, "referrals.review")
        row = await _open(session, staff, referral_id)
        row.state, row.decided_at = ReferralState.REFUSED, at
        await audit.write(session, staff, "referral.refuse", f"referral:{row.id}", at=at, reason=row.reason)


async def _open(session: AsyncSession, staff: Staff, referral_id: int) -> Referral:
    """The referral in review, locked after both accounts: the order in which a delivery locks them."""
    parties = select(Referral.inviter_id, Referral.friend_id).where(Referral.id == referral_id)
    row = (await session.execute(parties)).one_or_none()
    if row is None:
        raise Refused("referral.unknown")
    await accounts.lock_members(session, row)
    referral_row = await session.get_one(Referral, referral_id, with_for_update=True, populate_existing=True)
    if referral_row.state != ReferralState.REVIEW:
        raise Refused("referral.decided")
    own = select(Person.member_id).where(Person.chat_id == staff.chat_id, Person.member_id.in_(list(row)))
    if await session.scalar(own) is not None:
        raise Refused("referral.own")
    return referral_row
