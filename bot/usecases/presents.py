"""Presents of the programme itself, for a new tier or a full stamp card: points, a reward as a voucher, or both."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases import lots, rewards, vouchers
from bot.usecases.program import Rules
from bot.usecases.reward_shelf import last_day, terms_of
from bot.usecases.vouchers import Issue
from db.enums import AccountKind, EntryKind, VoucherSource
from db.ledger.post import Because
from db.models.rewards import Reward
from db.models.vouchers import Voucher


@dataclass(frozen=True)
class Present:
    """What is given for the fact `key`, and why; points or reward_id 0: none of that."""

    key: str
    reason: str
    points: int
    reward_id: int
    account: AccountKind
    source: VoucherSource
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Given:
    """Points and the names (by language) of the reward that are the member's since now."""

    points: int = 0
    names: Mapping[str, str] = field(default_factory=dict)

    def __add__(self, other: "Given") -> "Given":
        return Given(self.points + other.points, self.names or other.names)


async def give(session: AsyncSession, member_id: int, present: Present, *, at: datetime, rules: Rules) -> Given:
    """The member has the present, once for its key; what was given now. A reward that is sold out or no longer in the
    catalogue is left out. The member's account is locked by the caller; nobody is told."""
    names = await _reward(session, member_id, present, at, rules) if present.reward_id else {}
    if not present.points:
        return Given(names=names)
    because = Because(present.key, EntryKind.GIFT, at, present.reason, dict(present.facts))
    posted = await lots.give(session, member_id, present.points, present.account, because, rules)
    return Given(0 if posted.already else present.points, names)


async def _reward(
    session: AsyncSession, member_id: int, present: Present, at: datetime, rules: Rules
) -> Mapping[str, str]:
    if await session.scalar(select(Voucher.id).where(Voucher.key == present.key)):
        return {}
    reward = await session.get(Reward, present.reward_id)
    if reward is None or reward.removed or not await rewards.take_stock(session, reward.id):
        return {}
    wanted = Issue(
        key=present.key,
        member_id=member_id,
        benefit=rewards.benefit_of(reward),
        source=present.source,
        valid_until=await last_day(session, member_id, terms_of(reward), at, rules),
    )
    issued = await vouchers.issue(session, wanted, at=at, rules=rules)
    return {} if issued.already else dict(reward.names)
