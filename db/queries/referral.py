"""Named reads about invitations: who came by them, what they brought, and which ones a person has to look at."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from db.enums import ReferralState, StaffState
from db.models.chats import Registration
from db.models.members import Member, Person
from db.models.referrals import Referral
from db.models.staff import Staff

WEEK = timedelta(days=7)
BY_A_FRIEND = "friend:"  # before the way in a member's source; links of other sources hold no colon


@dataclass(frozen=True)
class FriendLine:
    """A friend who came; `name` is None when they have erased themselves. `points` went to the inviter."""

    name: str | None
    state: ReferralState
    claimed_at: datetime
    expires_at: datetime
    points: int


@dataclass(frozen=True)
class Tally:
    """All that an inviter's link has done; `ways`: how many joined by each way it was passed on."""

    opened: int
    joined: int
    paid: int
    points: int
    ways: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class ReviewLine:
    """An invitation that waits for a person's yes or no, and why."""

    id: int
    inviter_id: int
    friend_id: int
    inviter_name: str | None
    friend_name: str | None
    reason: str
    claimed_at: datetime
    inviter_friends: int


_inviter, _friend = aliased(Person), aliased(Person)


async def code_of(session: AsyncSession, member_id: int) -> str:
    """The member's own referral code."""
    return (await session.execute(select(Member.referral_code).where(Member.id == member_id))).scalar_one()


async def tally(session: AsyncSession, inviter_id: int) -> Tally:
    """How many people opened the link, joined by it and brought points, and how many points."""
    paid = func.coalesce(func.sum(Referral.points_inviter), 0)
    rows = await session.execute(
        select(Referral.state, func.count(), paid).where(Referral.inviter_id == inviter_id).group_by(Referral.state)
    )
    of_state = {state: (count, int(points)) for state, count, points in rows}
    opened = select(func.count()).select_from(Registration).where(Registration.inviter_id == inviter_id)
    joined = sum(count for count, _ in of_state.values())
    count, points = of_state.get(ReferralState.PAID, (0, 0))
    ways = await _ways(session, inviter_id)
    return Tally(max(joined, (await session.execute(opened)).scalar_one()), joined, count, points, ways)


async def _ways(session: AsyncSession, inviter_id: int) -> dict[str, int]:
    """How many friends joined by each way of passing the link on; not those who had another source before."""
    found = (
        select(Member.source, func.count())
        .join(Referral, Referral.friend_id == Member.id)
        .where(Referral.inviter_id == inviter_id, Member.source.startswith(BY_A_FRIEND, autoescape=True))
        .group_by(Member.source)
    )
    return {(source or "").removeprefix(BY_A_FRIEND): count for source, count in await session.execute(found)}


async def friends(session: AsyncSession, inviter_id: int, *, limit: int) -> list[FriendLine]:
    """The friends who came last, newest first."""
    found = (
        select(Person.name, Referral.state, Referral.claimed_at, Referral.expires_at, Referral.points_inviter)
        .select_from(Referral)
        .outerjoin(Person, Person.member_id == Referral.friend_id)
        .where(Referral.inviter_id == inviter_id)
        .order_by(Referral.id.desc())
        .limit(limit)
    )
    return [FriendLine(*row) for row in await session.execute(found)]


async def came_in_the_week_of(session: AsyncSession, referral: Referral) -> int:
    """How many friends of this inviter came within the seven days that ended with this one, it included."""
    found = select(func.count()).where(
        Referral.inviter_id == referral.inviter_id,
        Referral.id <= referral.id,
        Referral.claimed_at > referral.claimed_at - WEEK,
    )
    return (await session.execute(found)).scalar_one()


async def paid_since(session: AsyncSession, inviter_id: int, since: datetime) -> int:
    """How often the inviter was paid from *since* on."""
    found = select(func.count()).where(
        Referral.inviter_id == inviter_id,
        Referral.state == ReferralState.PAID,
        Referral.points_inviter > 0,
        Referral.decided_at >= since,
    )
    return (await session.execute(found)).scalar_one()


async def works_here(session: AsyncSession, member_id: int) -> bool:
    """Whether the member is of the active staff."""
    found = (
        select(Staff.id)
        .join(Person, Person.chat_id == Staff.chat_id)
        .where(Person.member_id == member_id, Staff.state == StaffState.ACTIVE)
    )
    return await session.scalar(found) is not None


async def under_review(session: AsyncSession, *, limit: int) -> list[ReviewLine]:
    """Invitations that wait for a decision, the oldest first."""
    brought = aliased(Referral)
    count = select(func.count()).where(brought.inviter_id == Referral.inviter_id).scalar_subquery()
    found = (
        select(
            Referral.id,
            Referral.inviter_id,
            Referral.friend_id,
            _inviter.name.label("inviter_name"),
            _friend.name.label("friend_name"),
            Referral.reason,
            Referral.claimed_at,
            count.label("inviter_friends"),
        )
        .outerjoin(_inviter, _inviter.member_id == Referral.inviter_id)
        .outerjoin(_friend, _friend.member_id == Referral.friend_id)
        .where(Referral.state == ReferralState.REVIEW)
        .order_by(Referral.id)
        .limit(limit)
    )
    return [ReviewLine(*row) for row in await session.execute(found)]


async def inviter_to_pay(session: AsyncSession, member_id: int) -> int | None:
    """Who invited the member, while the invitation is still to be paid."""
    found = select(Referral.inviter_id).where(Referral.friend_id == member_id, Referral.state == ReferralState.PENDING)
    return await session.scalar(found)
