"""Named reads about the catalogue, and the two counted steps of a reward's stock."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, case, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import BenefitKind, GiftState, RewardKind, Tier, VoucherSource, VoucherState
from db.models.members import Member, Person
from db.models.rewards import Reward, RewardPicture
from db.models.vouchers import Gift, Voucher

PROMISED = (VoucherState.HELD, VoucherState.GIVEN, VoucherState.RESERVED, VoucherState.USED)


async def on_offer(session: AsyncSession) -> Sequence[Reward]:
    """Every reward that is neither paused nor removed, the cheapest first."""
    shown = select(Reward).where(Reward.removed.is_(False), Reward.paused.is_(False))
    return (await session.scalars(shown.order_by(Reward.price, Reward.id))).all()


async def page(session: AsyncSession, *, offset: int, limit: int) -> Sequence[Reward]:
    """A page of the catalogue as its keepers see it, the newest first."""
    kept = select(Reward).where(Reward.removed.is_(False)).order_by(Reward.id.desc())
    return (await session.scalars(kept.offset(offset).limit(limit))).all()


async def count(session: AsyncSession) -> int:
    """How many rewards there are, paused ones included."""
    return (await session.execute(select(func.count()).where(Reward.removed.is_(False)))).scalar_one()


async def picture(session: AsyncSession, reward_id: int) -> bytes | None:
    """The reward's picture as it is kept."""
    found: bytes | None = await session.scalar(
        select(RewardPicture.content).where(RewardPicture.reward_id == reward_id)
    )
    return found


@dataclass(frozen=True)
class TakerLine:
    """What of a member decides about rewards."""

    tier: Tier
    allergens: tuple[str, ...]


async def taker(session: AsyncSession, member_id: int) -> TakerLine | None:
    """None for a member who is no person any more."""
    found = select(Member.tier, Person.allergens).join(Person, Person.member_id == Member.id)
    row = (await session.execute(found.where(Member.id == member_id))).first()
    return TakerLine(row.tier, tuple(row.allergens)) if row else None


async def taken_by(session: AsyncSession, member_id: int, reward_ids: Collection[int]) -> dict[int, int]:
    """How often the member paid for each of these rewards and kept it, given away or not; what others gave them does
    not count."""
    if not reward_ids:
        return {}
    paid = (Voucher.reward_id.in_(reward_ids), Voucher.state != VoucherState.RETURNED)
    own = Voucher.key.startswith(f"reward:{member_id}:", autoescape=True)
    tally = select(Voucher.reward_id, func.count(Voucher.id.distinct())).where(*paid, own).group_by(Voucher.reward_id)
    given = (Gift.giver_id == member_id, Gift.state == GiftState.CLAIMED, Voucher.member_id != member_id)
    kept = await session.execute(tally.where(Voucher.member_id == member_id))
    gone = await session.execute(tally.join(Gift, Gift.voucher_id == Voucher.id).where(*given))
    counts: dict[int, int] = {}
    for reward_id, times in (*kept, *gone):
        counts[reward_id] = counts.get(reward_id, 0) + times
    return counts


async def taken_since(session: AsyncSession, since: datetime, reward_ids: Collection[int]) -> dict[int, int]:
    """How often members paid for each of these rewards since then, and kept it."""
    if not reward_ids:
        return {}
    bought = (
        Voucher.reward_id.in_(reward_ids),
        Voucher.issued_at >= since,
        Voucher.source == VoucherSource.REWARD,
        Voucher.state != VoucherState.RETURNED,
    )
    rows = await session.execute(select(Voucher.reward_id, func.count()).where(*bought).group_by(Voucher.reward_id))
    return {reward_id: times for reward_id, times in rows if reward_id is not None}


async def promised(session: AsyncSession, reward_id: int) -> int:
    """How many vouchers of the reward are or were good for it."""
    those = (Voucher.reward_id == reward_id, Voucher.state.in_(PROMISED))
    return (await session.execute(select(func.count()).where(*those))).scalar_one()


async def take_one(session: AsyncSession, reward_id: int) -> bool:
    """One less is left to promise, unless none was or the reward is removed: of many at once the last piece goes to
    one."""
    there = or_(Reward.stock.is_(None), Reward.stock > 0)
    return await _moved(session, Reward.id == reward_id, Reward.removed.is_(False), there, by=-1)


async def put_back(session: AsyncSession, reward_ids: Iterable[int | None]) -> None:
    """What vouchers of these rewards (None: of none) promised was never handed over: so many more are left to promise,
    where they are counted."""
    pieces = Counter(each for each in reward_ids if each is not None)
    for reward_id, many in sorted(pieces.items()):  # in one order for all who wait for their locks
        await _moved(session, Reward.id == reward_id, by=many)


async def _moved(session: AsyncSession, *where: ColumnElement[bool], by: int) -> bool:
    done = await session.execute(update(Reward).where(*where).values(stock=Reward.stock + by))
    return bool(done.rowcount == 1)  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Figure:
    """Vouchers of one kind: `reward_kind` is None for those that came from no reward."""

    kind: BenefitKind
    reward_kind: RewardKind | None
    issued: int
    used: int
    points: int


async def figures(session: AsyncSession, since: datetime) -> list[Figure]:
    """Vouchers issued since then and not given back, by kind."""
    used = func.sum(case((Voucher.state == VoucherState.USED, 1), else_=0))
    rows = await session.execute(
        select(Voucher.kind, Reward.kind, func.count(), used, func.sum(Voucher.points))
        .outerjoin(Reward, Reward.id == Voucher.reward_id)
        .where(Voucher.issued_at >= since, Voucher.state != VoucherState.RETURNED)
        .group_by(Voucher.kind, Reward.kind)
    )
    return [Figure(kind, reward, issued, int(done), int(points)) for kind, reward, issued, done, points in rows]
