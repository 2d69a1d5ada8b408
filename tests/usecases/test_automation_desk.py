"""The standing rules as the staff keep them: reports beside the held-out share, dry runs, edits at once, remarks."""

import asyncio
import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import func, select, update

from bot.rules.automations import BadRule
from bot.rules.segments import SegmentInvalid
from bot.usecases import automation_edits as edits
from bot.usecases import automation_forecast as forecasts
from bot.usecases import automation_reports as reports
from bot.usecases import automation_rounds, automations, consents, program
from bot.usecases.automation_edits import Change
from bot.usecases.errors import Refused
from db.enums import AccountKind, AutomationKind, Channel, EntryKind, FiringState, Lane, MessageState, OrderState
from db.ledger import accounts, post
from db.ledger.post import Because
from db.models.audit import AuditLine
from db.models.automations import Automation, AutomationEdit, Firing
from db.models.chats import Chat
from db.models.members import Member, Person
from db.models.messages import OutgoingMessage
from db.models.orders import Order
from db.session import Database
from tests.support.orders import ANN, CARL, NOON, OLGA, Shop, opened

MONTH_AGO = NOON - timedelta(days=30)


@pytest_asyncio.fixture
async def shop(db: Database) -> Shop:
    shop = await opened(db)
    async with db.begin() as session:
        await automations.ensure(session, NOON, await program.in_force(session, NOON))
    return shop


async def rule(db: Database, kind: AutomationKind = AutomationKind.BIRTHDAY) -> int:
    async with db.read() as session:
        return (await session.scalars(select(Automation.id).where(Automation.kind == kind))).one()


async def people(db: Database, number: int, *, month: int = 11, day: int = 30) -> list[int]:
    """So many members born on that day, who agree to offers."""
    async with db.begin() as session:
        members = [
            Member(number=f"{n}", card_code=f"{n}", referral_code=f"{n}", joined_at=MONTH_AGO)
            for n in range(5000, 5000 + number)
        ]
        session.add_all(members)
        await session.flush()
        for member in members:
            await accounts.open_member(session, member.id)
            born = {"birthday_day": day, "birthday_month": month, "birthday_md": month * 100 + day}
            who = {"chat_id": 9000 + member.id, "name": f"Guest {member.id}", "phone": f"+{member.id}"}
            session.add(Person(member_id=member.id, advertising=True, **who, **born, birthday_set_on=date(2025, 1, 1)))
            session.add(Chat(chat_id=9000 + member.id, first_name="Guest", language="en", created_at=NOON))
        return [member.id for member in members]


def order(member: int, at: datetime, net: int, key: str) -> Order:
    sums = {"amount_minor": net + 100, "discount_minor": 100, "base_minor": net, "points": 1, "currency": "RUB"}
    rest = {"earning": "{}", "handover_code": "1", "placed_by": 1, "channel": Channel.DESK, "program_version": 1}
    state = OrderState.DELIVERED
    return Order(key=key, member_id=member, state=state, placed_at=at, delivered_at=at, **sums, **rest)


async def fired(db: Database, automation: int, members: list[int], state: FiringState, **more: Any) -> None:
    async with db.begin() as session:
        for member in members:
            key = f"firing:{automation}:{member}" if state is FiringState.FIRED else None
            row = {"period": "2026", "state": state, "at": NOON, "key": key} | more
            session.add(Firing(automation_id=automation, member_id=member, **row))


async def test_the_report_puts_those_who_got_it_beside_those_held_out(db: Database, shop: Shop) -> None:
    number, members = await rule(db), await people(db, 50)
    got, held = members[:25], members[25:45]
    await fired(db, number, got, FiringState.FIRED)
    await fired(db, number, held, FiringState.HELD_OUT)
    await fired(db, number, members[45:48], FiringState.SKIPPED, reason="no_consent")
    await fired(db, number, members[48:49], FiringState.SKIPPED, reason="outweighed")
    await fired(db, number, members[49:], FiringState.MISSED, reason="too_late")
    day = timedelta(days=1)
    async with db.begin() as session:
        session.add_all(order(each, NOON + 3 * day, 100_000, f"a{each}") for each in got[:10])
        session.add(order(got[0], NOON + 14 * day, 50_000, "still"))
        session.add(order(got[1], NOON + 14 * day + timedelta(seconds=1), 70_000, "too late"))
        session.add(order(got[2], NOON - day, 70_000, "before"))
        session.add(order(held[0], NOON + day, 40_000, "held"))
    olga = await shop.actor(OLGA)
    found = await reports.report(db, olga, number, at=NOON + 20 * day)
    assert found.fired == reports.Group(25, 11, 1_050_000)
    assert found.held_out == reports.Group(20, 1, 40_000)
    assert (found.fired.average_minor, found.held_out.average_minor, found.comparable) == (42_000, 2_000, True)
    assert (found.skipped, found.missed) == ({"no_consent": 3, "outweighed": 1}, 1)
    later = await reports.report(db, olga, number, at=NOON + 31 * day)
    assert (later.fired.members, later.skipped, later.missed) == (0, {}, 0)


