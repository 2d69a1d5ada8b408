"""A test of how often to write: whom it holds for, what leaves in each half, and what the halves are found to do."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.rules import cadence as rules
from bot.rules.cadence import CadenceInvalid, Limits, Trial, arm_of, limits_for
from bot.usecases import cadence, consents, contact, program
from bot.usecases.errors import Refused
from db.enums import ConsentKind, Lane, MessageState, Topic
from db.models.members import Consent, Member, Person
from db.models.messages import OutgoingMessage
from db.session import Database
from tests.support import orders as shops
from tests.support.orders import ANN, BOB, NOON, OLGA, Shop
from tests.support.programs import sushi

SELDOM = Limits(1, 4)


def test_half_of_the_share_is_written_to_less_often_and_always_the_same_half() -> None:
    trial = Trial(7, 5_000, (Limits(2, 6), SELDOM))
    arms = Counter(arm_of(trial, member) for member in range(1, 20_001))
    assert set(arms) == {None, 0, 1}
    assert abs(arms[None] - 10_000) < 400
    assert abs(arms[0] - arms[1]) < 400
    seldom = {member for member in range(1, 200) if limits_for(trial, member) == SELDOM}
    assert seldom == {member for member in range(1, 200) if arm_of(trial, member) == 1}
    assert limits_for(None, 1) is None


def test_nobody_is_ever_written_to_more_often_than_was_promised() -> None:
    program = sushi()
    usual = rules.usual(program)
    for choice in rules.choices(program):
        rules.check([usual, choice], 5_000, program)
        assert (choice.week, choice.month) <= (usual.week, usual.month)
    for arms, share in (
        ([usual, Limits(usual.week + 1, usual.month)], 5_000),
        ([usual, Limits(1, 4, 90)], 5_000),
        ([usual, usual], 5_000),
        ([SELDOM, usual], 5_000),
        ([usual, SELDOM], 123),
    ):
        with pytest.raises(CadenceInvalid, match=r"cadence\.out_of_range"):
            rules.check(arms, share, program)


async def _sent(shop: Shop, member: int, chat: int, days_ago: float) -> None:
    left = NOON - timedelta(days=days_ago)
    async with shop.db.begin() as session:
        session.add(
            OutgoingMessage(
                chat_id=chat,
                member_id=member,
                lane=Lane.BULK,
                advertising=True,
                topic=Topic.OFFERS,
                kind="test.said",
                facts={},
                state=MessageState.SENT,
                attempt=1,
                created_at=left,
                due_at=left,
                left_at=left,
            )
        )


async def _may(shop: Shop, members: list[int]) -> dict[int, str | None]:
    async with shop.db.read() as session:
        return await contact.may_send(session, members, NOON, await program.in_force(session, NOON))


async def test_a_test_is_begun_holds_and_is_ended(db: Database) -> None:
    shop = await shops.opened(db)
    olga, ann, bob = [await shop.actor(each) for each in (OLGA, ANN, BOB)]
    for person in (ann, bob):
        await consents.advertise(db, person, True, source="settings", at=NOON - timedelta(days=9))
    async with db.begin() as session:
        await session.execute(update(Member).values(joined_at=NOON - timedelta(days=30)))
    for member, chat in ((shop.ann, ANN), (shop.bob, BOB)):
        await _sent(shop, member, chat, 5)
    assert await _may(shop, [shop.ann, shop.bob]) == {shop.ann: None, shop.bob: None}

    began = NOON - timedelta(days=8)
    begun = await cadence.begin(db, olga, 1, 10_000, at=began)  # once a week at most
    assert begun.running
    trial = Trial(1, 10_000, tuple(arm.limits for arm in begun.arms))
    expected = {each: "cap_week" if arm_of(trial, each) else None for each in (shop.ann, shop.bob)}
    assert await _may(shop, [shop.ann, shop.bob]) == expected
    with pytest.raises(Refused, match=r"cadence\.running"):
        await cadence.begin(db, olga, 0, 5_000, at=began)
    with pytest.raises(Refused, match=r"access\.denied"):
        await cadence.end(db, ann, at=NOON)

    seen = await cadence.look(db, olga, at=NOON)
    assert sum(arm.ads for arm in seen.arms) == 2
    assert seen.compared is not None
    assert seen.compared.lack in ("nobody", "few_members")
    ended = [await cadence.end(db, olga, at=NOON) for _ in range(2)][-1]
    assert not ended.running
    assert await _may(shop, [shop.ann, shop.bob]) == {shop.ann: None, shop.bob: None}


async def test_the_database_puts_members_into_the_same_halves(db: Database) -> None:
    shop = await shops.opened(db)
    olga = await shop.actor(OLGA)
    async with db.begin() as session:
        for n in range(60):
            session.add(Member(number=f"x{n}", card_code=f"x{n}", referral_code=f"x{n}", joined_at=NOON))
    begun = await cadence.begin(db, olga, 0, 10_000, at=NOON)
    trial = Trial(1, 10_000, tuple(arm.limits for arm in begun.arms))
    await _introduced(shop)
    seen = await cadence.look(db, olga, at=NOON)
    async with db.read() as session:
        agreed = list(await session.scalars(select(Member.id).where(Member.number.like("x%"))))
    halves = Counter(arm_of(trial, member) for member in agreed)
    assert [arm.net.members for arm in seen.arms] == [halves[0], halves[1]]
    assert seen.compared is not None
    assert seen.compared.lack == "few_did"  # nobody has bought anything


async def _introduced(shop: Shop) -> None:
    """Those sixty are persons, who agreed to offers."""
    async with shop.db.begin() as session:
        members = list(await session.scalars(select(Member).where(Member.number.like("x%"))))
        for member in members:
            facts: dict[str, Any] = {"chat_id": 50_000 + member.id, "phone": f"+7900{member.id:07}"}
            session.add(Person(member_id=member.id, name="Ann", advertising=True, **facts))
            session.add(
                Consent(
                    member_id=member.id,
                    kind=ConsentKind.ADVERTISING,
                    given=True,
                    text_version="1",
                    at=NOON - timedelta(days=1),
                    source="join",
                )
            )
