"""What a broadcast brings, whichever way its offer is written, and the giving of it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from html import unescape

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import broadcasts as shapes
from bot.rules import markup, timing
from bot.rules import promocodes as costs
from bot.rules import rewards as terms_rule
from bot.rules.automations import Offer
from bot.rules.benefits import Benefit
from bot.rules.broadcasts import Brings, PromoOffer, RewardOffer
from bot.rules.claims import Closed
from bot.rules.words import GAP
from bot.usecases import lots, promo_gifts, promo_uses, rewards, vouchers, zones
from bot.usecases.errors import Refused
from bot.usecases.program import Rules
from bot.usecases.promo_uses import Entry
from bot.usecases.reward_shelf import terms_of
from bot.usecases.vouchers import Issue
from db.enums import AccountKind, Allergen, BenefitKind, EntryKind, MemberState, OfferKind, VoucherSource
from db.ledger import accounts
from db.ledger.post import Because
from db.models.broadcasts import Broadcast
from db.models.members import Member, Person
from db.models.promocodes import PersonalCode, PromoCode
from db.models.rewards import Reward
from db.models.vouchers import Voucher
from db.queries import promocodes

LONGEST_NAME = 48
ENTRY_DAYS = 30  # an entry without a day of its own is good so long after the last moment to answer


@dataclass(frozen=True)
class Taker:
    """Who takes it, of which broadcast; `key` is the fact it will be."""

    member_id: int
    broadcast_id: int
    key: str


@dataclass(frozen=True)
class Gift:
    """What one piece is, and what it costs the shop in minor units. It is good for `valid_days` or up to `until`; a
    reward or a promo code gives it by its own terms."""

    benefit: Benefit
    cost_minor: int
    valid_days: int = 0
    until: date | None = None
    reward: Reward | None = None
    promo: PromoCode | None = None


@dataclass(frozen=True)
class Given:
    """The member's since now: points, or a voucher."""

    points: int = 0
    voucher_id: int = 0
    contains: tuple[Allergen, ...] = ()


def of_points(points: int) -> Benefit:
    return Benefit(BenefitKind.POINTS, points)


async def offered(session: AsyncSession, broadcast: Broadcast, rules: Rules) -> Gift:
    """What "claim" gives. Refuses `answer.nothing` where the message brings only words, or what it brought is gone."""
    offer: Brings | None = shapes.offer_of(broadcast.offer)
    match offer:
        case PromoOffer(promo_id):
            return await _promo(session, promo_id, rules)
        case RewardOffer(reward_id, valid_days):
            return await _reward(session, reward_id, valid_days, rules)
        case Offer(OfferKind.POINTS, points, _, valid_days) if points:
            benefit = of_points(points)
        case Offer(OfferKind.VOUCHER, _, thing, valid_days) if thing:
            benefit = thing
        case _:
            raise Refused("answer.nothing")
    return Gift(benefit, _cost(benefit, rules), valid_days)


async def left(session: AsyncSession, broadcast: Broadcast, at: datetime) -> int | None:
    """How many there are of what it brings, by the reward or the promo code itself; None: as many as are asked for; 0
    too where nobody can have it any more."""
    match shapes.offer_of(broadcast.offer):
        case RewardOffer(reward_id):
            reward = await session.get(Reward, reward_id)
            return reward.stock if reward and not reward.removed else 0
        case PromoOffer(promo_id):
            promo = await session.get(PromoCode, promo_id)
            if promo is None or promo.paused or (promo.closes_at and promo.closes_at <= at):
                return 0
            if promo.code is None:
                return await session.scalar(select(func.count()).select_from(_unused(promo.id).limit(None).subquery()))
            return None if promo.total_limit is None else max(0, promo.total_limit - promo.used)
    return None


async def cost_is_known(session: AsyncSession, broadcast: Broadcast, rules: Rules) -> bool:
    """Whether a budget can hold: what one piece of it costs is known before it is used."""
    try:
        return not costs.needs_cap((await offered(session, broadcast, rules)).benefit)
    except Refused:
        return True


async def _promo(session: AsyncSession, promo_id: int, rules: Rules) -> Gift:
    promo = await session.get(PromoCode, promo_id)
    if promo is None:
        raise Refused("answer.nothing")
    benefit, reward_cost = await promo_gifts.benefit_of(session, promo)
    return Gift(benefit, _cost(benefit, rules, reward_cost), promo=promo)


async def _reward(session: AsyncSession, reward_id: int, valid_days: int, rules: Rules) -> Gift:
    reward = await session.get(Reward, reward_id)
    if reward is None or reward.removed:
        raise Refused("answer.nothing")
    benefit = rewards.benefit_of(reward)
    own_day = timing.local_date(reward.happens_at, rules.zone) if reward.happens_at else None
    return Gift(benefit, _cost(benefit, rules, reward.cost_minor), valid_days, own_day, reward)


