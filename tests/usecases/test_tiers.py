"""Tiers: up at once with a gift, down one step after notice and grace; once, whoever looks and however often."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.rules.errors import RuleBroken
from bot.usecases import program, tiers, tiers_by_hand
from bot.usecases.errors import Refused
from db.enums import AccountKind, EntryKind, MemberState, Tier, VoucherSource
from db.ledger import accounts, post, read
from db.ledger.post import Because
from db.models.audit import AuditLine
from db.models.members import Member, Person
from db.models.messages import OutgoingMessage
from db.models.vouchers import Voucher
from db.session import Database
from tests.support.friends import available
from tests.support.orders import ANN, BOB, NOON, OLGA, Shop, opened
from tests.support.programs import SUSHI, sushi
from tests.support.rewards import reward
from tests.support.tiers import bought, day, member, recheck, steps

ROUNDS = 20


async def gold_bob(db: Database) -> Shop:
    """Bob became Gold today by 40 000; everything before is long ago."""
    shop = await opened(db)
    await bought(shop, shop.bob, 40_000_00)
    await recheck(db, shop.bob)
    return shop


async def facts(db: Database, kind: str) -> list[dict[str, object]]:
    found = select(OutgoingMessage.facts).where(OutgoingMessage.kind == kind).order_by(OutgoingMessage.id)
    async with db.read() as session:
        return list(await session.scalars(found))


async def test_who_reaches_two_tiers_at_once_has_the_gifts_of_both(db: Database) -> None:
    shop = await gold_bob(db)
    assert await available(db, shop.bob) == 400
    assert await steps(db, shop.bob) == [("bronze", "gold", "spend")]
    assert await facts(db, "tier.reached") == [{"tier": "gold", "points": 400, "names": {}, "spent": 40_000_00}]
    async with db.read() as session:
        assert (await read.by_key(session, f"tier:{shop.bob}:gold")) is not None


async def test_a_life_of_a_member_year_after_year(db: Database) -> None:
    shop = await gold_bob(db)
    assert await tiers.review(db, day(365)) == 0, "365 days back is still within the window"
    assert await tiers.review(db, day(366)) == 1
    bob = await member(db, shop.bob)
    assert (bob.tier, bob.tier_drops_on) == (Tier.GOLD, day(366 + 30).date())
    assert (await facts(db, "tier.ending"))[0] == {
        "tier": "gold",
        "missing": 40_000_00,
        "currency": "RUB",
        "on": day(396).date().isoformat(),
    }
    assert [await tiers.review(db, day(number)) for number in (367, 380, 395)] == [0, 0, 0]
    assert await tiers.review(db, day(396)) == 1, "one step, and Silver has a grace of its own"
    bob = await member(db, shop.bob)
    assert (bob.tier, bob.tier_drops_on) == (Tier.SILVER, day(426).date())
    await bought(shop, shop.bob, 15_000_00, day(400))
    assert await tiers.review(db, day(401)) == 1, "kept"
    assert (await member(db, shop.bob)).tier_drops_on is None
    await bought(shop, shop.bob, 25_000_00, day(402))
    await recheck(db, shop.bob, day(402))
    assert await steps(db, shop.bob) == [
        ("bronze", "gold", "spend"),
        ("gold", "silver", "too_little"),
        ("silver", "gold", "spend"),
    ]
    assert await available(db, shop.bob) == 400, "a gift comes once for each tier, ever"
    kinds = ["tier.reached", "tier.ending", "tier.left", "tier.kept", "tier.reached"]
    assert await shop.told(BOB) == kinds


async def test_spending_enough_within_the_grace_saves_the_tier_at_once(db: Database) -> None:
    shop = await gold_bob(db)
    await tiers.review(db, day(366))
    await bought(shop, shop.bob, 40_000_00, day(370))
    await recheck(db, shop.bob, day(370))
    assert (await shop.told(BOB))[-1] == "tier.kept"
    assert [await tiers.review(db, day(number)) for number in (371, 396, 400)] == [0, 0, 0]
    assert (await member(db, shop.bob)).tier is Tier.GOLD


async def test_after_forty_days_of_silence_nobody_falls_without_notice(db: Database) -> None:
    shop = await gold_bob(db)
    assert await tiers.review(db, day(366 + 40)) == 1
    assert (await member(db, shop.bob)).tier_drops_on == day(366 + 40 + 30).date()
    assert await tiers.review(db, day(366 + 40 + 30 + 40)) == 1
    assert (await member(db, shop.bob)).tier is Tier.SILVER, "one step, however late"


async def test_two_looks_at_once_are_one(db: Database) -> None:
    shop = await gold_bob(db)
    for number in (366, 396, 426):
        done = await asyncio.gather(*(tiers.review(db, day(number)) for _ in range(3)))
        assert sum(done) == 1
        assert await tiers.review(db, day(number)) == 0
    assert await steps(db, shop.bob) == [
        ("bronze", "gold", "spend"),
        ("gold", "silver", "too_little"),
        ("silver", "bronze", "too_little"),
    ]
    assert (await shop.told(BOB)).count("tier.left") == 2


async def test_fifty_looks_at_a_member_pay_one_gift(db: Database) -> None:
    shop = await opened(db)
    async with db.begin() as session:
        people = [
            Member(number=f"R{n}", card_code=f"R{n}", referral_code=f"R{n}", joined_at=NOON) for n in range(ROUNDS)
        ]
        session.add_all(people)
        await session.flush()
        for one in people:
            await accounts.open_member(session, one.id)
    for one in people:
        await bought(shop, one.id, 15_000_00)
        await asyncio.gather(*(recheck(db, one.id) for _ in range(50)))
        assert await available(db, one.id) == 100
        assert await steps(db, one.id) == [("bronze", "silver", "spend")]


async def test_more_pages_than_one_are_all_looked_at(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    shop = await opened(db)
    monkeypatch.setattr(tiers, "PAGE", 1)
    for one in (shop.ann, shop.bob):
        await bought(shop, one, 15_000_00)
        await recheck(db, one)
    assert await tiers.review(db, day(366)) == 2
    assert await shop.told(ANN) == ["tier.reached", "tier.ending"]


async def test_nobody_is_woken_and_the_erased_are_left_in_peace(db: Database) -> None:
    shop = await gold_bob(db)
    async with db.begin() as session:
        (await session.get_one(Member, shop.bob)).state = MemberState.ERASED
    assert await tiers.review(db, day(366)) == 0
    async with db.begin() as session:
        (await session.get_one(Member, shop.bob)).state = MemberState.ACTIVE
        (await session.get_one(Person, shop.bob)).time_zone = "Asia/Tokyo"
    midnight = day(367).replace(hour=21, minute=30)  # in Moscow the next day has begun
    assert await tiers.review(db, midnight) == 1
    async with db.read() as session:
        due = await session.scalar(select(OutgoingMessage.due_at).where(OutgoingMessage.kind == "tier.ending"))
    assert due == day(368).replace(hour=1), "ten in the morning in Tokyo"


async def test_a_gift_of_a_tier_may_be_a_reward(db: Database) -> None:
    bronze, silver, gold = SUSHI.tiers
    shop = await opened(db, sushi(tiers=(bronze, replace(silver, gift_reward_id=1), gold)))
    assert await reward(shop, stock=1) == 1
    for one in (shop.ann, shop.bob):
        await bought(shop, one, 15_000_00)
        await recheck(db, one)
    async with db.read() as session:
        held = list(await session.scalars(select(Voucher)))
    first = (shop.ann, VoucherSource.TIER, f"tier:{shop.ann}:silver")
    assert [(one.member_id, one.source, one.key) for one in held] == [first], "the only piece went to the first"
    assert await available(db, shop.bob) == 100, "the second has the points alone"


TOMORROW = NOON.date() + timedelta(days=1)


async def refused(work: Any) -> str:
    try:
        await work
    except (Refused, RuleBroken) as refusal:
        return refusal.code
    raise AssertionError("nothing was refused")


async def test_a_manager_gives_a_tier_for_a_month(db: Database) -> None:
    shop = await opened(db)
    olga, until = await shop.actor(OLGA), date(2026, 12, 21)
    await tiers_by_hand.set_by_hand(db, olga, shop.bob, Tier.GOLD, until, "Our first guest", at=NOON)
    bob = await member(db, shop.bob)
    assert (bob.tier, bob.tier_until, bob.tier_by, bob.tier_reason) == (Tier.GOLD, until, 1, "Our first guest")
    assert await available(db, shop.bob) == 0, "a gift is for what was earned"
    async with db.read() as session:
        rules = await program.in_force(session, NOON)
        assert (await tiers.perks(session, shop.bob, NOON, rules)).free_delivery
        signed = await session.scalar(select(AuditLine).where(AuditLine.act == "tiers.set"))
    assert signed is not None
    assert (signed.reason, signed.facts) == ("Our first guest", {"tier": "gold", "until": "2026-12-21"})
    looks = {number: await tiers.review(db, day(number)) for number in (1, 10, 23, 24, 30, 31)}
    assert looks == {1: 0, 10: 0, 23: 0, 24: 1, 30: 0, 31: 1}, "told a week before its end, and then it ends"
    bob = await member(db, shop.bob)
    assert (bob.tier, bob.tier_until, bob.tier_by, bob.tier_reason) == (Tier.BRONZE, None, None, None)
    assert await steps(db, shop.bob) == [("bronze", "gold", "by_hand"), ("gold", "bronze", "hand_ended")]
    assert await shop.told(BOB) == ["tier.given", "tier.ending", "tier.left"]


async def test_a_tier_for_two_days_is_told_once_and_ends(db: Database) -> None:
    shop = await opened(db)
    await tiers_by_hand.set_by_hand(db, await shop.actor(OLGA), shop.bob, Tier.SILVER, TOMORROW, "A treat", at=NOON)
    assert [await tiers.review(db, day(number)) for number in (1, 2)] == [0, 1]
    assert await shop.told(BOB) == ["tier.given", "tier.left"]


async def test_what_was_given_by_hand_and_then_earned_stays(db: Database) -> None:
    shop = await opened(db)
    await tiers_by_hand.set_by_hand(db, await shop.actor(OLGA), shop.bob, Tier.SILVER, TOMORROW, "A treat", at=NOON)
    await bought(shop, shop.bob, 15_000_00)
    assert await tiers.review(db, day(2)) == 1
    bob = await member(db, shop.bob)
    assert (bob.tier, bob.tier_until, bob.tier_by) == (Tier.SILVER, None, None)
    assert await shop.told(BOB) == ["tier.given", "tier.kept"]
    assert await available(db, shop.bob) == 100, "earned now, so its gift comes"


async def test_what_was_given_can_be_lifted(db: Database) -> None:
    shop = await opened(db)
    olga = await shop.actor(OLGA)
    await tiers_by_hand.set_by_hand(db, olga, shop.bob, Tier.GOLD, date(2027, 11, 1), "A slip", at=NOON)
    assert (await tiers_by_hand.lift(db, olga, shop.bob, at=NOON)).tier is Tier.BRONZE
    assert await refused(tiers_by_hand.lift(db, olga, shop.bob, at=NOON)) == "tier.not_by_hand"
    assert (await shop.told(BOB))[-1] == "tier.left"


async def test_lifted_when_the_spending_reaches_more_it_is_a_step_up(db: Database) -> None:
    shop = await opened(db)
    olga = await shop.actor(OLGA)
    await tiers_by_hand.set_by_hand(db, olga, shop.bob, Tier.SILVER, TOMORROW, "A treat", at=NOON)
    await bought(shop, shop.bob, 40_000_00)
    assert (await tiers_by_hand.lift(db, olga, shop.bob, at=NOON)).tier is Tier.GOLD
    assert (await steps(db, shop.bob))[-1] == ("silver", "gold", "spend")
    assert (await shop.told(BOB))[-1] == "tier.reached"


async def test_without_levels_none_is_set_by_hand(db: Database) -> None:
    shop = await opened(db, sushi(without=("levels",)))
    gold = tiers_by_hand.set_by_hand(db, await shop.actor(OLGA), shop.bob, Tier.GOLD, TOMORROW, "A treat", at=NOON)
    assert await refused(gold) == "mechanic.off"


async def test_what_makes_no_sense_by_hand_is_refused(db: Database) -> None:
    shop = await gold_bob(db)
    olga, bob = await shop.actor(OLGA), await shop.actor(BOB)

    def given(who: object, whom: int, tier: Tier, until: date, reason: str = "why not") -> object:
        return tiers_by_hand.set_by_hand(db, who, whom, tier, until, reason, at=NOON)  # type: ignore[arg-type]

    yesterday, far = NOON.date() - timedelta(days=1), date(2040, 1, 1)
    assert await refused(given(bob, shop.ann, Tier.GOLD, TOMORROW)) == "access.denied"
    assert await refused(given(olga, 99, Tier.GOLD, TOMORROW)) == "member.unknown"
    assert await refused(given(olga, shop.ann, Tier.GOLD, yesterday)) == "date.past"
    assert await refused(given(olga, shop.ann, Tier.GOLD, far)) == "tier.too_far"
    assert await refused(given(olga, shop.ann, Tier.GOLD, TOMORROW, " ")) == "words.empty"
    assert await refused(given(olga, shop.bob, Tier.SILVER, TOMORROW)) == "tier.earned_already"
    assert await refused(given(olga, shop.bob, Tier.GOLD, TOMORROW)) == "tier.earned_already"
    assert await refused(given(olga, shop.ann, Tier.BRONZE, TOMORROW)) == "tier.earned_already"


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(points=st.lists(st.integers(1, 400), max_size=6))
async def test_spending_points_never_demotes(sqlite_db: Database, points: list[int]) -> None:
    db = sqlite_db
    async with db.read() as session:
        there = await session.get(Member, 2)
    shop = Shop(db, 2, 3, 1, 2) if there else await gold_bob(db)
    for wanted in points:
        async with db.begin() as session:
            left = (await read.balance(session, shop.bob)).available
            if wanted <= left:
                because = Because(f"spend:{left}", EntryKind.REDEEM, NOON, "reward.redeemed", {})
                await post.take(session, shop.bob, wanted, into=AccountKind.REDEEMED, because=because)
        before = (await member(db, shop.bob)).tier
        await recheck(db, shop.bob, day(1))
        await tiers.review(db, day(1))
        assert (await member(db, shop.bob)).tier is before is Tier.GOLD
