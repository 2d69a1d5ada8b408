"""Segments: what SQL finds is what the oracle says of each member, on both databases."""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.rules import segments as rules
from bot.rules.segment_facts import MemberFacts, matches
from bot.rules.segments import All, AnyOf, Condition, Not, Segment
from db.enums import Channel, ConsentKind, MemberState, OrderState, Tier
from db.models.chats import Chat
from db.models.members import Consent, Member, MemberTag, Person
from db.models.orders import Order, OrderItem
from db.models.staff import Outlet
from db.queries import segments
from db.session import Database
from tests.support.orders import opened

ZONE = ZoneInfo("Europe/Moscow")
AT = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)
LANGUAGES, TAGS, CATEGORIES = ("en", "ru", "pl"), ("vip", "allergy"), ("rolls", "soup", "tea")
CASES = 150


def conditions() -> st.SearchStrategy[Condition]:
    numbers = {
        "orders": st.integers(0, 6),
        "spend": st.integers(0, 600_000),
        "average": st.integers(0, 150_000),
        "recency_days": st.integers(0, 60),
        "joined_days": st.integers(0, 400),
    }
    some = lambda values: st.lists(st.sampled_from(values), min_size=1, max_size=3).map(tuple)  # noqa: E731
    compared = [
        st.builds(Condition, st.just(name), st.sampled_from(["least", "most"]), value)
        for name, value in numbers.items()
    ]
    return st.one_of(
        *compared,
        st.builds(Condition, st.just("tier"), st.just("in"), some([str(tier) for tier in Tier])),
        st.builds(Condition, st.just("tier"), st.just("at_least"), st.sampled_from([str(tier) for tier in Tier])),
        st.builds(Condition, st.just("language"), st.just("in"), some(LANGUAGES)),
        st.builds(Condition, st.just("outlet"), st.just("in"), some([1, 2, 3])),
        st.just(Condition("recency_days", "never")),
        st.builds(Condition, st.just("birthday_month"), st.just("in"), some(range(1, 13))),
        st.just(Condition("birthday_month", "this")),
        st.builds(Condition, st.sampled_from(["consent", "reachable"]), st.just("is"), st.booleans()),
        st.builds(Condition, st.just("tag"), st.just("has"), st.sampled_from(TAGS)),
        st.builds(Condition, st.just("category"), st.just("bought"), st.sampled_from(CATEGORIES)),
        st.builds(
            Condition, st.just("category"), st.just("lapsed"), st.tuples(st.sampled_from(CATEGORIES), numbers["orders"])
        ),
    )


def trees() -> st.SearchStrategy[Segment]:
    def grown(parts: st.SearchStrategy[Segment]) -> st.SearchStrategy[Segment]:
        few = st.lists(parts, max_size=3).map(tuple)
        return st.one_of(st.builds(All, few), st.builds(AnyOf, few), st.builds(Not, parts))

    return st.recursive(conditions(), grown, max_leaves=6)


class Town:
    """Some sixty people with a past, as rows and as facts."""

    def __init__(self, db: Database, chance: random.Random) -> None:
        self.db, self.chance = db, chance
        self.facts: dict[int, MemberFacts] = {}

    async def settle(self) -> None:
        await opened(self.db)
        async with self.db.begin() as session:
            session.add_all(Outlet(id=n, name=f"Outlet {n}", created_at=AT) for n in (1, 2, 3))
            await session.flush()
            for number in range(100, 160):
                await self._moves_in(session, number)

    def _ago(self, days: int) -> datetime:
        return AT - timedelta(days=days, minutes=self.chance.randrange(1440))

    async def _moves_in(self, session: Any, number: int) -> None:
        chance, joined = self.chance, self._ago(self.chance.randrange(400))
        tier = chance.choice(list(Tier))
        member = Member(
            number=str(number), card_code=str(number), referral_code=str(number), tier=tier, joined_at=joined
        )
        session.add(member)
        await session.flush()
        known: dict[str, Any] = {"tier": tier, "month": TODAY.month, "joined_days": _days(joined)}
        known |= await self._person(session, member, number) | await self._orders(session, member)
        tags = frozenset(tag for tag in TAGS if chance.random() < 0.4)
        session.add_all(MemberTag(member_id=member.id, tag=tag, at=AT) for tag in tags)
        said = [chance.random() < 0.5 for _ in range(chance.randrange(3))]
        for given_ in said:
            session.add(_consent(member.id, given_))
            await session.flush()
        self.facts[member.id] = MemberFacts(**known, tags=tags, consent=bool(said and said[-1]))

    async def _person(self, session: Any, member: Member, number: int) -> dict[str, Any]:
        """A member may be without a person: erased."""
        chance = self.chance
        if chance.random() < 0.1:
            return {}
        month = chance.choice([None, *range(1, 13)])
        language, reachable = chance.choice([None, *LANGUAGES]), chance.random() < 0.7
        told = chance.choice([None, *LANGUAGES])
        session.add(Person(member_id=member.id, chat_id=number, name="Ann", phone=f"+{number}", birthday_month=month))
        chat = {"chat_id": number, "language": language, "telegram_language": told, "reachable": reachable}
        session.add(Chat(**chat, first_name="Ann", created_at=AT))
        return {"birthday_month": month, "language": language or told, "reachable": reachable}

    async def _orders(self, session: Any, member: Member) -> dict[str, Any]:
        chance, outlets, bought, days = self.chance, set(), {}, []
        for turn in range(chance.randrange(5)):
            state = chance.choice([OrderState.DELIVERED, OrderState.DELIVERED, OrderState.CANCELLED])
            at, outlet, category = self._ago(chance.randrange(60)), chance.randrange(1, 4), chance.choice(CATEGORIES)
            order = _order(member.id, f"{member.id}:{turn}", state, at, outlet)
            session.add(order)
            await session.flush()
            item = {"name": category, "folded": category, "category": category, "quantity": 1, "sum_minor": 100}
            session.add(OrderItem(order_id=order.id, member_id=member.id, **item))
            if state is OrderState.DELIVERED:
                outlets.add(outlet)
                bought[category] = min(bought.get(category, 999), _days(at))
                days.append(at)
        spent = sum(chance.randrange(150_000) for _ in days)
        member.orders_count, member.spent_minor = len(days), spent
        member.last_order_at = max(days, default=None)
        recency = _days(max(days)) if days else None
        facts = {"outlets": frozenset(outlets), "categories": bought, "recency_days": recency}
        return {**facts, "orders": len(days), "spend_minor": spent}


