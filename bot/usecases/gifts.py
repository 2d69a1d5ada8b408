"""Giving: a voucher or points leave with a link that one friend may open; untaken in time they come back.

What is on its way is nobody's to use: a voucher is GIVEN, points are on hold at the giver's. Taken points go through
the account GIFTS, so that the books show who gave and who got.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import gifts as rule
from bot.rules import mechanics
from bot.rules.benefits import Benefit
from bot.rules.codes import token_hash
from bot.rules.gifts import Giver
from bot.usecases import offered_gifts as offered
from bot.usecases import program, voucher_steps
from bot.usecases.actor import Actor, member_of
from bot.usecases.errors import Refused
from bot.usecases.gift_steps import claim as claim_step
from bot.usecases.gift_steps import end, end_due, still_open
from bot.usecases.makers import Makers
from bot.usecases.offered_gifts import Offered
from bot.usecases.program import Rules
from bot.usecases.voucher_lines import benefit_of, line_of
from db.enums import GiftState, VoucherState
from db.ledger import accounts, holds, read
from db.ledger.refusals import InsufficientPoints
from db.models.vouchers import Gift, Voucher
from db.queries import gifts as queries
from db.session import Database

__all__ = [
    "Given",
    "Offered",
    "Purse",
    "claim",
    "end_due",
    "give_points",
    "give_voucher",
    "look",
    "take_back",
    "weigh",
    "weigh_voucher",
]


@dataclass(frozen=True)
class Given:
    """On its way until `until`: who opens the link with `token` first has it. `benefit` or `points`."""

    gift_id: int
    token: str
    until: datetime
    benefit: Benefit | None = None
    points: int | None = None


async def give_voucher(db: Database, actor: Actor, voucher_id: int, *, at: datetime, new: Makers) -> Given:
    """The voucher is on its way to whoever opens the link, for the programme's hours and no longer than it is valid.

    Refuses `member.needed`, `voucher.unknown`, `voucher.not_theirs` and why it cannot be used any more; raises
    GiftNotAllowed ("gift.first_order", "gift.bound"), SwitchedOff.
    """
    member_id, token = member_of(actor), new.token()
    async with db.begin() as session:
        rules = await program.in_force(session, at)
        mechanics.need(rules.program, "gifts")
        voucher = await _giveable(session, voucher_id, member_id, at)
        await voucher_steps.change(session, voucher, at, state=VoucherState.GIVEN)
        until = min(at + timedelta(hours=rules.program.gift_hours), voucher.ends_at)
        gift = Gift(token_hash=token_hash(token), giver_id=member_id, voucher_id=voucher.id, at=at, until=until)
        session.add(gift)
        await session.flush()
        return Given(gift.id, token, until, benefit=benefit_of(voucher))


async def weigh_voucher(db: Database, actor: Actor, voucher_id: int, *, at: datetime) -> Benefit:
    """What would be given; nothing changes. Refuses what `give_voucher` refuses."""
    member_id = member_of(actor)
    async with db.read() as session:
        mechanics.need((await program.in_force(session, at)).program, "gifts")
        voucher = await _giveable(session, voucher_id, member_id, at)
        if not line_of(voucher).usable(at):
            raise voucher_steps.why_not(voucher)
        return benefit_of(voucher)


async def _giveable(session: AsyncSession, voucher_id: int, member_id: int, at: datetime) -> Voucher:
    voucher = await session.get(Voucher, voucher_id)
    voucher_steps.check(voucher, member_id, None)
    assert voucher
    rule.check_voucher(voucher.source, await _giver(session, member_id, at))
    return voucher


@dataclass(frozen=True)
class Purse:
    """What the member could give now: `most` points in one gift, of `available` ones; `left` this month."""

    available: int
    most: int
    left: int
    orders: int


async def weigh(db: Database, actor: Actor, *, at: datetime) -> Purse:
    """Changes nothing. Refuses `member.needed`."""
    member_id = member_of(actor)
    async with db.read() as session:
        numbers = (await program.in_force(session, at)).program
        giver = await _giver(session, member_id, at)
        available = (await read.balance(session, member_id)).available
    left = max(0, numbers.gift_monthly_points - giver.given_lately)
    return Purse(available, rule.most_points(giver, available, numbers), left, giver.orders)


async def weigh_points(db: Database, actor: Actor, points: int, *, at: datetime) -> None:
    """Whether so many could be given now; nothing changes. Refuses what `give_points` refuses, but for its token."""
    member_id = member_of(actor)
    async with db.read() as session:
        rules = await program.in_force(session, at)
        mechanics.need(rules.program, "gifts")
        rule.check_points(points, await _giver(session, member_id, at), rules.program)
        available = (await read.balance(session, member_id)).available
    if points > available:
        raise Refused("gift.not_enough", available=available)


async def give_points(db: Database, actor: Actor, points: int, token: str, *, at: datetime) -> Given:
    """The points are on hold, and theirs who opens the link with *token* first; the same token again changes nothing.

    Refuses `member.needed`, `gift.not_enough` (with `available`), `gift.draft_gone` (the token is somebody else's);
    raises GiftNotAllowed ("gift.first_order", "gift.points_off", "gift.too_many", "gift.monthly"), SwitchedOff.
    """
    member_id, hashed = member_of(actor), token_hash(token)
    async with db.begin() as session:
        rules = await program.in_force(session, at)
        mechanics.need(rules.program, "gifts")
        await accounts.lock_members(session, [member_id])  # of two gifts at once the second counts the first
        gift = await queries.by_hash(session, hashed)
        if gift is not None and (gift.giver_id, gift.points) != (member_id, points):
            raise Refused("gift.draft_gone")
        if gift is None:
            rule.check_points(points, await _giver(session, member_id, at), rules.program)
            until = at + timedelta(hours=rules.program.gift_hours)
            gift = Gift(token_hash=hashed, giver_id=member_id, points=points, at=at, until=until)
            session.add(gift)
            await session.flush()
            await _set_aside(session, gift, at)
        return Given(gift.id, token, gift.until, points=points)


async def _set_aside(session: AsyncSession, gift: Gift, at: datetime) -> None:
    assert gift.points
    try:
        await holds.hold(session, gift.giver_id, gift.points, key=f"gift:{gift.id}", at=at, until=gift.until)
    except InsufficientPoints as short:
        raise Refused("gift.not_enough", available=short.available) from short


async def _giver(session: AsyncSession, member_id: int, at: datetime) -> Giver:
    line = await queries.giver(session, member_id, at - rule.PER_DAYS)
    return Giver(line.orders, line.given)


async def look(db: Database, actor: Actor, hashed: str, *, at: datetime) -> Offered:
    """What the link with this hash brings. Changes nothing. Refuses `gift.unknown`, `gift.taken`, `gift.over`; to its
    giver it is shown as long as it is open, and so it is to who has taken it."""
    async with db.read() as session:
        gift = await queries.by_hash(session, hashed)
        if gift is None:
            raise Refused("gift.unknown")
        if gift.claimed_by is None or gift.claimed_by != actor.member_id:
            still_open(gift, at)
        return await offered.shown(session, gift, actor.member_id, await program.in_force(session, at), at)


@dataclass(frozen=True)
class Claimed:
    """The member has it (`already`: since an earlier press)."""

    gift: Offered
    available: int
    already: bool = False


async def claim(db: Database, actor: Actor, hashed: str, *, at: datetime) -> Claimed:
    """The gift is the member's, and its giver knows: of many who open the link, the first one has it.

    Refuses `member.needed`, `gift.unknown`, `gift.own`, `gift.taken`, `gift.over`.
    """
    member_id = member_of(actor)
    async with db.begin() as session:
        rules = await program.in_force(session, at)
        gift = await queries.by_hash(session, hashed)
        if gift is None:
            raise Refused("gift.unknown")
        already = gift.state is GiftState.CLAIMED and gift.claimed_by == member_id
        if not already:
            await claim_step(session, gift, member_id, at=at, rules=rules)
        seen = await offered.shown(session, gift, member_id, rules, at)
        return Claimed(seen, (await read.balance(session, member_id)).available, already)


async def take_back(db: Database, actor: Actor, gift_id: int, *, at: datetime) -> Offered:
    """What nobody has taken yet is the giver's again; taken back before: nothing changes.

    Refuses `member.needed`, `gift.unknown` (also for somebody else's), `gift.taken`.
    """
    member_id = member_of(actor)
    async with db.begin() as session:
        rules: Rules = await program.in_force(session, at)
        gift = await session.get(Gift, gift_id)
        if gift is None or gift.giver_id != member_id:
            raise Refused("gift.unknown")
        if not await end(session, gift, at=at) and gift.state is GiftState.CLAIMED:
            raise Refused("gift.taken")
        return await offered.shown(session, gift, member_id, rules, at)
