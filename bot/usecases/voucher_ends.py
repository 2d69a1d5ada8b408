"""How vouchers end without having been used: withdrawn by the staff, or their last day is over."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules.orders import clean_words
from bot.usecases import audit, program, zones
from bot.usecases.actor import By, allow, staff_id
from bot.usecases.errors import Refused
from bot.usecases.notify import Notice, tell_member
from bot.usecases.voucher_lines import VoucherLine, facts_of, line_of
from bot.usecases.voucher_steps import moved, why_not
from db.enums import GiftState, VoucherState
from db.models.vouchers import Gift, Voucher
from db.queries import rewards as shelf
from db.queries import vouchers as queries
from db.session import Database

AT_ONCE = 500


async def void(db: Database, by: By, voucher_id: int, reason: str, *, at: datetime) -> VoucherLine:
    """The voucher is worth nothing any more, also when it was on its way to a friend; the member is told why. Voided
    before: nothing changes. Points paid for it are not given back by this; a reward's piece can be promised again.

    Refuses `access.denied`, `voucher.unknown`, `voucher.used`, `voucher.reserved`, `voucher.ended`, `voucher.expired`;
    raises BadWords.
    """
    async with db.begin() as session:
        hand = await allow(session, by, "vouchers.void", at=at)
        reason = clean_words(reason)
        voucher = await session.get(Voucher, voucher_id, with_for_update=True)
        if voucher is None:
            raise Refused("voucher.unknown")
        if voucher.state is not VoucherState.VOIDED:
            if voucher.state not in (VoucherState.HELD, VoucherState.GIVEN):
                raise why_not(voucher)
            voucher.state, voucher.ended_at, voucher.ended_by = VoucherState.VOIDED, at, staff_id(hand)
            voucher.reason = reason
            await session.flush()
            on_its_way = (Gift.voucher_id == voucher.id, Gift.state == GiftState.OPEN)
            await session.execute(update(Gift).where(*on_its_way).values(state=GiftState.RETURNED, ended_at=at))
            await shelf.put_back(session, [voucher.reward_id])
            facts = facts_of(voucher) | {"reason": reason}
            notice = Notice("voucher.voided", facts, key=f"voucher:{voucher.id}:voided")
            await tell_member(session, voucher.member_id, notice, at=at)
            subject = f"member:{voucher.member_id}"
            await audit.write(session, hand, "vouchers.void", subject, at=at, reason=reason, voucher=voucher.id)
        return line_of(voucher)


async def expire(db: Database, at: datetime) -> int:
    """Every voucher whose last day is over where its member lives has ended, once, and the member knows; how many. The
    piece of a reward that nobody fetched can be promised again. What is on its way to a friend comes back first
    (gifts.end_due). A second run finds nothing to do."""
    ended = 0
    while True:
        async with db.read() as session:
            due = await queries.over(session, at, limit=AT_ONCE)
        if not due:
            return ended
        for voucher_id in due:
            ended += await _expire(db, voucher_id, at)


async def _expire(db: Database, voucher_id: int, at: datetime) -> bool:
    async with db.begin() as session:
        over = (Voucher.id == voucher_id, Voucher.state == VoucherState.HELD, Voucher.ends_at <= at)
        if not await moved(session, *over, state=VoucherState.EXPIRED, ended_at=at):
            return False
        voucher = await session.get_one(Voucher, voucher_id)
        await shelf.put_back(session, [voucher.reward_id])
        rules = await program.in_force(session, at)
        due = await zones.by_day(session, voucher.member_id, rules, at)
        notice = Notice("voucher.expired", facts_of(voucher), key=f"voucher:{voucher_id}:expired", due_at=due)
        await tell_member(session, voucher.member_id, notice, at=at)
        return True


async def forget(session: AsyncSession, member_id: int, *, at: datetime) -> None:
    """The member is about to be nobody: what they hold is worth nothing any more, and nobody can open their gifts. The
    points of those are still on hold: the caller releases every hold."""
    unused = (Voucher.member_id == member_id, Voucher.state.in_((VoucherState.HELD, VoucherState.GIVEN)))
    gone = {"state": VoucherState.VOIDED, "ended_at": at, "reason": "erased"}
    ended = update(Voucher).where(*unused).values(**gone).returning(Voucher.reward_id)
    pieces = list(await session.scalars(ended))
    on_its_way = (Gift.giver_id == member_id, Gift.state == GiftState.OPEN)
    await session.execute(update(Gift).where(*on_its_way).values(state=GiftState.RETURNED, ended_at=at))
    await shelf.put_back(session, pieces)
