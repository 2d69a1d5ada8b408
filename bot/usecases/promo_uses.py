"""A promo code is used: the one step by which chat, till and desk get what it gives.

All limits are counted behind the lock of the code's row, so fifty people at once get no more than it allows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import mechanics
from bot.rules import promocodes as rule
from bot.rules.benefits import Benefit
from bot.rules.codes import normal_code
from bot.rules.promocodes import Attempt
from bot.usecases import program, promo_gifts
from bot.usecases.errors import Refused
from bot.usecases.program import Rules
from bot.usecases.voucher_lines import benefit_of as benefit_held
from db.enums import BenefitKind, MemberState
from db.ledger import accounts
from db.models.members import Member
from db.models.promocodes import PersonalCode, PromoCode, PromoUse
from db.models.vouchers import Voucher
from db.queries import outlets as places
from db.queries import promocodes as queries
from db.queries import segments
from db.queries.promocodes import CodeFound


@dataclass(frozen=True)
class Entered:
    """What the code gave: points at once, or a voucher (`voucher_code`, good up to `valid_until`). `already`: it had
    been entered before, and this is what it gave then. `use_key` is what `undo_use` asks for; `outlets` names those of
    the benefit."""

    use_key: str
    benefit: Benefit
    points: int = 0
    voucher_id: int | None = None
    voucher_code: str | None = None
    valid_until: date | None = None
    already: bool = False
    outlets: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Entry:
    """Somebody enters a code. `base`: the fact this entering is, in words of its own ("till:<key>", "chat")."""

    member_id: int
    text: str
    base: str = "chat"
    outlet_id: int | None = None
    staff_id: int | None = None


async def use(session: AsyncSession, entry: Entry, *, at: datetime) -> Entered | None:
    """A step: what the code gives is the member's, counted behind the code's lock; None when there is no such code.
    Refuses the first rule in the way, `member.unknown`; raises BadPromoCode, and SwitchedOff where the shop has no
    codes just now (what a code gave before stays good)."""
    found = await queries.find(session, rule.read(entry.text), normal_code(rule.read(entry.text)))
    if found is None:
        return None
    promo = await queries.lock(session, found.promo_id)
    assert promo is not None, "codes are never deleted"
    await accounts.lock_members(session, [entry.member_id])  # so long nobody erases themselves
    earlier = await _earlier(session, promo, found, entry, at)
    if earlier is not None:
        return await _with_outlets(session, earlier)
    rules = await program.in_force(session, at)
    mechanics.need(rules.program, "promo")
    benefit, cost = await _worth(session, promo, rules)
    made = await _counted(session, promo, found, entry, cost, at, rules)
    gift = await promo_gifts.give(session, made, benefit, promo, at, rules)
    given = Entered(made.key, benefit, gift.points, gift.voucher_id, gift.voucher_code, gift.valid_until)
    return await _with_outlets(session, given)


async def weigh(session: AsyncSession, entry: Entry, *, at: datetime) -> Benefit | None:
    """A step: what the code would give the member just now; None when there is no such code. Nothing is counted and
    nothing changes. Refuses what `use` refuses."""
    found = await queries.find(session, rule.read(entry.text), normal_code(rule.read(entry.text)))
    if found is None:
        return None
    promo = await session.get_one(PromoCode, found.promo_id)
    waiting = await queries.unfinished(session, found, entry.member_id, at)
    if waiting is not None:
        return benefit_held(waiting[1])
    rules = await program.in_force(session, at)
    mechanics.need(rules.program, "promo")
    benefit, cost = await _worth(session, promo, rules)
    before = await queries.used_by(session, promo, entry.member_id, at)
    await _allowed(session, promo, entry, before, cost, at, rules)
    if found.personal_id is not None:
        await _personal(session, found.personal_id, entry.member_id)
    return benefit


async def _worth(session: AsyncSession, promo: PromoCode, rules: Rules) -> tuple[Benefit, int]:
    """What a use gives, and what it costs the shop."""
    benefit, reward_cost = await promo_gifts.benefit_of(session, promo)
    value = rules.program.point_value_minor
    return benefit, rule.cost_minor(benefit, point_value_minor=value, reward_cost_minor=reward_cost)


async def _with_outlets(session: AsyncSession, entered: Entered) -> Entered:
    wanted = entered.benefit.outlets
    return replace(entered, outlets={line.id: line.name for line in await places.every(session)}) if wanted else entered


async def _earlier(
    session: AsyncSession, promo: PromoCode, found: CodeFound, entry: Entry, at: datetime
) -> Entered | None:
    """What this very entering gave before, or the voucher that still waits to be used."""
    waiting = await queries.unfinished(session, found, entry.member_id, at)
    if waiting is not None:
        return _again(*waiting)
    if entry.staff_id is None:
        return None
    made = await queries.by_base(session, _base(entry, found))
    if made is None:
        return None
    voucher = await session.get(Voucher, made.voucher_id) if made.voucher_id else None
    if voucher is not None:
        return _again(made, voucher)
    return Entered(made.key, Benefit(promo.kind, promo.value), made.points, already=True)


def _again(made: PromoUse, voucher: Voucher) -> Entered:
    held = benefit_held(voucher)
    return Entered(made.key, held, 0, voucher.id, voucher.code, voucher.valid_until, already=True)


def _base(entry: Entry, found: CodeFound) -> str:
    return f"promo:{found.promo_id}:{found.personal_id or 0}:{entry.member_id}:{entry.base}"


async def _counted(
    session: AsyncSession, promo: PromoCode, found: CodeFound, entry: Entry, cost: int, at: datetime, rules: Rules
) -> PromoUse:
    """The use is written and counted, if no rule is in the way."""
    before = await queries.used_by(session, promo, entry.member_id, at)
    await _allowed(session, promo, entry, before, cost, at, rules)
    if found.personal_id is not None:
        await _take_personal(session, found.personal_id, entry.member_id, at)
    made = PromoUse(
        key=f"{_base(entry, found)}:{before.all}",
        promo_id=promo.id,
        member_id=entry.member_id,
        personal_id=found.personal_id,
        cost_minor=cost,
        staff_id=entry.staff_id,
        at=at,
    )
    session.add(made)
    promo.used += 1
    promo.cost_minor += cost
    await session.flush()
    return made


async def _allowed(
    session: AsyncSession,
    promo: PromoCode,
    entry: Entry,
    before: queries.UsedBy,
    cost: int,
    at: datetime,
    rules: Rules,
) -> None:
    """Refuses the first rule in the way."""
    member = await session.get(Member, entry.member_id)
    if member is None or member.state is not MemberState.ACTIVE:
        raise Refused("member.unknown")
    again = before.oldest_in_period
    now = Attempt(
        at=at,
        used=promo.used,
        used_by_member=before.live,
        used_in_period=before.in_period,
        again_at=again + timedelta(days=promo.period_days or 0) if again else None,
        spent_minor=promo.cost_minor,
        cost_minor=cost,
        outlet_id=entry.outlet_id,
        at_once=promo.kind is BenefitKind.POINTS and entry.staff_id is None,
        fits_segment=await segments.has(session, promo.segment, entry.member_id, at, rules.zone),
        orders=member.orders_count,
    )
    found = rule.obstacle(promo_gifts.limits_of(promo), now)
    if found is not None:
        raise Refused(found.code, **await _told(session, found.facts, rules))


async def _told(session: AsyncSession, facts: Mapping[str, Any], rules: Rules) -> dict[str, Any]:
    """The facts as a sentence needs them: outlets by name, sums with their currency, moments as local ones."""
    told: dict[str, Any] = {}
    for name, value in facts.items():
        if name == "outlets":
            told[name] = ", ".join(line.name for line in await places.every(session) if line.id in value)
        elif name == "least":
            told["money"] = (value, rules.program.currency)
        else:
            told[name] = value.astimezone(rules.zone) if isinstance(value, datetime) else value
    return told


async def _take_personal(session: AsyncSession, personal_id: int, member_id: int, at: datetime) -> None:
    """Refuses as `_personal` does."""
    personal = await _personal(session, personal_id, member_id)
    personal.used_by, personal.used_at = member_id, at


async def _personal(session: AsyncSession, personal_id: int, member_id: int) -> PersonalCode:
    """One of a batch, unused. Refuses `code.already_used` to whoever used it, `code.taken` to anybody else."""
    personal = await session.get_one(PersonalCode, personal_id, populate_existing=True)
    if personal.used_by is not None:
        raise Refused("code.already_used", times=1) if personal.used_by == member_id else Refused("code.taken")
    return personal