async def test_messages_gifts_and_stops_are_counted_from_their_own_books(db: Database, shop: Shop) -> None:
    number, members = await rule(db), await people(db, 6)
    await fired(db, number, members, FiringState.FIRED, points=150)
    states = [MessageState.SENT] * 3 + [MessageState.SKIPPED, MessageState.PLANNED, MessageState.FAILED]
    async with db.begin() as session:
        for member, state in zip(members, states, strict=True):
            key, reason = f"firing:{number}:{member}", "cap_month" if state is MessageState.SKIPPED else None
            row = {"kind": "automation.birthday", "facts": {}, "state": state, "reason": reason, "lane": Lane.BULK}
            left = NOON if state is MessageState.SENT else None
            when = {"created_at": NOON, "due_at": NOON, "left_at": left}
            session.add(OutgoingMessage(key=key, chat_id=9000 + member, member_id=member, **row, **when))
            because = Because(key, EntryKind.GIFT, NOON, "birthday", {})
            until = date(2026, 12, 30)
            await post.give(session, member, 150, source=AccountKind.BIRTHDAY, because=because, expires_on=until)
        for spent, member in ((150, members[0]), (40, members[1])):
            because = Because(f"spent:{member}", EntryKind.REDEEM, NOON, "order", {})
            await post.take(session, member, spent, into=AccountKind.REDEEMED, because=because)
    for member, hours in ((members[0], 3), (members[1], 23), (members[2], 25)):
        async with db.begin() as session:
            await consents.choose(session, member, False, source="offer", at=NOON + timedelta(hours=hours))
    found = await reports.report(db, await shop.actor(OLGA), number, at=NOON + timedelta(days=2))
    assert (found.sent, found.waiting, found.unsent) == (3, 1, {"cap_month": 1, "failed": 1})
    assert (found.used, found.spent, found.stops) == (2, 190, 2)


async def test_too_few_to_compare_are_not_compared(db: Database, shop: Shop) -> None:
    number, members = await rule(db), await people(db, 40)
    await fired(db, number, members[:21], FiringState.FIRED)
    await fired(db, number, members[21:], FiringState.HELD_OUT)
    assert not (await reports.report(db, await shop.actor(OLGA), number, at=NOON)).comparable


async def test_the_dry_run_names_exactly_those_for_whom_it_then_fires(db: Database, shop: Shop) -> None:
    """Thirty members born around these days, some without consent; what was foretold is what comes."""
    seed = random.randrange(1 << 32)
    print(f"seed {seed}")
    chance, members = random.Random(seed), await people(db, 30)
    async with db.begin() as session:
        for member in members:
            person, born = await session.get_one(Person, member), date(1990, 11, 20) + timedelta(chance.randrange(22))
            person.birthday_day, person.birthday_month = born.day, born.month
            person.birthday_md = born.month * 100 + born.day
            person.time_zone = chance.choice([None, "Asia/Tokyo", "America/New_York"])
            if chance.random() < 0.3:
                await consents.choose(session, member, False, source="settings", at=NOON)
    at = datetime(2026, 11, 21, 22, 0, tzinfo=UTC)  # the 22nd in Moscow and Tokyo, still the 21st in New York
    await _begins(db, date(2026, 11, 1), at)
    number = await rule(db)
    told = await forecasts.next_days(db, await shop.actor(OLGA), number, at=at)
    assert told.known
    expected = sum(day.members for day in told.days)
    for hour in range(24 * 7 - 1):  # to the midnight that ends the last of the seven days in Moscow
        await automation_rounds.fire_due(db, at + timedelta(hours=hour))
    async with db.read() as session:
        came = select(func.count()).where(Firing.automation_id == number, Firing.state == FiringState.FIRED)
        assert await session.scalar(came) == expected, seed
    assert expected > 5, seed
    assert [day.day for day in told.days] == [date(2026, 11, 22) + timedelta(days=n) for n in range(7)]
    assert len(told.first) == min(20, expected)


