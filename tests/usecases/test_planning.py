"""Holidays wait for a yes, the owner's morning comes once, points out there are counted, earlier rules come back."""

from asyncio import gather
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases import (
    automations,
    consents,
    digest,
    digest_offers,
    holidays,
    liability,
    lots,
    program,
    program_rollback,
)
from bot.usecases import program_changes as changes
from bot.usecases.errors import Refused
from db.enums import AccountKind, AutomationKind, ConsentKind, EntryKind, Lane
from db.ledger.post import Because
from db.models.automations import Automation, Holiday, JobMark
from db.models.members import Member, Person
from db.models.messages import OutgoingMessage
from db.session import Database, insert_once
from tests.support import broadcasts as shop_says
from tests.support import orders as shops
from tests.support.broadcasts import SAID
from tests.support.orders import ANN, CARL, NOON, OLGA, Shop

LATE_DECEMBER = datetime(2026, 12, 28, 9, 0, tzinfo=UTC)  # noon in Moscow
NEW_YEAR = date(2027, 1, 1)


async def opened(db: Database) -> Shop:
    shop = await shops.opened(db)
    async with db.begin() as session:
        await automations.ensure(session, NOON, await program.in_force(session, NOON))
        row = {"slug": "holiday", "kind": AutomationKind.HOLIDAY, "enabled": False, "enabled_on": NOON.date()}
        await insert_once(session, Automation, row, index=["slug"])
    return shop


async def notices(db: Database, kind: str) -> list[OutgoingMessage]:
    async with db.read() as session:
        return list(await session.scalars(select(OutgoingMessage).where(OutgoingMessage.kind == kind)))


async def test_a_holiday_is_drafted_asked_about_once_and_waits_for_a_yes(db: Database) -> None:
    shop = await opened(db)
    assert await holidays.draft(db, LATE_DECEMBER) > 0
    assert await holidays.draft(db, LATE_DECEMBER + timedelta(hours=1)) == 0
    await holidays.draft(db, LATE_DECEMBER + timedelta(days=1))
    asked = [told for told in await notices(db, "holiday.asked") if told.facts["day"] == NEW_YEAR.isoformat()]
    assert [told.chat_id for told in asked] == [OLGA]
    async with db.read() as session:
        row = await session.get_one(Holiday, (NEW_YEAR, "RU"))
        assert row.approved is None
    olga = await shop.actor(OLGA)
    done = await holidays.decide(db, olga, NEW_YEAR, True, at=LATE_DECEMBER)
    assert done.approved
    assert done.names["ru"] == "Новогодние каникулы"
    calendar = await holidays.ahead(db, olga, at=LATE_DECEMBER)
    assert calendar.on  # a yes to a holiday is a yes to greeting
    assert calendar.days[0].approved
    again = await holidays.decide(db, olga, NEW_YEAR, True, at=LATE_DECEMBER)
    assert again.approved


async def test_a_holiday_is_the_staffs_to_decide_and_not_after_its_morning(db: Database) -> None:
    shop = await opened(db)
    await holidays.draft(db, LATE_DECEMBER)
    with pytest.raises(Refused, match=r"access\.denied"):
        await holidays.decide(db, await shop.actor(CARL), NEW_YEAR, True, at=LATE_DECEMBER)
    with pytest.raises(Refused, match=r"holiday\.over"):
        await holidays.decide(db, await shop.actor(OLGA), NEW_YEAR, True, at=LATE_DECEMBER + timedelta(days=5))
    with pytest.raises(Refused, match=r"holiday\.unknown"):
        await holidays.decide(db, await shop.actor(OLGA), date(2027, 1, 5), True, at=LATE_DECEMBER)


