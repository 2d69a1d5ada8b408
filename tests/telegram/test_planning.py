"""Olga plans: holidays, her morning, the programme's parts, advice, the launch kit, and an earlier version."""

from datetime import timedelta

import pytest

from bot.pictures.read_qr import read_qr
from bot.usecases import automations, digest, holidays, program
from db.enums import AutomationKind
from db.models.automations import Automation
from db.models.program import ProgramVersion
from db.session import insert_once
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
