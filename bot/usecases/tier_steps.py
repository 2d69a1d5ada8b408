"""What a step from tier to tier changes, gives, notes down and tells."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules.program import TierRule
from bot.rules.tiers import Down, Kept, Notice, Step, Up, passed
from bot.usecases import notify, outside_events, outside_facts, presents, zones
from bot.usecases.presents import Given, Present
from bot.usecases.program import Rules
from db.enums import AccountKind, EntryKind, Tier, VoucherSource
from db.ledger import post
from db.ledger.once import once
from db.ledger.post import Because
from db.models.members import Member, TierChange
from db.models.orders import Order


@dataclass(frozen=True)
class Look:
    """When a member was looked at, by which rules, with which spend in the window, and why."""

    at: datetime
    rules: Rules
    spent_minor: int
    why: str = "spend"


async def take(session: AsyncSession, member: Member, step: Step, look: Look) -> None:
    """The step is done, in the history and told. *member* is locked, and so is their account."""
    match step:
        case Up():
            await _up(session, member, step, look)
        case Notice():
            member.tier_drops_on = step.drops_on
            await _tell(session, member, "tier.ending", _warning(member.tier, step, look), look)
        case Down():
            await _down(session, member, step, look)
        case Kept():
            await _kept(session, member, look)
    await session.flush()


async def _up(session: AsyncSession, member: Member, step: Up, look: Look) -> None:
    reached = passed(member.tier, step.tier, look.rules.program)
    _no_hand(member)
    _changed(session, member, step.tier, look.why, look)
    given = await _gifts(session, member, reached, look)
    facts = {"tier": step.tier, "points": given.points, "names": dict(given.names), "spent": look.spent_minor}
    notice = notify.Notice("tier.reached", facts)
    await notify.tell_member(session, member.id, notice, at=look.at)


async def _kept(session: AsyncSession, member: Member, look: Look) -> None:
    """What was given by hand and has been earned since brings its gifts now."""
    told, by_hand = member.tier_drops_on is not None, member.tier_until is not None
    _no_hand(member)
    lowest = look.rules.program.tiers[0].tier
    earned = passed(lowest, member.tier, look.rules.program) if by_hand else []
    given = await _gifts(session, member, earned, look)
    if told or given != Given():
        facts = {"tier": member.tier, "points": given.points, "names": dict(given.names)}
        await _tell(session, member, "tier.kept", facts, look)


async def _gifts(session: AsyncSession, member: Member, reached: list[TierRule], look: Look) -> Given:
    """Once ever for each tier: who falls and rises again has had it."""
    given = Given()
    for rule in reached:
        gift = await once(session, f"tier:{member.id}:{rule.tier}")
        if gift.stands:
            continue
        present = Present(
            key=gift.key,
            reason="tier.reached",
            points=rule.gift_points,
            reward_id=rule.gift_reward_id,
            account=AccountKind.TIER,
            source=VoucherSource.TIER,
            facts={"tier": rule.tier},
        )
        given += await presents.give(session, member.id, present, at=look.at, rules=look.rules)
    return given


async def gifts_back(session: AsyncSession, member: Member, undone: list[TierRule], order: Order, at: datetime) -> None:
    """The points that came with steps the *order* was needed for are taken back; a reward in the hand stays there."""
    for rule in undone:
        gift = await once(session, f"tier:{member.id}:{rule.tier}")
        if gift.stands and gift.at and order.delivered_at and gift.at >= order.delivered_at:
            facts = {"order": order.id, "tier": rule.tier}
            because = Because(f"{gift.key}:back", EntryKind.REVERSE, at, "tier.undone", facts)
            await post.take_back(session, gift.key, gift.left, because=because)


async def _down(session: AsyncSession, member: Member, step: Down, look: Look) -> None:
    old, why = member.tier, "hand_ended" if member.tier_until else "too_little"
    if look.why == "return":
        why = look.why
    _no_hand(member)
    member.tier_drops_on = step.drops_on
    _changed(session, member, step.tier, why, look)
    facts = _warning(step.tier, step, look) if step.drops_on else {"tier": step.tier, "missing": 0}
    await _tell(session, member, "tier.left", {**facts, "old": old, "spent": look.spent_minor, "why": why}, look)


def _no_hand(member: Member) -> None:
    member.tier_until, member.tier_by, member.tier_reason, member.tier_drops_on = None, None, None, None


def _changed(session: AsyncSession, member: Member, new: Tier, why: str, look: Look) -> None:
    change = TierChange(
        member_id=member.id, old=member.tier, new=new, why=why, spent_minor=look.spent_minor, at=look.at
    )
    session.add(change)
    member.tier = new
    outside_events.tell(session, outside_facts.tier_changed(change), at=look.at)


def _warning(tier: Tier, step: Notice | Down, look: Look) -> dict[str, Any]:
    return {
        "tier": tier,
        "missing": step.missing_minor,
        "currency": look.rules.program.currency,
        "on": step.drops_on.isoformat() if step.drops_on else None,
    }


async def _tell(session: AsyncSession, member: Member, kind: str, facts: dict[str, Any], look: Look) -> None:
    due_at = await zones.by_day(session, member.id, look.rules, look.at)
    await notify.tell_member(session, member.id, notify.Notice(kind, facts, due_at=due_at), at=look.at)
