"""Olga plans: holidays, her morning, the programme's parts, advice, the launch kit, and an earlier version."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.pictures.read_qr import read_qr
from bot.usecases import automations, digest, holidays, program
from db.enums import AutomationKind, BroadcastOrigin
from db.models.automations import Automation
from db.models.broadcasts import Broadcast
from db.models.members import Member
from db.models.members import Person as PersonRow
from db.models.program import ProgramVersion
from db.session import insert_once
from tests.support import broadcasts as shop_says
from tests.support.orders import ANN, NOON, OLGA, opened
from tests.support.talk import Person, Talk


@pytest.fixture
async def olga(talk: Talk) -> Person:
    await opened(talk.db)
    async with talk.db.begin() as session:
        await automations.ensure(session, NOON, await program.in_force(session, NOON))
        row = {"slug": "holiday", "kind": AutomationKind.HOLIDAY, "enabled": False, "enabled_on": NOON.date()}
        await insert_once(session, Automation, row, index=["slug"])
    return talk.person("Olga", id=OLGA)


async def test_a_holiday_is_asked_about_and_decided_by_a_press(talk: Talk, olga: Person) -> None:
    talk.clock.advance(timedelta(days=36))  # 27 December
    await holidays.draft(talk.db, talk.clock.now())
    await talk.deliver()
    assert "New Year Holidays is near" in olga.text
    await olga.presses("Greet them")
    assert "✅ 1 January 2027: New Year Holidays" in olga.text
    await olga.presses("Don't greet: New Year Holidays")
    assert "➖ 1 January 2027" in olga.text


async def test_the_morning_can_be_read_and_its_proposal_approved(talk: Talk, olga: Person) -> None:
    await digest.send(talk.db, NOON + timedelta(hours=18))
    talk.clock.advance(timedelta(hours=18))
    await talk.deliver()
    assert "Good morning! This was 21 November 2026" in olga.text
    assert "0 orders for" in olga.text
    await olga.presses("💼 Points out there")
    assert "Points out there: 0 points" in olga.text


async def test_a_part_is_switched_off_with_a_weeks_notice_and_on_at_once(talk: Talk, olga: Person) -> None:
    await olga.says("/program")
    await olga.presses("🧩 Its parts")
    await olga.presses("✅ Promo codes")
    assert "none → Promo codes" in olga.text, olga.toast
    assert "gives members less" in olga.text
    await olga.presses("Yes, publish")
    talk.clock.advance(timedelta(days=8))
    await olga.says("/program")
    await olga.presses("🧩 Its parts")
    await olga.presses("➖ Promo codes")
    await olga.presses("Yes, publish")
    assert "It is in effect now." in olga.text


async def test_the_adviser_asks_three_things_and_shows_what_would_change(olga: Person) -> None:
    await olga.says("/program")
    await olga.presses("🧭 What suits me?")
    assert "Question 1 of 3" in olga.text
    await olga.presses("Every week")
    await olga.presses("Like a coffee")
    await olga.presses("More")
    assert "A stamp card suits you best" in olga.text
    await olga.presses("See: Share of an order")
    assert "5% → 7%" in olga.text
    await olga.presses("Yes, publish")
    assert "Version 2 is published" in olga.text


async def test_the_launch_kit_speaks_every_language_and_draws_a_code_that_scans(talk: Talk, olga: Person) -> None:
    await olga.says("/program")
    await olga.presses("🚀 Launch kit")
    assert "Now every order brings 5% of it back as points." in olga.text
    await olga.presses("polski")
    await olga.presses("On the table")
    assert "s_table" in olga.text
    poster = list(talk.session.files.values())[-1]
    assert read_qr(poster) == ["https://t.me/okaeri_test_bot?start=s_table"]


async def test_olga_goes_back_to_an_earlier_version(talk: Talk, olga: Person) -> None:
    await olga.says("/program")
    await olga.presses("💰 Points")
    await olga.presses("✏️ Welcome points")
    await olga.says("250")
    await olga.presses("Yes, publish")
    await olga.says("/program")
    await olga.presses("🗂 Versions")
    await olga.presses("↩️ Back to 1")
    assert "From 28 November 2026, for it gives members less:" in olga.text
    await olga.presses("Yes, go back")
    assert "Back to version 1" in olga.text
    await talk.deliver()
    ann = talk.person("Ann", id=ANN)
    assert "Welcome points: now 250 points, then 100 points." in ann.text


async def test_parts_that_are_off_are_on_no_screen_and_refuse_kindly(talk: Talk, olga: Person) -> None:
    async with talk.db.begin() as session:
        newest = await session.get_one(ProgramVersion, 1)
        newest.settings = {**newest.settings, "without": ["referral", "levels", "rewards", "promo", "gifts"]}
    ann = talk.person("Ann", id=ANN)
    await ann.says("/start")
    assert not {"🎁 Invite", "🏅 My level", "🍣 Rewards"} & set(ann.buttons)
    assert "🏅" not in ann.text
    await ann.says("/invite")
    assert "We don't have that just now." in ann.text


async def test_a_stamp_card_without_a_present_is_pointed_out(olga: Person) -> None:
    await olga.says("/program")
    await olga.presses("🔖 Stamps and discount")
    assert "has no present yet" not in olga.text
    await olga.presses("✏️ Stamp card")
    await olga.says("6")
    await olga.presses("Yes, publish")
    await olga.presses("‹ Back")
    assert "A full card has no present yet" in olga.text


async def test_the_morning_proposes_a_message_to_those_being_lost_once_and_a_press_sends_it(
    talk: Talk, olga: Person
) -> None:
    members = await shop_says.crowd(talk.db, 40)
    async with talk.db.begin() as session:
        silent = {"rhythm_days": 7, "orders_count": 6, "last_order_at": NOON - timedelta(days=30)}
        await session.execute(update(Member).where(Member.id.in_(members)).values(**silent))
        await session.execute(update(PersonRow).where(PersonRow.member_id.in_(members)).values(advertising=True))
    await morning(talk, 1)
    assert "Write to “At risk”: 3" in olga.text
    assert "If 10% take them, that costs" in olga.text
    yes, asked = olga.data("Yes, send it"), olga.messages[-1]
    await olga.presses_data(yes)
    assert "It goes to 3" in olga.text
    await olga.presses_data(yes, asked)
    async with talk.db.read() as session:
        (sent,) = (await session.scalars(select(Broadcast))).all()
    assert (sent.origin, sent.control_bp) == (BroadcastOrigin.DIGEST, 1_000)
    assert set(sent.content["A"]) == {"en", "pl", "ru"}
    talk.clock.advance(timedelta(hours=4))
    await talk.deliver()
    read = [text for chat in members for text in talk.person("x", id=shop_says.FIRST_CHAT + chat).shown]
    assert any("Guest" in text and "we miss you!" in text for text in read)
    for day in (2, 10):
        await morning(talk, day)
        assert "Write to" not in olga.shown[-1]


async def morning(talk: Talk, day: int) -> None:
    """The digest of that many days later is read."""
    at = NOON + timedelta(days=day, hours=-6)
    talk.clock.advance(at - talk.clock.now())
    await digest.send(talk.db, at)
    await talk.deliver()