async def _begins(db: Database, on: date, at: datetime) -> None:
    async with db.begin() as session:
        birthday = Automation.kind == AutomationKind.BIRTHDAY
        await session.execute(update(Automation).where(~birthday).values(enabled=False))
        await session.execute(update(Automation).values(enabled_on=on, enabled_at=at - timedelta(days=20)))


async def test_of_fifty_edits_at_once_one_is_kept_and_the_rest_are_told(db: Database, shop: Shop) -> None:
    olga, number = await shop.actor(OLGA), await rule(db)
    for turn in range(20):
        seen = await automations.show(db, olga, number, at=NOON)
        hours = [(turn + n) % 24 for n in range(75) if (turn + n) % 24 != seen.spec.moment.hour]
        wanted = [Change("moment.hour", hour) for hour in hours[:50]]
        units = [edits.change(db, olga, number, seen.edition, each, at=NOON) for each in wanted]
        done = await asyncio.gather(*units, return_exceptions=True)
        refused = Counter(each.code for each in done if isinstance(each, Refused))
        kept = {each.spec.moment.hour for each in done if isinstance(each, automations.Rule)}
        assert len(kept) == 1, "all who were told yes wrote the same"
        assert set(refused) == {"automation.changed_meanwhile"}
        after = await automations.show(db, olga, number, at=NOON)
        assert (after.edition, {after.spec.moment.hour}) == (seen.edition + 1, kept)
    async with db.read() as session:
        assert await session.scalar(select(func.count()).select_from(AutomationEdit)) == 20
        lines = select(func.count()).where(AuditLine.act == "automation.edited")
        assert await session.scalar(lines) == 20


async def test_two_owners_who_add_at_once_get_two_rules(db: Database, shop: Shop) -> None:
    olga = await shop.actor(OLGA)
    added = await asyncio.gather(*(edits.add(db, olga, AutomationKind.HOLIDAY, at=NOON) for _ in range(8)))
    assert len({each.id for each in added}) == 8
    with pytest.raises(Refused, match=r"automation\.too_many"):
        await edits.add(db, olga, AutomationKind.HOLIDAY, at=NOON)
    with pytest.raises(Refused, match=r"automation\.only_one"):
        await edits.add(db, olga, AutomationKind.BIRTHDAY, at=NOON)


async def test_what_came_with_the_programme_or_has_fired_is_not_removed(db: Database, shop: Shop) -> None:
    olga = await shop.actor(OLGA)
    with pytest.raises(Refused, match=r"automation\.built_in"):
        await edits.remove(db, olga, await rule(db), at=NOON)
    own = await edits.add(db, olga, AutomationKind.ORDER_MILESTONE, at=NOON)
    await fired(db, own.id, [shop.ann], FiringState.FIRED)
    with pytest.raises(Refused, match=r"automation\.has_fired"):
        await edits.remove(db, olga, own.id, at=NOON)
    with pytest.raises(Refused, match=r"automation\.unknown"):
        await edits.remove(db, olga, 9_999, at=NOON)


async def test_warnings_before_points_end_are_promised_and_nobody_switches_them_off(db: Database, shop: Shop) -> None:
    olga, number = await shop.actor(OLGA), await rule(db, AutomationKind.POINTS_ENDING)
    before = await automations.show(db, olga, number, at=NOON)
    assert before.enabled
    for asked in (
        automations.switch(db, olga, number, False, at=NOON),
        edits.change(db, olga, number, 1, Change("text.en.1", "Hurry!"), at=NOON),
    ):
        with pytest.raises(Refused, match=r"automation\.promised"):
            await asked
    assert await automations.show(db, olga, number, at=NOON) == before


