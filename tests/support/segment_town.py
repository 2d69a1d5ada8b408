"""People with every kind of past that a segment can ask for, as rows and as facts."""

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import rfm as rfm_rules
from bot.rules.segment_facts import MemberFacts
from bot.usecases import rfm
from db.enums import (
    AccountKind,
    Allergen,
    BenefitKind,
    Channel,
    ConversationState,
    EntryKind,
    Gender,
    Lane,
    MessageState,
    OrderState,
    ReferralState,
    Response,
    Scope,
    Tier,
    Topic,
    VoucherSource,
    VoucherState,
)
from db.ledger import accounts, post
from db.ledger.entries import Because
from db.models.broadcasts import OfferResponse
from db.models.chats import Chat
from db.models.clients import ApiKey, SiteEvent
from db.models.feedback import Conversation, Rating
from db.models.members import ContactWish, Member, MemberTag, Person
from db.models.messages import OutgoingMessage
from db.models.orders import Order, OrderItem
from db.models.referrals import Referral
from db.models.staff import Outlet
from db.models.vouchers import Voucher
from db.session import Database
from tests.support.orders import opened
from tests.support.segments import CATEGORIES, CITIES, EVENTS, ITEMS, LANGUAGES, OUTLETS, SOURCES, TAGS

ZONE = ZoneInfo("Europe/Moscow")
AT = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)


def _key() -> ApiKey:
    """The site's own."""
    told: dict[str, Any] = {"prefix": "site", "secret_hash": "", "outlets": [], "per_minute": 1, "created_by": 1}
    return ApiKey(id=1, name="Site", scope=Scope.SITE, created_at=AT, **told)


