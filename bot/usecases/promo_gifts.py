"""What a promo code holds, as the rules read it, and the giving of it: points at once, everything else as a voucher."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import timing
from bot.rules.benefits import Benefit
from bot.rules.promocodes import Limits
from bot.usecases import lots, rewards, vouchers
from bot.usecases.errors import Refused
from bot.usecases.program import Rules
from bot.usecases.voucher_steps import change
from bot.usecases.vouchers import Issue
from db.enums import AccountKind, BenefitKind, EntryKind, VoucherSource, VoucherState
from db.ledger import accounts, post
from db.ledger.post import Because
from db.models.promocodes import PromoCode, PromoUse
from db.models.rewards import Reward
from db.models.vouchers import Voucher
from db.queries import rewards as shelf


@dataclass(frozen=True)
class Gift:
    """What a use has given: points at once, or a voucher good up to `valid_until`."""

    points: int = 0
    voucher_id: int | None = None
    voucher_code: str | None = None
    valid_until: date | None = None


def limits_of(promo: PromoCode) -> Limits:
    """What stands between the code and its use."""
    return Limits(
        paused=promo.paused,
        opens_at=promo.opens_at,
        closes_at=promo.closes_at,
        total=promo.total_limit,
        per_member=promo.member_limit,
        in_period=promo.period_limit,
        period_days=promo.period_days,
        budget_minor=promo.budget_minor,
        outlets=tuple(promo.outlets),
        first_order=promo.first_order,
        least_minor=promo.least_minor,
    )


async def benefit_of(session: AsyncSession, promo: PromoCode) -> tuple[Benefit, int]:
    """What a use gives, and what the reward in it (if any) costs the shop, in minor units."""
    reward = await session.get(Reward, promo.reward_id) if promo.reward_id else None
    benefit = Benefit(
        kind=promo.kind,
        value=promo.value,
        most_minor=promo.most_minor,
        least_minor=promo.least_minor,
        reward_id=promo.reward_id,
        names=dict(rewards.benefit_of(reward).names) if reward else {},
        outlets=tuple(promo.outlets),
    )
    return benefit, reward.cost_minor if reward else 0


async def give(
    session: AsyncSession, made: PromoUse, benefit: Benefit, promo: PromoCode, at: datetime, rules: Rules
) -> Gift:
    """The member of this use has the benefit, and the use says which points or voucher that was. Refuses
    `code.sold_out` when none is left of a reward."""
    if benefit.kind is BenefitKind.POINTS:
        facts = {"promo": promo.id, "code": promo.code or ""}
        because = Because(made.key, EntryKind.GIFT, at, "promo.code", facts)
        await lots.give(session, made.member_id, benefit.value, AccountKind.PROMO, because, rules)
        made.points = benefit.value
        return Gift(points=benefit.value)
    if benefit.reward_id and not await rewards.take_stock(session, benefit.reward_id):
        raise Refused("code.sold_out")
    last = timing.local_date(at, rules.zone) + timedelta(days=promo.valid_days)
    issue = Issue(made.key, made.member_id, benefit, VoucherSource.PROMO, last)
    issued = await vouchers.issue(session, issue, at=at, rules=rules)
    made.voucher_id = issued.voucher_id
    return Gift(voucher_id=issued.voucher_id, voucher_code=issued.code, valid_until=last)


async def take_back(session: AsyncSession, made: PromoUse, staff_id: int, at: datetime) -> None:
    """What the use gave is gone again; points spent meanwhile are left as debt. Refuses what stands in the way of
    voiding a voucher."""
    if made.points:
        because = Because(f"{made.key}:undo", EntryKind.REVERSE, at, "promo.undone", {"promo": made.promo_id})
        await post.take_back(session, made.key, made.points, because=because)
    if made.voucher_id is None:
        return
    await accounts.lock_members(session, [made.member_id])
    voucher = await session.get_one(Voucher, made.voucher_id, populate_existing=True)
    ended = {"state": VoucherState.VOIDED, "ended_at": at, "ended_by": staff_id}
    await change(session, voucher, at, **ended)
    await shelf.put_back(session, [voucher.reward_id])
