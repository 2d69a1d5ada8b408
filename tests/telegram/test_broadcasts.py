"""Olga writes to her members in chat: composes a draft bit by bit, sees it as it will arrive, sends it, watches it."""

from typing import Any

import pytest
from sqlalchemy import update

from bot.usecases import consents
from db.enums import Role, StaffState, Tier
from db.models.chats import Chat
from db.models.members import Member
from db.models.staff import Staff
from tests.support.orders import ANN, BOB, NOON, OLGA, Shop, opened
from tests.support.talk import Person, Talk

TEXT = "Tuna & rice: 2 > 1, <really>"
MIA = 31


@pytest.fixture
async def shop(talk: Talk) -> Shop:
    """Ann and Bob agreed to offers."""
    shop = await opened(talk.db)
    for person in (ANN, BOB):
        await consents.advertise(talk.db, await shop.actor(person), True, source="settings", at=NOON)
    return shop


@pytest.fixture
async def olga(shop: Shop, talk: Talk) -> Person:
    return talk.person("Olga", id=OLGA)


async def writes(olga: Person, text: str = "Two for one today") -> None:
    await olga.says("/broadcast")
    await olga.presses("New message")
    await olga.says(text)


async def answers(person: Person, answer: str, *, told: str) -> None:
    """Typed words that are refused: a clear sentence, and the question stays open."""
    await person.says(answer)
    assert told in person.text, person.text
    assert person.buttons, "there is a way out"


async def test_a_message_is_written_seen_sent_and_found_again(olga: Person) -> None:
    await olga.says("/broadcast")
    assert "Nothing was sent yet" in olga.text
    await olga.presses("New message")
    await olga.sends(text=TEXT, entities=[{"type": "bold", "offset": 0, "length": 4}])
    assert olga.shown[-2] == TEXT, "as it will look"
    assert olga.text.startswith("📝 Draft")
    assert TEXT in olga.text
    assert "at once" in olga.text
    await olga.presses("Check and send")
    await olga.presses("Send to 2 members")
    assert "Sent 0 of 2" in olga.text
    await olga.presses("Back")
    assert any(TEXT in label for label in olga.buttons), olga.buttons


def album(group: str, number: int) -> list[dict[str, Any]]:
    """As Telegram brings it: one message after the other, the words under the first."""
    photo = [{"file_id": "f", "file_unique_id": "f", "width": 640, "height": 480}]
    parts: list[dict[str, Any]] = [{"photo": photo, "media_group_id": group} for _ in range(number)]
    parts[0]["caption"] = "New rolls, {name}"
    return parts


async def test_an_album_is_one_draft_and_is_made_ready_part_by_part(olga: Person, shop: Shop, talk: Talk) -> None:
    async with talk.db.begin() as session:
        await session.execute(update(Member).where(Member.id == shop.bob).values(tier=Tier.GOLD))
    await olga.says("/broadcast")
    await olga.presses("New message")
    before = len(olga.messages)
    for part in album("a1", 3):
        await olga.sends(**part)
    assert len(olga.messages) == before + 1, "one answer to three photos"
    assert "3 parts" in olga.text
    assert "New rolls, {name}" in olga.text
    await olga.presses("Offer")
    await olga.presses("Points")
    await answers(olga, "lots", told="in digits")
    await olga.says("100")
    assert "100 points" in olga.text
    await olga.presses("How many there are")
    await answers(olga, "none", told="whole number")
    await olga.says("50")
    await olga.presses("Until when")
    await answers(olga, "20.11.2026", told="is past")
    await olga.says("30.11")
    assert "until 30 November 2026, 23:59, 50 pieces" in olga.text
    await olga.presses("Back")
    await olga.presses("For whom")
    await olga.presses("Points and levels")
    await olga.presses("Level")
    await olga.presses("Gold")
    await olga.presses("Save")
    assert "Gold" in olga.text
    await olga.presses("When")
    await olga.presses("At a time")
    await answers(olga, "soon", told="25.12 18:30")
    await answers(olga, "25.11", told="hour")
    await answers(olga, "21.11.2026 9:00", told="past")
    await olga.says("22.11 18:30")
    assert "Goes: 22 November 2026, 18:30" in olga.text
    await olga.presses("Compare")
    await olga.presses("20%")
    await olga.presses("Back")
    assert "20% get nothing" in olga.text
    await olga.presses("Check and send")
    assert "1 member" in olga.text