def _cost(benefit: Benefit, rules: Rules, reward_cost_minor: int = 0) -> int:
    worth = rules.program.point_value_minor
    return costs.cost_minor(benefit, point_value_minor=worth, reward_cost_minor=reward_cost_minor)


async def seat(session: AsyncSession, broadcast: Broadcast, rules: Rules, at: datetime) -> Gift:
    """What "I am coming" gives: the reward the message offers, unless another button gives that; else an entry named
    as the message begins."""
    offer = shapes.offer_of(broadcast.offer)
    claimed = any(button["do"] == "claim" for button in broadcast.buttons)
    if isinstance(offer, RewardOffer) and not claimed:
        return await _reward(session, offer.reward_id, offer.valid_days, rules)
    last = timing.local_date(max(at, broadcast.deadline or at), rules.zone) + timedelta(days=ENTRY_DAYS)
    return Gift(Benefit(BenefitKind.EXPERIENCE, names=_headlines(broadcast, rules)), 0, until=last)


async def cost_of_entry(session: AsyncSession, entry: Voucher) -> int:
    """What an entry counts against a budget, in minor units, also when its reward is no longer in the catalogue."""
    reward = await session.get(Reward, entry.reward_id) if entry.reward_id else None
    return reward.cost_minor if reward else 0


def _headlines(broadcast: Broadcast, rules: Rules) -> dict[str, str]:
    """What the message begins with, by language, in its first variant."""
    content = shapes.content_of(broadcast.content)
    first = next(iter(content.values()), {})
    said = {language: headline(words.text or "") for language, words in first.items()}
    named = {rules.program.language if each == shapes.ANY else each: words for each, words in said.items() if words}
    return named or {rules.program.language: headline(broadcast.name) or rules.program.name}


def headline(text: str) -> str:
    """The first line of a message that says the same to everybody, plain, short enough for a ticket; "": there is
    none."""
    plain = (unescape(markup.visible(line)) for line in text.splitlines() if not GAP.search(line))
    return next((line[:LONGEST_NAME] for line in plain if line), "")


async def give(session: AsyncSession, gift: Gift, taker: Taker, at: datetime, rules: Rules) -> Given:
    """The member has the piece, once for the taker's key. Refuses `member.needed` for who erased themselves meanwhile
    and what a promo code refuses; raises Closed when no piece of a reward is left."""
    if gift.promo is not None:
        return await _by_code(session, gift.promo, taker, at)
    await present(session, taker.member_id)
    zone = await zones.of_member(session, taker.member_id, rules)
    until = gift.until or timing.local_date(at, zone) + timedelta(days=gift.valid_days)
    if gift.benefit.kind is BenefitKind.POINTS:
        because = Because(taker.key, EntryKind.GIFT, at, "broadcast.claimed", {"broadcast": taker.broadcast_id})
        points = gift.benefit.value
        await lots.give(session, taker.member_id, points, AccountKind.BROADCAST, because, rules, until)
        return Given(points)
    contains: tuple[Allergen, ...] = ()
    if gift.reward is not None:
        if not await rewards.take_stock(session, gift.reward.id):
            raise Closed("answer.all_gone")
        contains = await _contained(session, gift.reward, taker.member_id)
    issue = Issue(taker.key, taker.member_id, gift.benefit, VoucherSource.BROADCAST, until)
    issued = await vouchers.issue(session, issue, at=at, rules=rules)
    return Given(voucher_id=issued.voucher_id, contains=contains)


async def present(session: AsyncSession, member_id: int) -> None:
    """Up to the end of this unit the member does not erase themselves. Refuses `member.needed` for who did before."""
    await accounts.lock_members(session, [member_id])
    member = await session.get(Member, member_id, populate_existing=True)
    if member is None or member.state is not MemberState.ACTIVE:
        raise Refused("member.needed")


async def _by_code(session: AsyncSession, promo: PromoCode, taker: Taker, at: datetime) -> Given:
    """The promo code is entered for the member; of a batch, the next one nobody has used."""
    await promocodes.lock(session, promo.id)  # the next one stays the next: other messages give codes of it, too
    code = promo.code or await session.scalar(_unused(promo.id))
    if code is None:
        raise Closed("answer.all_gone")
    base = f"broadcast:{taker.broadcast_id}"
    entered = await promo_uses.use(session, Entry(taker.member_id, code, base), at=at)
    assert entered is not None, "codes are never deleted"
    return Given(entered.points, entered.voucher_id or 0)


def _unused(promo_id: int) -> Select[str]:
    unused = select(PersonalCode.code).where(PersonalCode.promo_id == promo_id, PersonalCode.used_by.is_(None))
    return unused.order_by(PersonalCode.id).limit(1)


async def _contained(session: AsyncSession, reward: Reward, member_id: int) -> tuple[Allergen, ...]:
    declared = await session.scalar(select(Person.allergens).where(Person.member_id == member_id))
    return terms_rule.contained(terms_of(reward), declared or ())
