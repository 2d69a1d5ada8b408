"""The catalogue as one member sees it: what they can have, what is almost theirs, and what is not for now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import mechanics, timing
from bot.rules import rewards as rule
from bot.rules.rewards import Taker, Terms, Withheld
from bot.usecases import program, zones
from bot.usecases.actor import Actor, member_of
from bot.usecases.errors import Refused
from bot.usecases.program import Rules
from db.enums import Allergen, RewardKind
from db.ledger import read
from db.models.rewards import Reward
from db.queries import outlets
from db.queries import rewards as queries
from db.session import Database

MOST_EXTRAS = 2


@dataclass(frozen=True)
class RewardLine:
    """A reward for one member: `withheld` says why they can't have it now, `contains` which of their allergens is in
    it, `early` that it is not open to everybody yet."""

    terms: Terms
    withheld: Withheld | None
    contains: tuple[Allergen, ...]
    early: bool
    edition: int

    @property
    def missing(self) -> int:
        """Points that are missing, when nothing else is; else 0."""
        return int(self.withheld.facts.get("missing", 0)) if self.withheld else 0


@dataclass(frozen=True)
class Shelf:
    """All that is shown to a member, in the order in which it helps them, and the points they have."""

    available: int
    now: list[RewardLine]
    almost: list[RewardLine]
    later: list[RewardLine]


@dataclass(frozen=True)
class RewardSeen:
    """One reward: its words, where it is served ([]: everywhere), the last day of a voucher taken now, and what the
    member would have left."""

    line: RewardLine
    texts: dict[str, str]
    served_at: list[str]
    valid_until: date
    available: int
    picture: bytes | None


def terms_of(reward: Reward) -> Terms:
    """What a stored reward asks."""
    return Terms(
        id=reward.id,
        kind=reward.kind,
        names=reward.names,
        price=reward.price,
        stock=reward.stock,
        per_member=reward.per_member,
        per_day=reward.per_day,
        tier=reward.tier,
        early_hours=reward.early_hours,
        allergens=tuple(Allergen(each) for each in reward.allergens),
        opens_at=reward.opens_at,
        closes_at=reward.closes_at,
        outlets=tuple(reward.outlets),
        happens_at=reward.happens_at,
        valid_days=reward.valid_days,
        paused=reward.paused,
        removed=reward.removed,
    )


async def look(db: Database, actor: Actor, *, at: datetime) -> Shelf:
    """The member's shelf. Changes nothing. Refuses `member.needed`."""
    member_id = member_of(actor)
    async with db.read() as session:
        rules = await program.in_force(session, at)
        available = (await read.balance(session, member_id)).available
        shown = await lines(session, member_id, available, at, rules)
    now = [line for line in shown if line.withheld is None]
    almost = [line for line in shown if line.missing]
    later = [line for line in shown if line.withheld and not line.missing and line.withheld.code != "reward.over"]
    return Shelf(available, now[::-1], almost, later)


async def show(db: Database, actor: Actor, reward_id: int, *, at: datetime) -> RewardSeen:
    """One reward in full. Changes nothing. Refuses `member.needed`, `reward.unknown`."""
    member_id = member_of(actor)
    async with db.read() as session:
        reward = await session.get(Reward, reward_id)
        if reward is None or reward.removed:
            raise Refused("reward.unknown")
        rules = await program.in_force(session, at)
        available = (await read.balance(session, member_id)).available
        (line,) = await _lines(session, member_id, [reward], available, at, rules)
        open_ones = await outlets.active(session)
        return RewardSeen(
            line=line,
            texts=reward.texts,
            served_at=[each.name for each in open_ones if each.id in reward.outlets],
            valid_until=await last_day(session, member_id, line.terms, at, rules),
            available=available,
            picture=await queries.picture(session, reward_id) if reward.has_picture else None,
        )


async def to_go_with(db: Database, actor: Actor, reward_id: int, *, at: datetime) -> list[RewardLine]:
    """Sides and drinks the member can still have besides the dish they took, the cheapest two; nothing with an allergen
    they declared, and nothing besides what is no dish. Refuses `member.needed`."""
    member_id = member_of(actor)
    async with db.read() as session:
        taken = await session.get(Reward, reward_id)
        if taken is None or taken.kind is not RewardKind.DISH:
            return []
        rules = await program.in_force(session, at)
        left = (await read.balance(session, member_id)).available
        shown = await lines(session, member_id, left, at, rules)
    fitting = [each for each in shown if each.terms.kind in rule.EXTRAS and not each.withheld and not each.contains]
    return fitting[:MOST_EXTRAS]


async def lines(session: AsyncSession, member_id: int, points: int, at: datetime, rules: Rules) -> list[RewardLine]:
    """Every reward on offer as the member sees it who has *points*, the cheapest first; none while the shop has no
    rewards."""
    if not mechanics.on(rules.program, "rewards"):
        return []
    return await _lines(session, member_id, await queries.on_offer(session), points, at, rules)


async def last_day(session: AsyncSession, member_id: int, terms: Terms, at: datetime, rules: Rules) -> date:
    """The last local day of a voucher taken at *at*: an experience's own day, else as many days as the reward or the
    programme gives."""
    if terms.happens_at is not None:
        return timing.local_date(terms.happens_at, rules.zone)
    zone = await zones.of_member(session, member_id, rules)
    return timing.local_date(at, zone) + timedelta(days=terms.valid_days or rules.program.voucher_days)


async def takers(
    session: AsyncSession, member_id: int, asked: Sequence[Terms], points: int, at: datetime, rules: Rules
) -> tuple[dict[int, Taker], tuple[str, ...]]:
    """The member before each of these rewards, by its id, and the allergens they declared. Refuses `member.needed`."""
    person = await queries.taker(session, member_id)
    if person is None:
        raise Refused("member.needed")
    morning = timing.at_local(timing.local_date(at, rules.zone), 0, rules.zone)
    ever = await queries.taken_by(session, member_id, [each.id for each in asked if each.per_member])
    today = await queries.taken_since(session, morning, [each.id for each in asked if each.per_day])
    bound = any(each.outlets for each in asked)
    places = frozenset(each.id for each in await outlets.active(session)) if bound else frozenset()
    return {
        each.id: Taker(points, person.tier, ever.get(each.id, 0), today.get(each.id, 0), places) for each in asked
    }, person.allergens


async def _lines(
    session: AsyncSession, member_id: int, found: Sequence[Reward], points: int, at: datetime, rules: Rules
) -> list[RewardLine]:
    asked = [terms_of(reward) for reward in found]
    theirs, declared = await takers(session, member_id, asked, points, at, rules)
    return [
        RewardLine(
            terms=terms,
            withheld=rule.may_have(terms, theirs[terms.id], rules.program, at),
            contains=rule.contained(terms, declared),
            early=terms.opens_at is not None and at < terms.opens_at,
            edition=reward.edition,
        )
        for terms, reward in zip(asked, found, strict=True)
    ]
