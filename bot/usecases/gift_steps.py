"""What happens to a gift on its way: it is taken by one, or comes back. Each is one conditional update of its row."""

from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import gifts as rule
from bot.rules import timing
from bot.usecases import offered_gifts as offered
from bot.usecases import program, zones
from bot.usecases.errors import Refused
from bot.usecases.notify import Notice, tell_member
from bot.usecases.program import Rules
from db.enums import AccountKind, EntryKind, GiftState, VoucherState
from db.ledger import accounts, holds, post
from db.ledger.post import Because
from db.models.vouchers import Gift, Voucher
from db.queries import gifts as queries
from db.session import Database

__all__ = ["arrive", "claim", "end", "end_due", "still_open"]

AT_ONCE = 500


def still_open(gift: Gift, at: datetime) -> None:
    """Refuses `gift.taken` and `gift.over`."""
    if gift.state is GiftState.CLAIMED:
        raise Refused("gift.taken")
    if gift.state is not GiftState.OPEN or gift.until <= at:
        raise Refused("gift.over")


async def claim(session: AsyncSession, gift: Gift, member_id: int, *, at: datetime, rules: Rules) -> None:
    """The gift is the member's: of many at once, one has it. The giver is told. Refuses `gift.own`, `gift.taken`,
    `gift.over`."""
    if gift.giver_id == member_id:
        raise Refused("gift.own")
    await _lock(session, gift, member_id)
    if not await _moved(session, gift, Gift.until > at, state=GiftState.CLAIMED, claimed_by=member_id, ended_at=at):
        still_open(gift, at)
    if gift.voucher_id is not None:
        await _pass_voucher(session, gift, member_id, at, rules)
    else:
        await _pass_points(session, gift, member_id, at, rules)
    facts = await offered.facts_of(session, gift) | {"name": await queries.name_of(session, member_id)}
    notice = Notice("gift.claimed", facts, key=f"gift:{gift.id}:claimed")
    await tell_member(session, gift.giver_id, notice, at=at)


async def _lock(session: AsyncSession, gift: Gift, *takers: int) -> None:
    """Accounts before vouchers, vouchers before gifts: in this order everybody waits."""
    await accounts.lock_members(session, [gift.giver_id, *takers])
    if gift.voucher_id is not None:
        await session.get_one(Voucher, gift.voucher_id, with_for_update=True)


async def _moved(session: AsyncSession, gift: Gift, *also: Any, **values: Any) -> bool:
    """Whether the gift was still on its way, and has *values* now."""
    one = (Gift.id == gift.id, Gift.state == GiftState.OPEN, *also)
    done = await session.execute(update(Gift).where(*one).values(**values))
    await session.refresh(gift)
    return bool(done.rowcount == 1)  # type: ignore[attr-defined]


async def _pass_voucher(session: AsyncSession, gift: Gift, member_id: int, at: datetime, rules: Rules) -> None:
    """It ends with its day where the friend lives, and cannot be given back for points any more."""
    voucher = await session.get_one(Voucher, gift.voucher_id)
    zone = await zones.of_member(session, member_id, rules)
    voucher.member_id, voucher.state, voucher.undo_until = member_id, VoucherState.HELD, None
    voucher.ends_at = max(gift.until, timing.end_of_local_day(voucher.valid_until, zone))
    await session.flush()


async def _pass_points(session: AsyncSession, gift: Gift, member_id: int, at: datetime, rules: Rules) -> None:
    assert gift.points
    last_day = rule.points_last_until(at, await zones.of_member(session, member_id, rules), rules.program)
    facts: dict[str, Any] = {"gift": gift.id}
    given = Because(f"gift:{gift.id}:given", EntryKind.TRANSFER, at, "gift.given", facts)
    await holds.capture(session, f"gift:{gift.id}", because=given, into=AccountKind.GIFTS)
    facts = facts | {"rules": rules.version, "expires_on": last_day.isoformat()}
    got = Because(f"gift:{gift.id}:received", EntryKind.TRANSFER, at, "gift.received", facts)
    await post.give(session, member_id, gift.points, source=AccountKind.GIFTS, because=got, expires_on=last_day)


async def arrive(session: AsyncSession, gift_id: int, member_id: int, *, at: datetime, rules: Rules) -> None:
    """Somebody joined by a gift's link: they have it and read so, or read that they came too late."""
    gift = await session.get_one(Gift, gift_id)
    seen = await offered.shown(session, gift, member_id, rules, at)
    facts = await offered.facts_of(session, gift) | {"until": seen.last_day.isoformat()}
    try:
        await claim(session, gift, member_id, at=at, rules=rules)
    except Refused:
        await tell_member(session, member_id, Notice("gift.missed", facts, key=f"gift:{gift_id}:missed"), at=at)
        return
    await tell_member(session, member_id, Notice("gift.received", facts, key=f"gift:{gift_id}:received"), at=at)


async def end(session: AsyncSession, gift: Gift, *, at: datetime) -> bool:
    """What nobody took is the giver's again: the voucher in their hand, the points in their own lots. False when it was
    no longer on its way."""
    await _lock(session, gift)
    if not await _moved(session, gift, state=GiftState.RETURNED, ended_at=at):
        return False
    if gift.voucher_id is not None:
        on_its_way = (Voucher.id == gift.voucher_id, Voucher.state == VoucherState.GIVEN)
        await session.execute(update(Voucher).where(*on_its_way).values(state=VoucherState.HELD))
    else:
        await holds.release(session, f"gift:{gift.id}", at=at)
    return True


async def end_due(db: Database, at: datetime) -> int:
    """Gifts nobody took in time are back, once, and their givers know; how many. A second run finds nothing to do."""
    ended = 0
    while True:
        async with db.read() as session:
            due = await queries.due(session, at, limit=AT_ONCE)
        if not due:
            return ended
        for gift_id in due:
            ended += await _end_due(db, gift_id, at)


async def _end_due(db: Database, gift_id: int, at: datetime) -> bool:
    async with db.begin() as session:
        gift = await session.get_one(Gift, gift_id)
        if not await end(session, gift, at=at):
            return False
        rules = await program.in_force(session, at)
        due = await zones.by_day(session, gift.giver_id, rules, at)
        facts = await offered.facts_of(session, gift)
        notice = Notice("gift.returned", facts, key=f"gift:{gift_id}:returned", due_at=due)
        await tell_member(session, gift.giver_id, notice, at=at)
        return True
