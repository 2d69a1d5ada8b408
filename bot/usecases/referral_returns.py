"""An invitation whose qualifying order came back: what it paid is taken back, and it waits for another order."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases import program
from bot.usecases.notify import Notice, tell_member
from bot.usecases.program import Rules
from db.enums import EntryKind, MemberState, ReferralState
from db.ledger import post, read
from db.ledger.once import once
from db.ledger.post import Because
from db.models.members import Member, Person
from db.models.orders import Order
from db.models.referrals import Referral

BY_ORDER = (ReferralState.PAID, ReferralState.REVIEW)


async def inviter_of(session: AsyncSession, order_id: int) -> int | None:
    """Whose invitation the order qualified; the unit that takes it back locks both accounts."""
    found = select(Referral.inviter_id).where(Referral.order_id == order_id, Referral.state.in_(BY_ORDER))
    return await session.scalar(found)


async def undo(session: AsyncSession, order: Order, *, at: datetime, rules: Rules) -> int:
    """Where what is left of the *order* is too little for the invitation it qualified, by the kinder of the rules then
    and now, both give back what they got for it, into debt if need be, and the invitation waits for another order while
    its days last; the inviter is told. Returns the friend's points taken back. Both accounts are locked."""
    found = select(Referral).where(Referral.order_id == order.id, Referral.state.in_(BY_ORDER))
    referral = await session.scalar(found.with_for_update())
    if referral is None or order.delivered_at is None:
        return 0
    then = await program.in_force(session, order.delivered_at)
    if order.kept_base_minor >= min(each.program.referral_min_net_minor for each in (then, rules)):
        return 0
    inviter = await _taken(session, referral, "inviter", referral.inviter_id, at)
    friend = await _taken(session, referral, "friend", referral.friend_id, at)
    over = at >= referral.expires_at
    referral.state, referral.decided_at = (ReferralState.EXPIRED, at) if over else (ReferralState.PENDING, None)
    referral.order_id, referral.reason, referral.points_inviter, referral.points_friend = None, None, 0, 0
    if inviter:
        name = await session.scalar(select(Person.name).where(Person.member_id == referral.friend_id))
        left = await read.balance(session, referral.inviter_id)
        facts = {"name": name or "", "points": inviter, "waits": not over, "available": left.available}
        notice = Notice("referral.undone", facts, key=f"referral:{referral.id}:undone:{order.id}")
        await tell_member(session, referral.inviter_id, notice, at=at)
    return friend


async def _taken(session: AsyncSession, referral: Referral, side: str, member_id: int, at: datetime) -> int:
    gift = await once(session, f"referral:{referral.id}:{side}")
    state = await session.scalar(select(Member.state).where(Member.id == member_id))
    if not gift.stands or state is not MemberState.ACTIVE:  # whoever erased themselves left everything behind
        return 0
    because = Because(f"{gift.key}:back", EntryKind.REVERSE, at, "referral.undone", {"referral": referral.id})
    await post.take_back(session, gift.key, gift.left, because=because)
    return gift.left
