"""Rewards: points become a voucher, once; within some minutes it can be taken back, and the points are as before."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import mechanics, timing
from bot.rules import rewards as rule
from bot.rules.benefits import Benefit
from bot.rules.rewards import Terms, Withheld
from bot.usecases import program, reward_shelf, vouchers, zones
from bot.usecases.actor import Actor, member_of
from bot.usecases.errors import Refused
from bot.usecases.program import Rules
from bot.usecases.reward_shelf import RewardLine, RewardSeen, Shelf, last_day, look, show, terms_of, to_go_with
from bot.usecases.voucher_steps import moved
from bot.usecases.vouchers import Issue
from db.enums import AccountKind, EntryKind, VoucherSource, VoucherState
from db.ledger import accounts, post, read
from db.ledger.post import Because
from db.models.rewards import Reward
from db.models.vouchers import Voucher
from db.queries import rewards as queries
from db.session import Database

__all__ = [
    "Reach",
    "Redeemed",
    "Returned",
    "RewardLine",
    "RewardSeen",
    "Shelf",
    "benefit_of",
    "look",
    "reach",
    "redeem",
    "show",
    "take_back",
    "take_stock",
    "to_go_with",
]


@dataclass(frozen=True)
class Redeemed:
    """The member has the voucher (`already`: this key was done before), and can give it back until `undo_until`."""

    voucher_id: int
    code: str
    names: dict[str, str]
    points: int
    available: int
    valid_until: date
    undo_until: datetime
    already: bool


async def redeem(db: Database, actor: Actor, reward_id: int, key: str, *, agreed: bool, at: datetime) -> Redeemed:
    """The member has paid the reward's price and holds its voucher, once for each *key*. *agreed*: they know what they
    declared as an allergen is in it.

    Refuses `member.needed`, `reward.unknown`, `reward.allergen`; raises Withheld (each reason of rules/rewards.py) and
    SwitchedOff.
    """
    member_id = member_of(actor)
    fact = f"reward:{member_id}:{key}"
    async with db.begin() as session:
        rules = await program.in_force(session, at)
        mechanics.need(rules.program, "rewards")
        await accounts.lock_members(session, [member_id])
        reward = await session.get(Reward, reward_id, with_for_update=True, populate_existing=True)
        if reward is None:
            raise Refused("reward.unknown")
        before = await session.scalar(select(Voucher).where(Voucher.key == fact))
        if before is None:
            await _allow(session, member_id, terms_of(reward), agreed, at, rules)
            await _pay(session, member_id, terms_of(reward), fact, at, rules)
        voucher = before or await _voucher(session, fact)
        available = (await read.balance(session, member_id)).available
        return _redeemed(voucher, available, already=before is not None)


async def _allow(session: AsyncSession, member_id: int, terms: Terms, agreed: bool, at: datetime, rules: Rules) -> None:
    """Behind the locks of the member and the reward: what is counted here stays true until the end of the unit."""
    points = (await read.balance(session, member_id)).available
    theirs, declared = await reward_shelf.takers(session, member_id, [terms], points, at, rules)
    withheld = rule.may_have(terms, theirs[terms.id], rules.program, at)
    if withheld:
        raise withheld
    if not agreed and rule.contained(terms, declared):
        raise Refused("reward.allergen")


async def _pay(session: AsyncSession, member_id: int, terms: Terms, fact: str, at: datetime, rules: Rules) -> None:
    if not await take_stock(session, terms.id):
        raise Withheld("reward.sold_out")
    because = Because(fact, EntryKind.REDEEM, at, "reward.redeemed", _facts(terms, rules))
    await post.take(session, member_id, terms.price, into=AccountKind.REDEEMED, because=because)
    wanted = Issue(
        key=fact,
        member_id=member_id,
        benefit=rule.benefit(terms),
        source=VoucherSource.REWARD,
        valid_until=await last_day(session, member_id, terms, at, rules),
        points=terms.price,
        undo_until=at + timedelta(minutes=rules.program.reward_undo_minutes),
    )
    await vouchers.issue(session, wanted, at=at, rules=rules)


def _facts(terms: Terms, rules: Rules) -> dict[str, Any]:
    """What the history and "Why?" tell for ever, whatever becomes of the reward."""
    return {"reward": terms.id, "names": dict(terms.names), "price": terms.price, "rules": rules.version}


async def _voucher(session: AsyncSession, fact: str) -> Voucher:
    return (await session.scalars(select(Voucher).where(Voucher.key == fact))).one()


def _redeemed(voucher: Voucher, available: int, *, already: bool) -> Redeemed:
    return Redeemed(
        voucher_id=voucher.id,
        code=voucher.code,
        names=voucher.names,
        points=voucher.points,
        available=available,
        valid_until=voucher.valid_until,
        undo_until=voucher.undo_until or voucher.issued_at,
        already=already,
    )


@dataclass(frozen=True)
class Returned:
    """The reward counts as never taken; the points are the member's again (`already`: they were)."""

    reward_id: int | None
    names: dict[str, str]
    points: int
    available: int
    already: bool


