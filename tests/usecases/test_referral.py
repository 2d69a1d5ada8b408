"""Invitations: one inviter per friend, no circles, both paid once by the first real order, odd ones looked at."""

import asyncio
import random
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.usecases import program, referral, referral_reviews
from bot.usecases.actor import read
from bot.usecases.errors import Refused
from db.enums import MemberState, ReferralState, Role, StaffState
from db.models.audit import AuditLine
from db.models.members import Member
from db.models.referrals import Referral
from db.models.staff import Staff
from db.session import Database
from tests.support.friends import available, first_order, joins
from tests.support.orders import ANN, CARL, NOON, OLGA, opened
from tests.support.programs import sushi


async def states(db: Database) -> list[tuple[ReferralState, str | None]]:
    async with db.read() as session:
        rows = await session.execute(select(Referral.state, Referral.reason).order_by(Referral.id))
        return [(state, reason) for state, reason in rows]


async def claimed(db: Database, friend_id: int, inviter_id: int) -> None:
    async with db.begin() as session:
        rules = await program.in_force(session, NOON)
        await referral.claim(session, friend_id=friend_id, inviter_id=inviter_id, at=NOON, rules=rules)


async def test_ann_and_her_friend_are_paid_once_by_the_first_order(db: Database) -> None:
    shop = await opened(db)
    friend = await joins(db, 1, shop.ann)
    assert await first_order(db, friend) == 100
    assert await first_order(db, friend) == 0
    assert (await available(db, shop.ann), await available(db, friend)) == (200, 100)
    assert await shop.told(ANN) == ["referral.joined", "referral.paid"]


async def test_a_small_order_leaves_it_open_and_a_late_one_ends_it(db: Database) -> None:
    shop = await opened(db)
    small, late = await joins(db, 1, shop.ann), await joins(db, 2, shop.ann)
    assert await first_order(db, small, net_minor=99_999) == 0
    assert await first_order(db, late, at=NOON + timedelta(days=180)) == 0
    assert await states(db) == [(ReferralState.PENDING, None), (ReferralState.EXPIRED, None)]
    assert await first_order(db, small, at=NOON + timedelta(days=180) - timedelta(seconds=1)) == 100


async def test_nobody_invites_themselves_an_older_member_or_while_working_here(db: Database) -> None:
    shop = await opened(db)
    async with db.begin() as session:
        session.add(Staff(chat_id=ANN, name="Ann", role=Role.COURIER, state=StaffState.ACTIVE, created_at=NOON))
    await claimed(db, shop.bob, shop.bob)
    await claimed(db, shop.ann, shop.bob)
    await joins(db, 1, shop.ann)
    async with db.begin() as session:
        (await session.get_one(Member, shop.bob)).state = MemberState.ERASED
    await joins(db, 2, shop.bob)
    assert await states(db) == []


async def test_of_twenty_who_claim_one_friend_one_wins(db: Database) -> None:
    await opened(db)
    inviters = [await joins(db, number, None) for number in range(1, 21)]
    friend = await joins(db, 99, None)
    await asyncio.gather(*(claimed(db, friend, inviter) for inviter in inviters))
    assert await states(db) == [(ReferralState.PENDING, None)]


async def test_invitations_never_run_in_a_circle(db: Database) -> None:
    seed = 20_261_121
    print("seed", seed)
    dice = random.Random(seed)
    await opened(db)
    people = [await joins(db, number, None) for number in range(1, 13)]
    pairs = [(dice.choice(people), dice.choice(people)) for _ in range(150)]
    await asyncio.gather(*(claimed(db, friend, inviter) for friend, inviter in pairs))
    async with db.read() as session:
        rows = await session.execute(select(Referral.friend_id, Referral.inviter_id))
        above = dict(rows.all())
    assert above
    for start in above:
        seen, here = {start}, above.get(start)
        while here is not None:
            assert here not in seen
            seen.add(here)
            here = above.get(here)


async def test_a_farm_of_accounts_without_a_purchase_earns_nothing(db: Database) -> None:
    shop = await opened(db)
    for number in range(100):
        await joins(db, number, shop.ann)
    assert await available(db, shop.ann) == 0


