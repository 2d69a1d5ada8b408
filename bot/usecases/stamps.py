"""The stamp card: a stamp with each delivered order, a present when the card is full."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import stamps as rule
from bot.rules.stamps import StampCard
from bot.usecases import presents, program, voucher_steps
from bot.usecases.notify import Notice, tell_member
from bot.usecases.presents import Given, Present
from bot.usecases.program import Rules
from db.enums import AccountKind, EntryKind, MemberState, OrderState, VoucherSource, VoucherState
from db.ledger import post
from db.ledger.once import once
from db.ledger.post import Because
from db.models.members import Member
from db.models.orders import Order
from db.models.vouchers import Voucher


@dataclass(frozen=True)
class StampDone:
    """The card after the order; `filled` it, and a new one has begun."""

    card: StampCard
    filled: bool


async def stamp(session: AsyncSession, order: Order, *, at: datetime, rules: Rules) -> StampDone | None:
    """The delivered *order* is on its member's stamp card, and a full card has brought its present, once; None when it
    gets no stamp. While the present has run out, a card waits for it, full but for the last stamp. The order is locked
    by the caller, and so is the member's account."""
    member = await session.get_one(Member, order.member_id, with_for_update={"key_share": True}, populate_existing=True)
    goods = order.amount_minor - order.discount_minor
    done = rule.stamp(member.stamps, goods, rules.program) if member.state is MemberState.ACTIVE else None
    if done is None:
        return None
    if done.full and not await _present(session, order, at, rules):
        every = rules.program.stamp_every
        return StampDone(StampCard(every - 1, every), filled=False)
    member.stamps = done.stamps
    await session.flush()
    return StampDone(StampCard(done.stamps, rules.program.stamp_every), done.full)


async def take_back(session: AsyncSession, order: Order, before_minor: int, *, at: datetime, rules: Rules) -> bool:
    """What is left of the delivered *order* (goods for *before_minor* until now) deserves no stamp any more: the one it
    had comes off the card. Where it had filled the card and no stamp came since, the present goes back (a reward that
    was used stays used), and the card lacks one again. The member's account is locked; says whether it was so."""
    then = await program.in_force(session, order.delivered_at or at)
    left = 0 if order.state is OrderState.RETURNED else order.kept_minor
    had, has = (rule.stamp(0, goods, then.program) for goods in (before_minor, left))
    if had is None or (has is not None and order.state is not OrderState.RETURNED):
        return False
    member = await session.get_one(Member, order.member_id, with_for_update={"key_share": True}, populate_existing=True)
    if member.stamps:
        member.stamps -= 1
    elif await _present_back(session, order, at):
        member.stamps = then.program.stamp_every - 1
    else:
        return False
    await session.flush()
    return True


async def _present_back(session: AsyncSession, order: Order, at: datetime) -> bool:
    key = f"stamps:{order.member_id}:{order.id}"
    gift = await once(session, key)
    if gift.stands:
        because = Because(f"{key}:back", EntryKind.REVERSE, at, "stamps.undone", {"order": order.id})
        await post.take_back(session, key, gift.left, because=because)
    unused = (Voucher.key == key, Voucher.state == VoucherState.HELD)
    void = await voucher_steps.moved(session, *unused, state=VoucherState.VOIDED, ended_at=at)
    return gift.stands or void


async def _present(session: AsyncSession, order: Order, at: datetime, rules: Rules) -> bool:
    """Whether there was one to give."""
    program = rules.program
    present = Present(
        key=f"stamps:{order.member_id}:{order.id}",
        reason="stamps.full",
        points=program.stamp_points,
        reward_id=program.stamp_reward_id,
        account=AccountKind.STAMPS,
        source=VoucherSource.STAMPS,
        facts={"stamps": program.stamp_every},
    )
    given = await presents.give(session, order.member_id, present, at=at, rules=rules)
    if given == Given():
        return False
    facts = {"stamps": program.stamp_every, "points": given.points, "names": dict(given.names)}
    await tell_member(session, order.member_id, Notice("stamps.filled", facts, key=present.key), at=at)
    return True