async def take_back(db: Database, actor: Actor, voucher_id: int, *, at: datetime) -> Returned:
    """The voucher of a reward is no more, its points are in the lots they came from and the piece can be had again.
    A second time changes nothing.

    Refuses `member.needed`, `reward.not_yours`, `reward.undo_used` (used, set aside or on its way to a friend) and
    `reward.undo_too_late` (with the minutes there were, `within`).
    """
    member_id = member_of(actor)
    async with db.begin() as session:
        rules = await program.in_force(session, at)
        await accounts.lock_members(session, [member_id])
        voucher = await session.get(Voucher, voucher_id)
        if voucher is None or voucher.member_id != member_id or not voucher.key.startswith(f"reward:{member_id}:"):
            raise Refused("reward.not_yours")
        already = voucher.state is VoucherState.RETURNED
        if not already:
            await _end(session, voucher, at, rules)
            await _give_back(session, voucher, at, rules)
        available = (await read.balance(session, member_id)).available
        return Returned(voucher.reward_id, voucher.names, voucher.points, available, already)


async def _end(session: AsyncSession, voucher: Voucher, at: datetime, rules: Rules) -> None:
    """Held and within its minutes: then it is returned, by one of many who try."""
    if voucher.undo_until is None or at > voucher.undo_until:
        raise Refused("reward.undo_too_late", within=timedelta(minutes=rules.program.reward_undo_minutes))
    held = (Voucher.id == voucher.id, Voucher.member_id == voucher.member_id, Voucher.state == VoucherState.HELD)
    if not await moved(session, *held, state=VoucherState.RETURNED, ended_at=at):
        raise Refused("reward.undo_used")


async def _give_back(session: AsyncSession, voucher: Voucher, at: datetime, rules: Rules) -> None:
    await queries.put_back(session, [voucher.reward_id])
    facts = {"reward": voucher.reward_id, "names": voucher.names}
    because = Because(f"{voucher.key}:undo", EntryKind.REVERSE, at, "reward.returned", facts)
    today = timing.local_date(at, await zones.of_member(session, voucher.member_id, rules))
    await post.give_back(session, voucher.key, voucher.points, because=because, at_least_until=today)


@dataclass(frozen=True)
class Reach:
    """Rewards without an allergen the member declared: those they can have now, dearest first; and those they could
    have with more points and nothing else, the nearest first."""

    now: tuple[RewardLine, ...]
    almost: tuple[RewardLine, ...]


async def reach(session: AsyncSession, member_id: int, points: int, at: datetime, rules: Rules) -> Reach:
    """What *points* can buy the member now, and what they nearly can."""
    shown = [line for line in await reward_shelf.lines(session, member_id, points, at, rules) if not line.contains]
    return Reach(
        tuple(line for line in reversed(shown) if line.withheld is None), tuple(line for line in shown if line.missing)
    )


def benefit_of(reward: Reward) -> Benefit:
    """What a voucher of this reward promises, for whoever gives it for nothing."""
    return rule.benefit(terms_of(reward))


async def take_stock(session: AsyncSession, reward_id: int) -> bool:
    """One piece less is left to promise; False when none was. The caller has locked its member's account before, as
    everybody does: account first, then reward."""
    return await queries.take_one(session, reward_id)