async def test_the_tenth_friend_of_a_week_waits_for_a_person(db: Database) -> None:
    shop = await opened(db)
    friends = [await joins(db, number, shop.ann, at=NOON + timedelta(hours=number)) for number in range(10)]
    paid = [await first_order(db, friend, at=NOON + timedelta(days=1)) for friend in friends]
    assert paid == [100] * 9 + [0]
    assert (await states(db))[-1] == (ReferralState.REVIEW, "burst")
    assert await available(db, shop.ann) == 9 * 200
    assert await shop.told(OLGA) == ["referral.doubted"]
    next_week = await joins(db, 20, shop.ann, at=NOON + timedelta(days=9))
    assert await first_order(db, next_week, at=NOON + timedelta(days=9)) == 100


async def test_twenty_a_month_pay_the_inviter_and_the_friend_is_paid_beyond(db: Database) -> None:
    shop = await opened(db, sushi(referral_monthly_cap=2))
    friends = [await joins(db, number, shop.ann) for number in range(4)]
    assert [await first_order(db, friend) for friend in friends[:3]] == [100, 100, 100]
    assert (await available(db, shop.ann), (await states(db))[2]) == (400, (ReferralState.PAID, "cap"))
    assert await first_order(db, friends[3], at=NOON + timedelta(days=10)) == 100  # 1 December
    assert await available(db, shop.ann) == 600


async def under_review(db: Database) -> tuple[int, int, int]:
    """Ann's friend waits for a decision: (Ann, the friend, the referral)."""
    shop = await opened(db, sushi(referral_burst=1))
    friend = await joins(db, 1, shop.ann)
    await first_order(db, friend)
    async with db.read() as session:
        referral_id = (await session.scalars(select(Referral.id))).one()
    return shop.ann, friend, referral_id


async def test_olga_releases_and_both_are_paid_once_however_often_she_presses(db: Database) -> None:
    ann, friend, number = await under_review(db)
    olga = await read(db, OLGA, NOON)
    presses = (referral_reviews.release(db, olga, number, at=NOON) for _ in range(20))
    answers = await asyncio.gather(*presses, return_exceptions=True)
    done = [answer for answer in answers if not isinstance(answer, Refused)]
    assert [(each.points_inviter, each.points_friend) for each in done] == [(200, 100)]  # type: ignore[union-attr]
    assert {answer.code for answer in answers if isinstance(answer, Refused)} == {"referral.decided"}
    assert (await available(db, ann), await available(db, friend)) == (200, 100)
    async with db.read() as session:
        assert (await session.scalars(select(AuditLine.act))).all() == ["referral.release"]


async def test_olga_refuses_and_nobody_is_ever_paid(db: Database) -> None:
    ann, friend, number = await under_review(db)
    await referral_reviews.refuse(db, await read(db, OLGA, NOON), number, at=NOON)
    assert await first_order(db, friend) == 0
    assert (await available(db, ann), await available(db, friend)) == (0, 0)
    assert await states(db) == [(ReferralState.REFUSED, "burst")]


async def test_a_courier_and_one_of_the_two_may_not_decide(db: Database) -> None:
    _, _, number = await under_review(db)
    with pytest.raises(Refused, match=r"access\.denied"):
        await referral_reviews.release(db, await read(db, CARL, NOON), number, at=NOON)
    async with db.begin() as session:
        session.add(Staff(chat_id=ANN, name="Ann", role=Role.MANAGER, state=StaffState.ACTIVE, created_at=NOON))
    with pytest.raises(Refused, match=r"referral\.own"):
        await referral_reviews.release(db, await read(db, ANN, NOON), number, at=NOON)
    with pytest.raises(Refused, match=r"referral\.unknown"):
        await referral_reviews.release(db, await read(db, OLGA, NOON), number + 1, at=NOON)
    assert await states(db) == [(ReferralState.REVIEW, "burst")]


async def test_an_inviter_who_left_gets_nothing_and_the_friend_still_does(db: Database) -> None:
    shop = await opened(db)
    friend = await joins(db, 1, shop.ann)
    async with db.begin() as session:
        (await session.get_one(Member, shop.ann)).state = MemberState.ERASED
    assert await first_order(db, friend) == 100
    assert (await available(db, shop.ann), await available(db, friend)) == (0, 100)


async def test_the_invitation_screen_counts_what_the_link_has_done(db: Database) -> None:
    shop = await opened(db)
    async with db.read() as session:
        rules = await program.in_force(session, NOON)
    friends = [await joins(db, number, shop.ann) for number in range(3)]
    await first_order(db, friends[0])
    mine = await referral.mine(db, shop.ann, NOON, rules)
    assert (mine.tally.opened, mine.tally.joined, mine.tally.paid, mine.tally.points) == (3, 3, 1, 200)
    assert [line.name for line in mine.friends] == ["Friend 2", "Friend 1", "Friend 0"]