async def test_nobody_else_looks_at_or_changes_a_rule(db: Database, shop: Shop) -> None:
    number = await rule(db)
    for stranger in (await shop.actor(ANN), await shop.actor(CARL)):
        for asked in (
            automations.listed(db, stranger, at=NOON),
            automations.show(db, stranger, number, at=NOON),
            automations.switch(db, stranger, number, False, at=NOON),
            edits.change(db, stranger, number, 1, Change("moment.hour", 3), at=NOON),
            edits.history(db, stranger, number),
            edits.add(db, stranger, AutomationKind.HOLIDAY, at=NOON),
            edits.remove(db, stranger, number, at=NOON),
            reports.report(db, stranger, number, at=NOON),
            forecasts.next_days(db, stranger, number, at=NOON),
        ):
            with pytest.raises(Refused, match=r"access\.denied"):
                await asked


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("moment.hour", 99),
        ("moment.hour", "ten"),
        ("moment.nothing", 1),
        ("offer", {"kind": "gold"}),
        ("offer", {"kind": "voucher"}),
        ("text.en.1", "{nmae}"),
        ("text.en", "words"),
        ("holdout_bp", 9_000),
        ("edition", 7),
        ("segment", {"field": "shoe_size", "op": "in", "value": [44]}),
    ],
)
async def test_what_cannot_work_is_refused_and_changes_nothing(db: Database, shop: Shop, part: str, value: Any) -> None:
    olga, number = await shop.actor(OLGA), await rule(db)
    before = await automations.show(db, olga, number, at=NOON)
    with pytest.raises((BadRule, SegmentInvalid)):
        await edits.change(db, olga, number, 1, Change(part, value), at=NOON)
    assert await automations.show(db, olga, number, at=NOON) == before


async def test_a_part_nobody_changed_follows_the_programme(db: Database, shop: Shop) -> None:
    olga, number = await shop.actor(OLGA), await rule(db)
    await edits.change(db, olga, number, 1, Change("moment.hour", 15), at=NOON)
    await edits.change(db, olga, number, 2, Change("moment.hour", 10), at=NOON)
    async with db.read() as session:
        row = await session.get_one(Automation, number)
        assert (row.moment, row.offer, row.edition) == ({}, {}, 3)


async def test_many_stops_after_a_message_are_remarked_upon(db: Database, shop: Shop) -> None:
    number, members = await rule(db), await people(db, 10)
    await fired(db, number, members, FiringState.FIRED)
    async with db.begin() as session:
        for member in members:
            row = {"kind": "automation.birthday", "facts": {}, "state": MessageState.SENT, "lane": Lane.BULK}
            when = {"created_at": NOON, "due_at": NOON, "left_at": NOON}
            key = f"firing:{number}:{member}"
            session.add(OutgoingMessage(key=key, chat_id=1, member_id=member, **row, **when))
    for member in members[:3]:
        async with db.begin() as session:
            await consents.choose(session, member, False, source="offer", at=NOON + timedelta(hours=1))
    listed = await automations.listed(db, await shop.actor(OLGA), at=NOON + timedelta(days=1))
    [birthday] = [line for line in listed if line.rule.id == number]
    assert [(each.what, each.number) for each in birthday.remarks] == [("stops", 3)]


async def test_two_rules_for_the_same_people_are_remarked_upon(db: Database, shop: Shop) -> None:
    olga = await shop.actor(OLGA)
    one, other = [await edits.add(db, olga, AutomationKind.ORDER_MILESTONE, at=NOON) for _ in range(2)]
    for each in (one, other):
        await edits.change(db, olga, each.id, each.edition, Change("moment.orders", [7]), at=NOON)
        await automations.switch(db, olga, each.id, True, at=NOON)
    remarks = {line.rule.id: line.remarks for line in await automations.listed(db, olga, at=NOON)}
    assert [(each.what, each.number) for each in remarks[one.id]] == [("overlap", other.id)]
    tagged = {"field": "tag", "op": "has", "value": "vip"}
    plain = {"field": "tag", "op": "has", "value": "new"}
    for each, segment in ((one, tagged), (other, plain)):
        seen = await automations.show(db, olga, each.id, at=NOON)
        await edits.change(db, olga, each.id, seen.edition, Change("segment", segment), at=NOON)
    remarks = {line.rule.id: line.remarks for line in await automations.listed(db, olga, at=NOON)}
    assert remarks[one.id] == ()