async def test_the_morning_comes_once_at_its_hour_and_not_in_the_evening(db: Database) -> None:
    await opened(db)
    early = datetime(2026, 11, 23, 5, 59, tzinfo=UTC)  # 8:59 in Moscow
    assert await digest.send(db, early) == 0
    assert await digest.send(db, early + timedelta(minutes=1)) == 1
    assert await digest.send(db, early + timedelta(minutes=2)) == 0
    (told,) = await notices(db, "digest.written")
    assert (told.chat_id, told.lane, told.advertising) == (OLGA, Lane.SERVICE, False)
    assert told.facts["day"] == "2026-11-22"
    late = early + timedelta(days=1, hours=8)
    assert await digest.send(db, late) == 1  # looked at, but nobody reads a morning at five in the afternoon
    assert len(await notices(db, "digest.written")) == 1


async def test_yesterday_is_told_beside_the_usual_with_one_proposal(db: Database) -> None:
    shop = await opened(db)
    async with db.begin() as session:
        rule = await session.scalar(select(Automation).where(Automation.kind == AutomationKind.INACTIVITY))
        assert rule
        rule.enabled = False
        for member in (shop.ann, shop.bob):
            await _may_be_written_to(session, member, NOON - timedelta(days=60))
    assert await digest.send(db, NOON + timedelta(days=1, hours=-6)) == 1
    (told,) = await notices(db, "digest.written")
    proposal = told.facts["proposal"]
    assert proposal["kind"] == "rule"
    assert proposal["facts"]["members"] == 2
    await digest.approve(db, await shop.actor(OLGA), "rule", proposal["ref"], at=NOON)
    async with db.read() as session:
        rule = await session.get_one(Automation, int(proposal["ref"]))
        assert rule.enabled


async def test_what_a_rule_would_cost_is_told_by_its_own_numbers(db: Database) -> None:
    """Nobody has changed the rule's gift: it is the programme's 75 points, of one rouble each."""
    shop = await opened(db)
    async with db.begin() as session:
        for member in (shop.ann, shop.bob):
            await _may_be_written_to(session, member, NOON - timedelta(days=20))
            (await session.get_one(Member, member)).orders_count = 1
    await digest.send(db, NOON + timedelta(days=1, hours=-6))
    (told,) = await notices(db, "digest.written")
    facts, program_now = told.facts["proposal"]["facts"], (await program.current(db, NOON)).program
    assert facts["kind"] == "second_order"
    assert facts["most_minor"] == 2 * program_now.nudge_points * program_now.point_value_minor > 0


async def _may_be_written_to(session: AsyncSession, member_id: int, last_order: datetime) -> None:
    member = await session.get_one(Member, member_id)
    member.last_order_at, member.holdout = last_order, False
    await consents.record(session, member_id, ConsentKind.ADVERTISING, True, source="join", at=NOON)


async def test_a_proposal_nobody_made_is_refused(db: Database) -> None:
    shop = await opened(db)
    for kind, ref in (("rule", "x"), ("holiday", "tomorrow"), ("raise", "1")):
        with pytest.raises(Refused, match=r"digest\.unknown"):
            await digest.approve(db, await shop.actor(OLGA), kind, ref, at=NOON)


async def test_the_points_out_there_are_those_members_could_spend(db: Database) -> None:
    shop = await opened(db)
    await _given(db, shop.ann, 300)
    owed = await liability.look(db, await shop.actor(OLGA), at=NOON)
    assert (owed.cost.points, owed.cost.face_minor, owed.cost.expected_minor) == (300, 30_000, 24_000)
    with pytest.raises(Refused, match=r"access\.denied"):
        await liability.look(db, await shop.actor(ANN), at=NOON)


async def _given(db: Database, member_id: int, points: int) -> None:
    async with db.begin() as session:
        rules = await program.in_force(session, NOON)
        because = Because(f"test:{member_id}", EntryKind.GIFT, NOON, "welcome")
        await lots.give(session, member_id, points, AccountKind.WELCOME, because, rules)


