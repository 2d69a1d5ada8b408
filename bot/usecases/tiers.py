"""Tiers: up the moment the spending is there, down one step after a notice and grace; and what a tier brings."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import discounts, timing
from bot.rules import tiers as rule
from bot.rules.discounts import Discount
from bot.rules.program import TierRule
from bot.rules.tiers import Down, Nothing, Step, next_step, passed, rule_of
from bot.usecases import program, tier_steps
from bot.usecases.program import Rules
from db.enums import MemberState
from db.ledger import accounts
from db.models.automations import JobMark
from db.models.members import Member
from db.models.orders import Order
from db.queries import orders as order_queries
from db.queries import points
from db.queries import tiers as queries
from db.queries.points import Standing
from db.queries.tiers import AboveLine
from db.session import Database, upsert

MARK = "tiers.reviewed"
PAGE = 500


async def recheck(session: AsyncSession, member_id: int, at: datetime, rules: Rules, *, why: str = "spend") -> Step:
    """What the programme does about the member's tier at *at* is done and told: up at once with the gift of each tier
    reached (once ever for each), a notice, one step down when the told day has come, or the tier kept after all. *why*
    it is looked at, for the history: "spend", "return"."""
    await accounts.lock_members(session, [member_id])
    member = await session.get_one(Member, member_id, with_for_update={"key_share": True}, populate_existing=True)
    if member.state is not MemberState.ACTIVE:
        return Nothing()
    spent = await order_queries.spent_since(session, member_id, window(at, rules))
    standing = rule.Standing(member.tier, spent, member.tier_drops_on, member.tier_until)
    step = next_step(standing, timing.local_date(at, rules.zone), rules.program)
    await tier_steps.take(session, member, step, tier_steps.Look(at, rules, spent, why))
    return step


async def after_return(session: AsyncSession, order: Order, at: datetime, rules: Rules) -> Step:
    """Goods of the delivered *order* came back: a step up that it was needed for is taken back at once, with the points
    that came with it; a tier reached before is looked at as on any other day. The member's account is locked."""
    member = await session.get_one(Member, order.member_id, with_for_update={"key_share": True}, populate_existing=True)
    if member.state is not MemberState.ACTIVE or order.delivered_at is None:
        return Nothing()
    spent = await order_queries.spent_since(session, member.id, window(at, rules))
    before = await queries.before_rising(session, member.id, order.delivered_at)
    now = rule.Standing(member.tier, spent, member.tier_drops_on, member.tier_until)
    old, step = member.tier, rule.after_return(now, before, timing.local_date(at, rules.zone), rules.program)
    await tier_steps.take(session, member, step, tier_steps.Look(at, rules, spent, "return"))
    if isinstance(step, Down) and before is not None:
        await tier_steps.gifts_back(session, member, passed(step.tier, old, rules.program), order, at)
    return step


def window(at: datetime, rules: Rules) -> datetime:
    """Spending since then counts for a tier."""
    return at - timedelta(days=rules.program.tier_window_days)


async def review(db: Database, at: datetime) -> int:
    """Everybody above the lowest tier has been looked at on this local day: who has fallen below is told, whose told
    day has come goes one step down. Returns for how many something was done. Looks once a local day; again, or at once
    with another replica, it changes nothing: each member is decided on by themselves, behind a lock."""
    async with db.read() as session:
        rules, mark = await program.in_force(session, at), await session.get(JobMark, MARK)
    today = timing.local_date(at, rules.zone)
    if rules.version == 0 or (mark and mark.done_through >= today):
        return 0
    done, after, more = 0, 0, True
    while more:
        async with db.read() as session:
            page = await queries.above(session, window(at, rules), after=after, limit=PAGE)
        for line in page:
            done += await _reviewed(db, line, at, rules)
        more, after = len(page) == PAGE, page[-1].id if page else after
    async with db.begin() as session:
        await upsert(session, JobMark, {"name": MARK, "done_through": today, "at": at}, index=["name"])
    return done


async def _reviewed(db: Database, line: AboveLine, at: datetime, rules: Rules) -> bool:
    """Only whoever needs something is locked and looked at again."""
    standing = rule.Standing(line.tier, line.spent_minor, line.tier_drops_on, line.tier_until)
    if isinstance(next_step(standing, timing.local_date(at, rules.zone), rules.program), Nothing):
        return False
    async with db.begin() as session:
        return not isinstance(await recheck(session, line.id, at, rules), Nothing)


async def standing(session: AsyncSession, member_id: int, at: datetime, rules: Rules) -> Standing:
    """Where the member stands by the windows of *rules*. One statement."""
    days = timedelta(days=rules.program.discount_window_days)
    return await points.standing(session, member_id, since=window(at, rules), discount_since=at - days)


def discount_of(now: Standing, rules: Rules) -> Discount:
    """The member's discount by what they have spent, and the way to the next one."""
    counts = now.discount_spent_minor if rules.program.discount_window_days else now.ever_spent_minor
    return discounts.discount_for(counts, rules.program)


async def perks(session: AsyncSession, member_id: int, at: datetime, rules: Rules) -> TierRule:
    """What the member's tier brings now: multiplier, share to pay with points, free delivery, early hours, priority."""
    return rule_of(await queries.tier_of(session, member_id), rules.program)


async def discount_bp(session: AsyncSession, member_id: int, at: datetime, rules: Rules) -> int:
    """The share in basis points that is off every order of the member now."""
    if not rules.program.discount_steps:
        return 0
    return discount_of(await standing(session, member_id, at, rules), rules).bp