class Town:
    """Some sixty people with a past, as rows and as facts."""

    def __init__(self, db: Database, chance: random.Random) -> None:
        self.db, self.chance = db, chance
        self.facts: dict[int, MemberFacts] = {}

    async def settle(self) -> None:
        await opened(self.db)
        async with self.db.begin() as session:
            session.add_all(Outlet(id=n, name=f"Outlet {n}", created_at=AT) for n in OUTLETS)
            session.add(_key())
            await session.flush()
            for number in range(100, 160):
                await self._moves_in(session, number)
        await rfm.recount(self.db, AT)
        self._scored()

    def _ago(self, days: int) -> datetime:
        return AT - timedelta(days=days, minutes=self.chance.randrange(1440))

    def _perhaps(self, *values: Any) -> Any:
        return self.chance.choice([None, *values])

    def _some(self, values: Iterable[Any]) -> list[Any]:
        return [value for value in values if self.chance.random() < 0.3]

    async def _moves_in(self, session: AsyncSession, number: int) -> None:
        joined, tier = self._ago(self.chance.randrange(400)), self.chance.choice(list(Tier))
        member = _member(number, tier=tier, joined_at=joined, source=self._perhaps(*SOURCES))
        session.add(member)
        await session.flush()
        facts: dict[str, Any] = {
            "tier": tier,
            "month": TODAY.month,
            "joined_days": _days(joined),
            "source": member.source,
        }
        facts |= await self._person(session, member, number)
        facts |= await self._orders(session, member)
        facts |= self._habits(member)
        facts |= await self._points(session, member)
        facts |= await self._heard(session, member)
        facts |= await self._said(session, member)
        facts |= self._clicked(session, member)
        tags, off = self._some(TAGS), self._some(Topic)
        session.add_all(MemberTag(member_id=member.id, tag=tag, at=AT) for tag in tags)
        session.add(ContactWish(member_id=member.id, without=[*off], changed_at=AT))
        self.facts[member.id] = MemberFacts(**facts, tags=frozenset(tags), topics_off=frozenset(off))

    async def _person(self, session: AsyncSession, member: Member, number: int) -> dict[str, Any]:
        """A member may be without a person: erased."""
        if self.chance.random() < 0.1:
            return {}
        born = self._perhaps(*(date(1950 + 3 * n, 1 + n % 12, 1 + n % 28) for n in range(20)), TODAY.replace(year=1990))
        birth = {"birthday_day": born.day, "birthday_month": born.month, "birthday_year": born.year} if born else {}
        if born:
            birth["birthday_md"] = born.month * 100 + born.day
        facts = {
            "city": self._perhaps(*CITIES),
            "gender": self._perhaps(*Gender),
            "allergens": self._some(Allergen),
        }
        agreed, seen = self.chance.random() < 0.5, self._perhaps(*range(60))
        language, told = self._perhaps(*LANGUAGES), self._perhaps(*LANGUAGES)
        reachable = self.chance.random() < 0.7
        known = {"member_id": member.id, "chat_id": number, "name": "Ann", "phone": f"+{number}", "advertising": agreed}
        session.add(Person(**known, **birth, **facts))
        chat = {"chat_id": number, "language": language, "telegram_language": told, "reachable": reachable}
        day = TODAY - timedelta(days=seen) if seen is not None else None
        session.add(Chat(**chat, first_name="Ann", created_at=AT, seen_on=day))
        age = TODAY.year - born.year - ((born.month, born.day) > (TODAY.month, TODAY.day)) if born else None
        facts |= {"allergens": frozenset(facts["allergens"]), "consent": agreed, "seen_days": seen, "age": age}
        facts |= {"birthday_month": born and born.month, "language": language or told, "reachable": reachable}
        return facts

    async def _orders(self, session: AsyncSession, member: Member) -> dict[str, Any]:
        chance, outlets, channels, moments = self.chance, set(), set(), []
        categories: dict[str, int] = {}
        items: dict[str, int] = {}
        pending = 0
        for turn in range(chance.randrange(5)):
            state = chance.choice([OrderState.DELIVERED, OrderState.DELIVERED, OrderState.CANCELLED, OrderState.PLACED])
            at, outlet, channel = self._ago(chance.randrange(60)), chance.choice(OUTLETS), chance.choice(list(Channel))
            category, item = chance.choice(CATEGORIES), chance.choice(ITEMS)
            order = _order(member.id, f"{member.id}:{turn}", state, at, outlet)
            order.channel, order.points = channel, chance.randrange(60)
            session.add(order)
            await session.flush()
            line = {"name": item, "folded": item, "category": category, "quantity": 1, "sum_minor": 100}
            session.add(OrderItem(order_id=order.id, member_id=member.id, **line))
            if state is OrderState.PLACED or (state is OrderState.DELIVERED and chance.random() < 0.3):
                pending += order.points  # of a delivered one: on hold
            elif state is OrderState.DELIVERED:
                order.earned_at = at
            if state is OrderState.DELIVERED:
                outlets.add(outlet)
                channels.add(channel)
                moments.append(at)
                for bought, name in ((categories, category), (items, item)):
                    bought[name] = min(bought.get(name, 999), _days(at))
        spent = sum(chance.randrange(150_000) for _ in moments)
        member.orders_count, member.spent_minor, member.last_order_at = len(moments), spent, max(moments, default=None)
        last = {"recency_days": _days(max(moments)), "silent_seconds": _seconds(max(moments))} if moments else {}
        facts = {"outlets": frozenset(outlets), "channels": frozenset(channels), "pending": pending}
        return {**facts, **last, "categories": categories, "items": items, "orders": len(moments), "spend_minor": spent}

    def _habits(self, member: Member) -> dict[str, Any]:
        member.rhythm_days, member.usual_hour = self._perhaps(*range(1, 40)), self._perhaps(*range(24))
        member.usual_weekday, member.favourite = self._perhaps(*range(7)), self._perhaps(*CATEGORIES)
        names = ("rhythm_days", "usual_hour", "usual_weekday", "favourite")
        return {name: getattr(member, name) for name in names}

    async def _points(self, session: AsyncSession, member: Member) -> dict[str, Any]:
        """Some have an account, some of them points, some of those a last day; vouchers of every kind."""
        ends, points = self._perhaps(*range(60)), self.chance.randrange(500)
        if self.chance.random() < 0.8:
            await accounts.open_member(session, member.id)
        else:
            points = 0
        if points:
            day = TODAY + timedelta(days=ends) if ends is not None else None
            why = Because(f"welcome:{member.id}", EntryKind.GIFT, AT, "welcome", {})
            await post.give(session, member.id, points, source=AccountKind.WELCOME, because=why, expires_on=day)
        states = [self.chance.choice([VoucherState.HELD, VoucherState.USED]) for _ in range(self.chance.randrange(5))]
        session.add_all(_voucher(member.id, number, state) for number, state in enumerate(states))
        session.add(_voucher(member.id, 9, VoucherState.HELD, ends_at=AT - timedelta(minutes=1)))
        held, used = states.count(VoucherState.HELD), states.count(VoucherState.USED)
        facts = {"points": points, "vouchers_held": held, "vouchers_used": used}
        return {**facts, "expires_in": ends if points else None}

    async def _heard(self, session: AsyncSession, member: Member) -> dict[str, Any]:
        sent = [self._ago(self.chance.randrange(60)) for _ in range(self.chance.randrange(4))]
        pressed = [self._ago(self.chance.randrange(60)) for _ in range(self.chance.randrange(3))]
        session.add_all(_advertisement(member.id, at, MessageState.SENT) for at in sent)
        session.add(_advertisement(member.id, None, MessageState.SKIPPED))
        session.add_all(
            OfferResponse(source=f"broadcast:{n}", member_id=member.id, what=Response.PRESSED, at=at)
            for n, at in enumerate(pressed)
        )
        acted = [*pressed, member.last_order_at] if member.last_order_at else pressed
        ignored = sum(all(each < at for each in acted) for at in sent)
        facts = {"message_days": _days(max(sent)) if sent else None, "ignored": ignored}
        return {**facts, "pressed_days": _days(max(pressed)) if pressed else None}

    def _clicked(self, session: AsyncSession, member: Member) -> dict[str, Any]:
        events: dict[str, int] = {}
        for turn in range(self.chance.randrange(4)):
            kind, at = self.chance.choice(EVENTS), self._ago(self.chance.randrange(60))
            told = {"key_id": 1, "event_id": f"{member.id}:{turn}", "facts": {}, "told_at": AT}
            session.add(SiteEvent(member_id=member.id, kind=kind, at=at, **told))
            events[kind] = min(events.get(kind, 999), _days(at))
        return {"events": events}

    async def _said(self, session: AsyncSession, member: Member) -> dict[str, Any]:
        stars = tuple(self.chance.randrange(1, 6) for _ in range(self.chance.randrange(3)))
        for number, given_ in enumerate(stars):
            order = _order(member.id, f"{member.id}:rated:{number}", OrderState.CANCELLED, AT, 1)
            session.add(order)
            await session.flush()
            session.add(Rating(order_id=order.id, member_id=member.id, stars=given_, at=AT, changed_at=AT))
            await session.flush()
        state = self._perhaps(*ConversationState)
        if state:
            session.add(Conversation(member_id=member.id, state=state, about="question", opened_at=AT))
        others = list(self.facts)[: self.chance.randrange(4)]
        taken = set(await session.scalars(select(Referral.friend_id).where(Referral.friend_id.in_(others))))
        brought = {other: self.chance.choice([ReferralState.PAID, ReferralState.REVIEW]) for other in {*others} - taken}
        session.add_all(_referral(member.id, other, became) for other, became in brought.items())
        complaint = state in (ConversationState.OPEN, ConversationState.ANSWERED)
        friends = list(brought.values()).count(ReferralState.PAID)
        return {"stars": stars, "complaint": complaint, "friends": friends}

    def _scored(self) -> None:
        """On paper: who ordered, put in order by each number."""
        ordered = {member: facts for member, facts in self.facts.items() if facts.orders}
        last = {member: -(facts.silent_seconds or 0) for member, facts in ordered.items()}
        numbers = {
            "rfm_recency": last,
            "rfm_frequency": {member: facts.orders for member, facts in ordered.items()},
            "rfm_monetary": {member: facts.spend_minor for member, facts in ordered.items()},
        }
        for name, of_member in numbers.items():
            steps = [sorted(of_member.values())[place] for place in rfm_rules.ends(len(of_member))]
            for member, number in of_member.items():
                scored: dict[str, Any] = {name: rfm_rules.score(number, steps)}
                self.facts[member] = replace(self.facts[member], **scored)
        spent = numbers["rfm_monetary"]
        top = sorted(spent.values())[rfm_rules.end_below_top(len(spent))]
        for member, number in spent.items():
            self.facts[member] = replace(self.facts[member], top_spend=number > top)


