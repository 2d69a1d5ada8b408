"""A message that is to leave: a second person's yes, a time of its own, doubts about who has it, and once more."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot.telegram.admin.segment_callbacks import SegmentFor
from bot.usecases import broadcast_rounds, consents
from db.enums import MessageState, Role, StaffState
from db.models.chats import Chat
from db.models.messages import OutgoingMessage
from db.models.staff import Staff
from tests.support.orders import ANN, BOB, NOON, OLGA, opened
from tests.support.programs import SUSHI
from tests.support.talk import Person, Talk

MIA = 31


@pytest.fixture
async def olga(talk: Talk) -> Person:
    """Ann and Bob agreed to offers; more than one member needs a second yes."""
    shop = await opened(talk.db, replace(SUSHI, second_person_over=1))
    for person in (ANN, BOB):
        await consents.advertise(talk.db, await shop.actor(person), True, source="settings", at=NOON)
    return talk.person("Olga", id=OLGA)


@pytest.fixture
async def mia(talk: Talk, olga: Person) -> Person:
    async with talk.db.begin() as session:
        session.add(Chat(chat_id=MIA, first_name="Mia", language="en", created_at=NOON))
        session.add(Staff(chat_id=MIA, name="Mia", role=Role.MANAGER, state=StaffState.ACTIVE, created_at=NOON))
    return talk.person("Mia", id=MIA)


async def sends(olga: Person, **content: Any) -> None:
    """Written or forwarded, and up to the last yes."""
    await olga.says("/broadcast")
    await olga.presses("New message")
    await olga.sends(**(content or {"text": "Two for one, {name}"}))
    await olga.presses("Check and send")
    await olga.presses("Send to 2 members")


async def later(talk: Talk, **by: float) -> None:
    """The bell of the broadcasts has rung."""
    talk.clock.advance(timedelta(**by))
    await broadcast_rounds.turn(talk.db, talk.clock.now())
    await talk.deliver()


def got(talk: Talk, chat: int) -> list[str]:
    return talk.person("x", id=chat).shown


async def test_to_many_it_goes_only_when_somebody_else_says_yes_too(olga: Person, mia: Person, talk: Talk) -> None:
    await sends(olga)
    assert "It goes to many. A second person has to say yes too" in olga.text
    await talk.deliver()
    assert "Olga wants to send this to 2 members" in mia.text
    assert got(talk, BOB) == []
    own = olga.messages[-1]
    await mia.presses("How it looks")
    assert "Two for one, Mia" in "\n".join(mia.shown)
    assert "2 members will get it." in mia.text
    yes = mia.data("Yes, send it")
    await olga.presses_data(yes, own)
    assert "somebody else" in olga.toast
    await mia.presses_data(yes)
    await mia.presses_data(yes)
    await talk.deliver()
    assert "Two for one, Bob Stone" in got(talk, BOB)
    assert sum("second yes of Mia" in text for text in olga.shown) == 1
    await olga.says("/audit")
    assert "Mia: message to members: the second yes: Two for one, {name}" in olga.text


async def test_what_is_called_off_is_a_draft_again_and_nobody_has_it(olga: Person, mia: Person, talk: Talk) -> None:
    await sends(olga)
    await talk.deliver()
    yes, asked = mia.data("Yes, send it"), mia.messages[-1]
    await mia.presses("No")
    assert "Back to a draft" in mia.text
    await mia.presses_data(yes, asked)
    assert "no yes any more" in mia.toast
    await talk.deliver()
    assert "Mia would rather not send it" in olga.text
    await olga.presses("Open")
    assert olga.text.startswith("📝 Draft")
    assert got(talk, BOB) == []


async def test_alone_in_the_shop_olga_has_ten_minutes_to_call_it_off(olga: Person, talk: Talk) -> None:
    await sends(olga)
    assert "it can be called off" in olga.text
    await later(talk, minutes=9)
    assert got(talk, BOB) == []
    await later(talk, minutes=2)
    assert "Two for one, Bob Stone" in got(talk, BOB)


async def test_planned_for_the_evening_it_waits_and_an_album_arrives_as_one(
    olga: Person, mia: Person, talk: Talk
) -> None:
    await olga.says("/broadcast")
    await olga.presses("New message")
    photo = [{"file_id": "f", "file_unique_id": "f", "width": 640, "height": 480}]
    for caption in ("New rolls, {name}", ""):
        await olga.sends(photo=photo, media_group_id="g", caption=caption)
    await olga.presses("When")
    await olga.presses("At a time")
    await olga.says("18:00")
    await olga.presses("Check and send")
    await olga.presses("Send to 2 members")
    await talk.deliver()
    await mia.presses("Yes, send it")
    assert "Planned" in mia.text
    await later(talk, hours=2)
    assert not [call for call in talk.calls if type(call).__name__ == "CopyMessages"]
    await later(talk, hours=2)
    copied = [call for call in talk.calls if type(call).__name__ == "CopyMessages"]
    assert {(call.chat_id, call.from_chat_id, len(call.message_ids), call.remove_caption) for call in copied} == {
        (ANN, OLGA, 2, True),
        (BOB, OLGA, 2, True),
    }
    assert got(talk, BOB) == ["New rolls, Bob Stone"], "its words come below it, filled in"


async def test_who_may_have_it_is_listed_by_name_and_gets_it_again_only_when_asked(olga: Person, talk: Talk) -> None:
    await sends(olga)
    await later(talk, minutes=11)
    async with talk.db.begin() as session:
        lost = update(OutgoingMessage).where(OutgoingMessage.chat_id == BOB, OutgoingMessage.broadcast_id.is_not(None))
        await session.execute(lost.values(state=MessageState.UNKNOWN, reason="no answer"))
    await olga.says("/broadcast")
    await olga.presses("Two for one")
    assert "No answer from Telegram, not repeated: 1" in olga.text
    await olga.presses("Who may have it")
    assert "Bob Stone" in olga.text
    assert "Ann" not in olga.text
    await olga.presses("Send again to this one")
    assert "1 is on its way again" in olga.toast
    await talk.deliver()
    assert got(talk, BOB).count("Two for one, Bob Stone") == 2
    assert got(talk, ANN).count("Two for one, Ann Green") == 1


async def test_kept_as_a_template_it_is_written_once_and_sent_often(olga: Person, talk: Talk) -> None:
    await sends(olga)
    await later(talk, minutes=11)
    await later(talk, minutes=1)
    await olga.says("/broadcast")
    await olga.presses("Two for one")
    await olga.presses("Keep as template")
    await olga.says("x" * 65)
    assert "at most 64 letters" in olga.text
    await olga.says("Friday rolls")
    await olga.presses("Friday rolls")
    assert olga.text.startswith("📝 Draft: Friday rolls")
    assert "A new draft" in olga.toast
    await olga.says("/broadcast")
    await olga.presses("Templates")
    assert "📋 Friday rolls" in olga.buttons


async def test_a_manager_writes_neither_to_everybody_nor_to_nobody(olga: Person, mia: Person, talk: Talk) -> None:
    await mia.says("/broadcast")
    await mia.presses("New message")
    await mia.says("Two for one")
    await mia.presses("Check and send")
    old, screen = mia.data("Send to 2 members"), mia.messages[-1]
    await mia.presses("Send to 2 members")
    assert "Only the owner sends to everybody" in mia.toast
    await mia.presses("Back")
    await mia.presses("For whom")
    await mia.presses("Type it")
    await mia.says("tier is gold")
    await mia.presses("Save")
    await mia.presses("Check and send")
    assert "Nobody would get it." in mia.text
    assert not any("Send to" in label for label in mia.buttons)
    await mia.presses_data(old, screen)
    assert "changed it meanwhile" in mia.toast
    await mia.presses("Back")
    await mia.presses("Delete")
    await mia.presses("Delete it")
    await mia.presses_data(old, screen)
    assert "does not exist any more" in mia.toast
    await talk.deliver()
    assert got(talk, BOB) == []


async def test_a_part_tries_two_versions_and_the_others_get_the_one_olga_chooses(olga: Person, talk: Talk) -> None:
    await olga.says("/broadcast")
    await olga.presses("New message")
    await olga.says("Two for one")
    await olga.presses("Message")
    await olga.presses("Another version")
    await olga.says("One is free")
    await olga.presses("Compare")
    await olga.presses("50%")
    await olga.presses("Back")
    await olga.presses("Check and send")
    assert "1 waits for the better version." in olga.text
    await olga.presses("Send to 2 members")
    await later(talk, minutes=11)
    tried = got(talk, ANN) + got(talk, BOB)
    assert len(tried) < 2, "a stable part of them"
    await olga.says("/broadcast")
    await olga.presses("Two for one")
    chosen = olga.data("The others get B")
    await olga.presses_data(chosen)
    assert not any("The others get" in label for label in olga.buttons)
    await olga.presses_data(chosen.replace("B", "A"))
    await talk.deliver()
    rest = ["One is free"] * (2 - len(tried))
    assert sorted(got(talk, ANN) + got(talk, BOB)) == sorted([*tried, *rest])


async def test_a_draft_that_began_with_its_people_asks_for_its_words(olga: Person, talk: Talk) -> None:
    await olga.says("/segments")
    await olga.presses_data(SegmentFor(do="write", ready="new").pack())
    assert "Nothing is written yet" in olga.text
    await olga.presses("How it looks")
    await olga.presses("Back")
    await olga.presses("Message")
    await olga.presses("Every language")
    await olga.says("For our best guests")
    assert "For our best guests" in olga.text
    await olga.presses("Message")
    await olga.presses("✍️ Every language")
    await olga.presses("Take away")
    await olga.presses("Back")
    assert "Nothing is written yet" in olga.text
