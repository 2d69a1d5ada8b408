"""What is on for one member now: vouchers, points that wait or end, deals, a reward, the birthday gift, friends."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import mechanics, timing
from bot.rules.earning import WHOLE_BP
from bot.rules.tiers import rule_of
from bot.rules.timing import Birthday
from bot.usecases import automations, balance, contact, deals, my_vouchers, partner_offers, rewards, zones
from bot.usecases.balance import BalanceView
from bot.usecases.deals import DealLine
from bot.usecases.errors import Refused
from bot.usecases.my_vouchers import MyVouchers
from bot.usecases.partner_offers import PlaceSeen
from bot.usecases.program import Rules
from bot.usecases.rewards import RewardLine
from db.enums import AutomationKind, Topic
from db.queries import deals as deal_queries
from db.queries import members, segments
from db.queries import offers as queries
from db.queries.members import ProfileLine
from db.session import Database

# "unknown": no birthday is told yet; "quiet": the member gets no offers; "none": nothing is to be promised
GiftState = Literal["due", "ahead", "unknown", "quiet", "none"]


@dataclass(frozen=True)
class BirthdayGift:
    """The next birthday gift: its points, and the days from and to which it is given (when "due" or "ahead")."""

    state: GiftState
    points: int = 0
    opens: date | None = None
    closes: date | None = None


@dataclass(frozen=True)
class Offers:
    """What waits (`now`), vouchers in hand, deals that are on, the best reward the points can have (or else the nearest
    one), what a friend brings and gets, what the next tier multiplies by, the birthday gift, and the kind of dish the
    member likes best."""

    at: datetime
    name: str
    now: BalanceView
    vouchers: MyVouchers
    deals: list[DealLine]
    reward: RewardLine | None
    almost: RewardLine | None
    favourite: str | None
    inviter_points: int
    friend_points: int
    next_factor: Decimal
    birthday: BirthdayGift
    partners: tuple[PlaceSeen, ...] = ()  # other places where the points are good


async def look(db: Database, member_id: int, at: datetime, rules: Rules) -> Offers:
    """Everything that is on for the member. Changes nothing. Refuses member.needed for the erased."""
    now = await balance.look(db, member_id, at, rules)
    async with db.read() as session:
        profile = await members.profile(session, member_id)
        if profile is None:
            raise Refused("member.needed")
        program = rules.program
        invites = mechanics.on(program, "referral")
        above = rule_of(now.next_tier or now.tier, program).multiplier_bp
        reach = await rewards.reach(session, member_id, now.available, at, rules)
        return Offers(
            at=at,
            name=profile.name,
            now=now,
            vouchers=await my_vouchers.seen(session, member_id, at=at),
            deals=await deals.on_now(session, member_id, at, rules),
            reward=next(iter(reach.now), None),
            almost=next(iter(() if reach.now else reach.almost), None),
            favourite=await _favourite(session, member_id),
            inviter_points=program.referral_inviter if invites else 0,
            friend_points=program.referral_friend if invites else 0,
            next_factor=Decimal(above) / WHOLE_BP,
            birthday=await _gift(session, member_id, profile, at, rules),
            partners=tuple(await partner_offers.places(session, member_id, at)),
        )


async def _favourite(session: AsyncSession, member_id: int) -> str | None:
    tastes = await deal_queries.tastes(session, member_id)
    return max(tastes, key=lambda category: tastes[category]) if tastes else None


async def _gift(
    session: AsyncSession, member_id: int, profile: ProfileLine, at: datetime, rules: Rules
) -> BirthdayGift:
    """What the standing rule will bring, as the shop has it now; only points are promised ahead."""
    zone, row = await zones.of_member(session, member_id, rules), await queries.rule(session, AutomationKind.BIRTHDAY)
    if row is None or not await segments.has(session, row.segment, member_id, at, zone):
        return BirthdayGift("none")
    spec = automations.rule_of(row, rules.program).spec
    against = (await contact.may_plan(session, [member_id], at, rules, topic=Topic.DATES))[member_id]
    if not spec.offer.points or against not in (None, "no_consent", *contact.PASSES):
        return BirthdayGift("none")
    points = spec.offer.points
    if profile.birthday_day is None or profile.birthday_month is None:
        return BirthdayGift("unknown", points)
    if against == "no_consent":
        return BirthdayGift("quiet", points)
    birthday, today = Birthday(profile.birthday_day, profile.birthday_month), timing.local_date(at, zone)
    told = profile.birthday_set_on
    counts_from = timing.first_gift(birthday, told, rules.program) if told else date.min
    given = await queries.last_fired(session, row.id, member_id)
    around = (spec.moment.days, spec.moment.after_days)
    given_on = given and timing.local_date(given, zone)
    opens, closes = timing.gift_days(birthday, counts_from, given_on, today, around)
    return BirthdayGift("due" if opens <= today else "ahead", points, opens, closes)
