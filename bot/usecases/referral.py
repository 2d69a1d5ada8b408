"""Invitations: a friend is bound to whoever brought them, and the friend's first delivered order pays both."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import mechanics, timing
from bot.rules import referral as rule
from bot.usecases import lots, member_lookup, program
from bot.usecases.actor import Client, allow
from bot.usecases.notify import Notice, tell_member, tell_staff
from bot.usecases.program import Rules
from db.enums import AccountKind, EntryKind, MemberState, ReferralState
from db.ledger.once import once
from db.ledger.post import Because
from db.models.members import Member, Person
from db.models.referrals import Referral
from db.queries import referral as queries
from db.queries.referral import FriendLine, Tally
from db.session import Database, insert_once

__all__ = ["FriendLine", "Invitation", "Tally", "claim", "mine", "pay", "qualify"]

FRIENDS_SHOWN = 10


@dataclass(frozen=True)
class Invitation:
    """The member's name and own code, and what it has done so far."""

    name: str
    code: str
    tally: Tally
    friends: list[FriendLine]
    paid_this_month: int


async def mine(db: Database, member_id: int, at: datetime, rules: Rules) -> Invitation:
    """The member's invitation. Changes nothing. Raises SwitchedOff when the programme has no invitations just now."""
    mechanics.need(rules.program, "referral")
    async with db.read() as session:
        return Invitation(
            await _name(session, member_id),
            await queries.code_of(session, member_id),
            await queries.tally(session, member_id),
            await queries.friends(session, member_id, limit=FRIENDS_SHOWN),
            await queries.paid_since(session, member_id, _month(at, rules)),
        )


async def seen_by(db: Database, by: Client, member_id: int, *, at: datetime) -> Invitation:
    """The same for a site. Refuses `access.denied`, `member.unknown`; raises SwitchedOff."""
    async with db.read() as session:
        await allow(session, by, "referrals.see", at=at)
        await member_lookup.known(session, member_id)
        rules = await program.in_force(session, at)
    return await mine(db, member_id, at, rules)


async def claim(session: AsyncSession, *, friend_id: int, inviter_id: int | None, at: datetime, rules: Rules) -> None:
    """The newcomer *friend_id* is bound to the inviter, who hears of it; the first link wins, and where a rule is
    against it nothing happens and nobody is told. The caller knows that neither account nor phone was here before."""
    if (
        inviter_id is None
        or not mechanics.on(rules.program, "referral")
        or await _refusal(session, friend_id, inviter_id)
    ):
        return
    row = {
        "inviter_id": inviter_id,
        "friend_id": friend_id,
        "state": ReferralState.PENDING,
        "claimed_at": at,
        "expires_at": rule.expires_at(at, rules.program),
        "points_inviter": 0,
        "points_friend": 0,
    }
    if await insert_once(session, Referral, row, index=["friend_id"]):
        facts = {"name": await _name(session, friend_id), "points": rules.program.referral_inviter}
        notice = Notice("referral.joined", facts, key=f"referral:{friend_id}:joined")
        await tell_member(session, inviter_id, notice, at=at)


async def _refusal(session: AsyncSession, friend_id: int, inviter_id: int) -> str | None:
    state = await session.scalar(select(Member.state).where(Member.id == inviter_id))
    return rule.may_claim(
        rule.Claim(
            itself=friend_id == inviter_id,
            # Numbers only grow: an inviter was there before the friend, so invitations can never run in a circle.
            already_member=friend_id < inviter_id,
            inviter_is_gone=state != MemberState.ACTIVE,
            inviter_is_staff=await queries.works_here(session, inviter_id),
        )
    )


async def qualify(
    session: AsyncSession, *, friend_id: int, order_id: int, net_minor: int, at: datetime, rules: Rules
) -> int:
    """A delivered order of *friend_id* pays both when it is large and early enough, once; the inviter at most so often
    a month. What looks odd waits for a person, and the staff are asked. Returns the friend's points given now.

    The caller has locked both accounts before it paid anybody.
    """
    open_one = select(Referral).where(Referral.friend_id == friend_id, Referral.state == ReferralState.PENDING)
    referral = await session.scalar(open_one.with_for_update())
    if referral is None:
        return 0
    if at >= referral.expires_at:
        referral.state, referral.decided_at = ReferralState.EXPIRED, at
        return 0
    if not rule.qualifies(net_minor, referral.claimed_at, at, rules.program):
        return 0
    referral.order_id = order_id
    if doubt := await _doubt(session, referral, rules):
        await _ask_the_staff(session, referral, doubt, at)
        return 0
    return await pay(session, referral, at=at, rules=rules)


async def _doubt(session: AsyncSession, referral: Referral, rules: Rules) -> str | None:
    if rule.is_burst(await queries.came_in_the_week_of(session, referral), rules.program):
        return "burst"
    return "staff" if await queries.works_here(session, referral.inviter_id) else None


async def _ask_the_staff(session: AsyncSession, referral: Referral, doubt: str, at: datetime) -> None:
    referral.state, referral.reason = ReferralState.REVIEW, doubt
    facts = {
        "referral": referral.id,
        "reason": doubt,
        "inviter": await _name(session, referral.inviter_id),
        "friend": await _name(session, referral.friend_id),
        "friends": await queries.came_in_the_week_of(session, referral),
    }
    notice = Notice("referral.doubted", facts, key=f"referral:{referral.id}:doubted", thread=f"referral:{referral.id}")
    await tell_staff(session, "referrals.review", notice, at=at)


async def pay(session: AsyncSession, referral: Referral, *, at: datetime, rules: Rules) -> int:
    """Both are paid and the inviter hears of it; beyond the month's cap, or erased, the inviter gets nothing and the
    friend still does. *referral* is locked by the caller. Returns the friend's points."""
    program = rules.program
    paid = await queries.paid_since(session, referral.inviter_id, _month(at, rules))
    gone = await session.scalar(select(Member.state).where(Member.id == referral.inviter_id)) != MemberState.ACTIVE
    capped = not rule.within_cap(paid, program)
    referral.state, referral.decided_at = ReferralState.PAID, at
    referral.reason = "cap" if capped else referral.reason
    referral.points_inviter = 0 if capped or gone else program.referral_inviter
    referral.points_friend = program.referral_friend
    await _gift(session, referral, "inviter", at, rules)
    await _gift(session, referral, "friend", at, rules)
    facts = {"name": await _name(session, referral.friend_id), "points": referral.points_inviter}
    notice = Notice("referral.paid", facts, key=f"referral:{referral.id}:paid:{referral.order_id}")
    await tell_member(session, referral.inviter_id, notice, at=at)
    return referral.points_friend


async def _gift(session: AsyncSession, referral: Referral, side: str, at: datetime, rules: Rules) -> None:
    member_id, points = {
        "inviter": (referral.inviter_id, referral.points_inviter),
        "friend": (referral.friend_id, referral.points_friend),
    }[side]
    if points:
        facts = {"referral": referral.id}
        gift = await once(session, f"referral:{referral.id}:{side}")
        because = Because(gift.key, EntryKind.GIFT, at, f"referral.{side}", facts)
        await lots.give(session, member_id, points, AccountKind.REFERRAL, because, rules)


async def _name(session: AsyncSession, member_id: int) -> str:
    return await session.scalar(select(Person.name).where(Person.member_id == member_id)) or ""


def _month(at: datetime, rules: Rules) -> datetime:
    first = timing.local_date(at, rules.zone).replace(day=1)
    return timing.at_local(first, 0, rules.zone)