def _days(at: datetime) -> int:
    return (TODAY - at.astimezone(ZONE).date()).days


def _seconds(at: datetime) -> int:
    return int((AT - at).total_seconds())


def _member(number: int, **given_: Any) -> Member:
    return Member(number=str(number), card_code=str(number), referral_code=str(number), **given_)


def _order(member_id: int, key: str, state: OrderState, at: datetime, outlet: int) -> Order:
    sums = {"amount_minor": 100, "base_minor": 100, "points": 1, "program_version": 1, "currency": "RUB"}
    rest = {"earning": "{}", "handover_code": "1", "placed_by": 1, "channel": Channel.DESK, "placed_at": at}
    delivered = at if state is OrderState.DELIVERED else None
    return Order(key=key, member_id=member_id, state=state, outlet_id=outlet, delivered_at=delivered, **sums, **rest)


def _voucher(member_id: int, number: int, state: VoucherState, ends_at: datetime = AT + timedelta(days=9)) -> Voucher:
    fact = f"{member_id}:{number}"
    what = {"kind": BenefitKind.PERCENT, "value": 1000, "source": VoucherSource.STAFF}
    dates = {"issued_at": AT, "valid_until": TODAY, "ends_at": ends_at}
    return Voucher(key=fact, code=fact, member_id=member_id, state=state, **what, **dates)


def _advertisement(member_id: int, at: datetime | None, state: MessageState) -> OutgoingMessage:
    told = {"lane": Lane.BULK, "advertising": True, "kind": "automation.offer", "facts": {}}
    return OutgoingMessage(chat_id=1, member_id=member_id, state=state, created_at=AT, due_at=AT, left_at=at, **told)


def _referral(inviter: int, friend: int, state: ReferralState) -> Referral:
    return Referral(inviter_id=inviter, friend_id=friend, state=state, claimed_at=AT, expires_at=AT)