async def test_what_cannot_be_sent_is_told_and_the_question_stays_open(olga: Person) -> None:
    await olga.says("/broadcast")
    await olga.presses("New message")
    await answers(olga, "Only <b>today", told="<b>")
    await answers(olga, "x" * 5_000, told="5,000")
    await answers(olga, "Hello, {nobody}", told="{nobody}")
    await olga.sends(contact={"phone_number": "1", "first_name": "Ann"})
    assert "cannot be sent on" in olga.text
    for part in album("a1", 11):
        await olga.sends(**part)
    assert "at most 10" in olga.text
    assert "10 parts" in " ".join(olga.shown)
    await olga.presses("Delete")
    await olga.presses("Delete it")
    assert any("Nothing was sent yet" in text for text in olga.shown)


async def test_each_language_has_its_own_text_and_versions_are_compared(olga: Person, talk: Talk) -> None:
    await writes(olga)
    await olga.presses("Message")
    await olga.presses("Russian")
    await olga.says("Два по цене одного, {name}")
    await olga.presses("Message")
    await olga.presses("version")
    await olga.says("Today one is free")
    assert "A, B" in olga.text
    await olga.presses("How it looks")
    shown = "\n".join(olga.shown)
    assert "Два по цене одного, Olga" in shown
    assert "Today one is free" in shown
    await olga.presses("Send it to me")
    await talk.deliver()
    assert sum("Two for one today" in text for text in olga.shown) >= 2


async def test_buttons_are_added_by_a_press_and_a_link_with_its_address(olga: Person) -> None:
    await writes(olga)
    await olga.presses("Buttons")
    await olga.presses("My points")
    await olga.presses("A link")
    await answers(olga, "our menu", told="https://")
    await olga.says("Our menu https://sushi.example/menu")
    assert "Our menu" in " ".join(olga.buttons)
    await olga.presses("✕ 💰 My points")
    assert "✕ 💰 My points" not in olga.buttons
    await olga.presses("Back")
    await olga.presses("Offer")
    await olga.presses("Points")
    await olga.says("100")
    await olga.presses("Back")
    await olga.presses("How it looks")
    assert "Two for one today\n\n⏳ Until 28 November 2026, 23:59" in olga.shown
    await olga.presses("I'll take it")
    assert "only a preview" in olga.toast


async def test_an_old_button_changes_nothing_of_what_another_changed_meanwhile(
    olga: Person, shop: Shop, talk: Talk
) -> None:
    mia = await manager(talk)
    await writes(olga)
    await olga.presses("When")
    seen, old = olga.messages[-1], olga.data("At once")
    await mia.says("/broadcast")
    await mia.presses("Two for one today")
    check, hers = mia.data("Check and send"), mia.messages[-1]
    await mia.presses("Compare")
    await mia.presses("20%")
    await olga.presses_data(old, seen)
    assert "meanwhile" in olga.toast
    await olga.presses("Back")
    assert "20%" in olga.text
    await olga.presses("Check and send")
    send, card = olga.data("Send to"), olga.messages[-1]
    await olga.presses_data(send, card)
    await olga.presses_data(send, card)
    assert "twice" in olga.toast or "On its way" in olga.text
    await mia.presses_data(check, hers)
    assert "on its way" in mia.toast


async def manager(talk: Talk) -> Person:
    async with talk.db.begin() as session:
        session.add(Chat(chat_id=MIA, first_name="Mia", language="en", created_at=NOON))
        session.add(Staff(chat_id=MIA, name="Mia", role=Role.MANAGER, state=StaffState.ACTIVE, created_at=NOON))
    return talk.person("Mia", id=MIA)


async def test_it_is_paused_goes_on_and_is_stopped_once(olga: Person, talk: Talk) -> None:
    await writes(olga)
    await olga.presses("Check and send")
    await olga.presses("Send to 2 members")
    await olga.presses("Pause")
    assert "Paused" in olga.text
    await olga.presses("Go on")
    stop, shown = olga.data("⏹ Stop"), olga.messages[-1]
    await olga.presses("⏹ Stop")
    await olga.presses("Stop it")
    assert "Stopped" in olga.text
    await olga.presses_data(stop, shown)
    await olga.presses("Stop it")
    assert "Stopped" in olga.text
