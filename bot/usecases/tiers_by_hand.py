"""A tier given by hand: by a manager with a reason, up to a day; then it is what the spending says again."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import mechanics, timing
from bot.rules.orders import clean_words
from bot.rules.tiers import HAND_NOTICE, rule_of, tier_for, without_hand
from bot.usecases import audit, notify, outside_events, outside_facts, program, tier_steps
from bot.usecases.actor import Actor, allow
from bot.usecases.errors import Refused
from bot.usecases.program import Rules
from bot.usecases.tier_steps import Look
from bot.usecases.tiers import window
from db.enums import MemberState, Tier
from db.ledger import accounts
from db.models.members import Member, Person, TierChange
from db.models.staff import Staff
from db.queries import orders as order_queries
from db.session import Database

LONGEST = timedelta(days=5 * 365)


@dataclass(frozen=True)
class TierSet:
    """The member has the tier up to this local day."""

    member_id: int
    tier: Tier
    until: date


async def set_by_hand(
    db: Database, actor: Actor, member_id: int, tier: Tier, until: date, reason: str, *, at: datetime
) -> TierSet:
    """The member has *tier* at least up to the local day *until* and is told of both; reason and author stay with it,
    in the history and in the log. It brings no gift: that comes with what is earned.

    Refuses `access.denied`, `member.unknown`, `tier.own`, `tier.not_there`, `tier.too_far` and
    `tier.earned_already` (their spending reaches as much or more); raises BadWords, BadDate and SwitchedOff.
    """
    reason = clean_words(reason)
    async with db.begin() as session:
        staff = await allow(session, actor, "tiers.set")
        rules = await program.in_force(session, at)
        mechanics.need(rules.program, "levels")
        today = timing.local_date(at, rules.zone)
        _check(tier, until, today, rules)
        member, look = await _member(session, actor, member_id, at, rules)
        if rule_of(tier, rules.program).from_minor <= rule_of(_earned(look), rules.program).from_minor:
            raise Refused("tier.earned_already")
        _note(session, member, tier, staff, look)
        member.tier, member.tier_until, member.tier_by, member.tier_reason = tier, until, staff.id, reason
        # A day so near is told with the tier itself; a later one is told of again.
        ends = until + timedelta(days=1)
        member.tier_drops_on = ends if ends - HAND_NOTICE <= today else None
        given = {"tier": tier, "until": until.isoformat()}
        await audit.write(session, staff, "tiers.set", f"member:{member_id}", at=at, reason=reason, **given)
        await notify.tell_member(session, member_id, notify.Notice("tier.given", given), at=at)
        return TierSet(member_id, tier, until)


def _check(tier: Tier, until: date, today: date, rules: Rules) -> None:
    if until < today:
        raise timing.BadDate("date.past")
    if until - today > LONGEST:
        raise Refused("tier.too_far")
    if tier not in [rule.tier for rule in rules.program.tiers]:
        raise Refused("tier.not_there")


async def _member(
    session: AsyncSession, actor: Actor, member_id: int, at: datetime, rules: Rules
) -> tuple[Member, Look]:
    """The member, locked, with what they spent in the window."""
    await accounts.lock_members(session, [member_id])
    member = await session.get(Member, member_id, with_for_update={"key_share": True}, populate_existing=True)
    if member is None or member.state is not MemberState.ACTIVE:
        raise Refused("member.unknown")
    person = await session.get(Person, member_id)
    if person and person.chat_id == actor.chat_id:
        raise Refused("tier.own")
    spent = await order_queries.spent_since(session, member_id, window(at, rules))
    return member, Look(at, rules, spent, "by_hand")


def _earned(look: Look) -> Tier:
    return tier_for(look.spent_minor, look.rules.program)


def _note(session: AsyncSession, member: Member, tier: Tier, staff: Staff, look: Look) -> None:
    change = TierChange(
        member_id=member.id,
        old=member.tier,
        new=tier,
        why="by_hand",
        staff_id=staff.id,
        spent_minor=look.spent_minor,
        at=look.at,
    )
    session.add(change)
    outside_events.tell(session, outside_facts.tier_changed(change), at=look.at)


@dataclass(frozen=True)
class TierLifted:
    """The member's tier is what their spending says."""

    member_id: int
    tier: Tier


async def lift(db: Database, actor: Actor, member_id: int, *, at: datetime) -> TierLifted:
    """What was set by hand is over; the member has the tier of their spending at once, and is told if it is another.

    Refuses `access.denied`, `member.unknown`, `tier.own`, `tier.not_by_hand`; raises SwitchedOff.
    """
    async with db.begin() as session:
        staff = await allow(session, actor, "tiers.set")
        rules = await program.in_force(session, at)
        member, look = await _member(session, actor, member_id, at, rules)
        if member.tier_until is None:
            raise Refused("tier.not_by_hand")
        old, earned = member.tier, _earned(look)
        step = without_hand(old, look.spent_minor, rules.program)
        member.tier_drops_on = None  # nothing is kept by spending: the staff end it
        await tier_steps.take(session, member, step, replace(look, why="spend"))
        await audit.write(session, staff, "tiers.lift", f"member:{member_id}", at=at, old=old, tier=earned)
        return TierLifted(member_id, earned)