async def test_going_back_gives_at_once_and_takes_in_a_week(db: Database) -> None:
    shop = await opened(db)
    olga = await shop.actor(OLGA)
    await changes.publish(db, olga, "earn_rate_bp", 700, newest=1, at=NOON)  # kinder: at once
    monday = NOON + timedelta(days=2)
    await changes.publish(db, olga, "spend_min_points", 80, newest=2, at=monday)  # stricter: in a week
    later = NOON + timedelta(days=20)
    plan = await program_rollback.propose(db, olga, 1, at=later)
    assert [change.field for change in plan.now] == ["spend_min_points"]
    assert [change.field for change in plan.later] == ["earn_rate_bp"]
    with pytest.raises(Refused, match=r"program\.changed_meanwhile"):
        await program_rollback.restore(db, olga, 1, newest=2, at=later)
    done = await program_rollback.restore(db, olga, 1, newest=plan.newest, at=later)
    assert done.told == 2
    now = (await program.current(db, later)).program
    then = (await program.current(db, later + timedelta(days=8))).program
    assert (now.earn_rate_bp, now.spend_min_points) == (700, 50)
    assert (then.earn_rate_bp, then.spend_min_points) == (500, 50)
    told = (await notices(db, "program.changed"))[-1]
    assert [change["field"] for change in told.facts["changes"]] == ["earn_rate_bp"]


async def test_levels_moved_up_together_go_back_together(db: Database) -> None:
    shop = await opened(db)
    olga = await shop.actor(OLGA)
    await changes.publish(db, olga, "tiers.gold.from", 90_000_00, newest=1, at=NOON)
    await changes.publish(db, olga, "tiers.silver.from", 50_000_00, newest=2, at=NOON + timedelta(days=9))
    later = NOON + timedelta(days=20)
    plan = await program_rollback.propose(db, olga, 1, at=later)
    assert [(change.field, change.new) for change in plan.now] == [
        ("tiers.silver.from", 15_000_00),
        ("tiers.gold.from", 40_000_00),  # alone it would be below silver's 50,000
    ]
    await program_rollback.restore(db, olga, 1, newest=plan.newest, at=later)
    now = (await program.current(db, later)).program
    assert [tier.from_minor for tier in now.tiers] == [0, 15_000_00, 40_000_00]


async def test_there_is_no_way_back_to_what_never_was_or_is_now(db: Database) -> None:
    shop = await opened(db)
    olga = await shop.actor(OLGA)
    with pytest.raises(Refused, match=r"program\.no_such_version"):
        await program_rollback.propose(db, olga, 9, at=NOON)
    with pytest.raises(Refused, match=r"program\.unchanged"):
        await program_rollback.propose(db, olga, 1, at=NOON)


async def test_of_two_yeses_to_the_mornings_message_one_counts(db: Database) -> None:
    shop = await opened(db)
    olga, members = await shop.actor(OLGA), await shop_says.crowd(db, 30)
    with pytest.raises(Refused, match=r"digest\.unknown"):
        await digest_offers.send(db, olga, "at_risk", SAID, at=NOON)
    async with db.begin() as session:
        silent = {"rhythm_days": 7, "orders_count": 6, "last_order_at": NOON - timedelta(days=30)}
        await session.execute(update(Member).where(Member.id.in_(members)).values(**silent))
        await session.execute(update(Person).where(Person.member_id.in_(members)).values(advertising=True))
        session.add(JobMark(name=digest_offers.MARK, done_through=NOON.date(), at=NOON))
    yeses = [digest_offers.send(db, olga, "at_risk", SAID, at=NOON) for _ in range(5)]
    done = await gather(*yeses, return_exceptions=True)
    refused = {each.code for each in done if isinstance(each, Refused)}
    assert refused <= {"broadcast.started", "broadcast.changed_meanwhile"}
    one = await digest_offers.send(db, olga, "at_risk", SAID, at=NOON)
    assert {each.id for each in done if not isinstance(each, BaseException)} == {one.id}
    assert one.progress.audience == 30
    assert one.progress.skipped == one.reasons.get("control", 0)
    with pytest.raises(Refused, match=r"digest\.unknown"):
        await digest_offers.send(db, olga, "at_risk", SAID, at=NOON + timedelta(days=14))
    with pytest.raises(Refused, match=r"digest\.unknown"):
        await digest_offers.send(db, olga, "champions", SAID, at=NOON)