def _days(at: datetime) -> int:
    return (TODAY - at.astimezone(ZONE).date()).days


def _consent(member_id: int, given_: bool) -> Consent:
    kind = ConsentKind.ADVERTISING
    return Consent(member_id=member_id, kind=kind, given=given_, text_version="1", at=AT, source="join")


def _order(member_id: int, key: str, state: OrderState, at: datetime, outlet: int) -> Order:
    sums = {"amount_minor": 100, "base_minor": 100, "points": 1, "program_version": 1, "currency": "RUB"}
    rest = {"earning": "{}", "handover_code": "1", "placed_by": 1, "channel": Channel.DESK, "placed_at": at}
    delivered = at if state is OrderState.DELIVERED else None
    return Order(key=key, member_id=member_id, state=state, outlet_id=outlet, delivered_at=delivered, **sums, **rest)


async def test_sql_finds_exactly_whom_the_oracle_names(db: Database) -> None:
    number = random.randrange(1 << 32)
    print(f"seed {number}")
    town = Town(db, random.Random(number))
    await town.settle()
    asked: list[Segment] = []

    @seed(number)
    @settings(max_examples=CASES, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(trees())
    def collect(tree: Segment) -> None:
        rules.check(tree)
        asked.append(tree)

    collect()
    found_somebody = 0
    async with db.read() as session:
        for tree in asked:
            stored = rules.to_json(tree)
            assert rules.from_json(stored) == tree
            found = select(Member.id).where(Member.id.in_(town.facts), segments.where(stored, at=AT, zone=ZONE))
            named = {member for member, facts in town.facts.items() if matches(tree, facts)}
            assert set(await session.scalars(found)) == named, (number, stored)
            found_somebody += 0 < len(named) < len(town.facts)
    assert found_somebody > CASES // 5, "the segments told nobody apart"


async def test_a_segment_stands_in_a_select_that_has_the_same_tables(db: Database) -> None:
    """Person and Order of the outer select are not those the condition asks about."""
    shop = await opened(db)
    stored = rules.to_json(All((Condition("language", "in", ("en",)), Not(Condition("outlet", "in", (1,))))))
    found = (
        select(Member.id)
        .join(Person, Person.member_id == Member.id)
        .outerjoin(Order, Order.member_id == Member.id)
        .join(Chat, Chat.chat_id == Person.chat_id)
        .where(segments.where(stored, at=AT, zone=ZONE))
    )
    async with db.read() as session:
        assert set(await session.scalars(found)) == {shop.ann, shop.bob}


async def test_only_active_members_are_counted(db: Database) -> None:
    shop = await opened(db)
    everybody = rules.to_json(rules.EVERYBODY)
    assert everybody is None
    async with db.begin() as session:
        (await session.get_one(Member, shop.bob)).state = MemberState.ERASED
    async with db.read() as session:
        assert await segments.count(session, everybody, AT, ZONE) == 1
        new = rules.to_json(Condition("orders", "most", 2))
        assert await segments.has(session, new, shop.ann, AT, ZONE)
        assert not await segments.has(session, new, shop.bob, AT, ZONE)


async def test_an_unknown_question_is_no_segment_of_everybody(db: Database) -> None:
    with pytest.raises(ValueError, match="shoe_size"):
        segments.where({"field": "shoe_size", "op": "in", "value": [44]}, at=AT, zone=ZONE)
