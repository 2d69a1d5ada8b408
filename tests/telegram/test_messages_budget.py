"""How Ann is written to: her own number, topics, hours, a pause, where she lives; "Fewer" and "Stop" under an offer."""

from datetime import timedelta

import pytest

from bot.usecases import notify
from bot.usecases.notify import Notice
from db.enums import Topic
from tests.support.guests import NOON, member, open_shop
from tests.support.talk import Person, Talk

ANN = 21
THE_SHOPS = "At most 6 offers a month come to you, between 10:00 and 21:00."


@pytest.fixture
async def ann(talk: Talk) -> Person:
    """Ann gets offers, and looks at her messages."""
    await open_shop(talk.db)
    await member(talk.db, ANN, "Ann", offers=True)
    ann = talk.person("Ann", id=ANN)
    await ann.says("/settings")
    await ann.presses("Messages")
    return ann


async def an_offer(talk: Talk, ann: Person) -> None:
    facts = {"days": 30, "points": 50, "until": "2026-12-05", "available": 50}
    async with talk.db.begin() as session:
        await notify.tell_member(
            session, 1, Notice("automation.inactivity", facts, advertising=True, topic=Topic.REMINDERS), at=NOON
        )
    await talk.deliver()
    assert ann.text.startswith("🍣 We miss you!")


async def test_ann_sees_what_is_true_and_chooses_her_own_number(ann: Person) -> None:
    assert THE_SHOPS in ann.text
    assert "News of your orders and points comes always" in ann.text
    assert ann.buttons[:4] == ["1 a month", "2 a month", "4 a month", "✓ As the shop: 6"]
    await ann.presses("1 a month")
    assert "At most 1 offer a month comes to you" in ann.text
    assert "✓ 1 a month" in ann.buttons
    await ann.says("/settings")
    assert "Offers: at most 1 a month" in ann.text
    await ann.presses("Messages")
    await ann.presses("As the shop")
    assert THE_SHOPS in ann.text


async def test_topics_go_and_come_back(ann: Person) -> None:
    await ann.presses("“It has been a while”")
    await ann.presses("Tips, and how it was")
    assert "Left out: “It has been a while” and Tips, and how it was." in ann.text
    assert "☐ Tips, and how it was" in ann.buttons
    await ann.presses("“It has been a while”")
    await ann.presses("Tips, and how it was")
    assert "Left out" not in ann.text


async def test_hours_are_chosen_or_typed_and_must_meet_the_shops(ann: Person) -> None:
    await ann.presses("Hours")
    assert ann.buttons[:3] == ["10:00–12:00", "12:00–17:00", "17:00–21:00"]
    await ann.presses("17:00–21:00")
    assert "between 17:00 and 21:00" in ann.text
    await ann.presses("Hours")
    for wrong, told in (("evenings", "two hours"), ("25-30", "two hours"), ("22-7", "between 10:00 and 21:00")):
        await ann.says(wrong)
        assert told in ann.text
    await ann.says("12:00 – 18")
    assert "between 12:00 and 18:00" in ann.text
    await ann.presses("Hours")
    await ann.presses("Whenever the shop writes")
    assert THE_SHOPS in ann.text


async def test_a_pause_of_thirty_days_and_its_end(talk: Talk, ann: Person) -> None:
    await ann.presses("Pause for 30 days")
    assert "No offers until 21 December 2026: you asked for a pause." in ann.text
    await ann.presses("End the pause")
    assert THE_SHOPS in ann.text
    await ann.presses("Pause for 30 days")
    talk.clock.advance(timedelta(days=30))
    await ann.says("/settings")
    assert "Offers: at most 6 a month" in ann.text


async def test_where_ann_lives_is_chosen_typed_and_taken_back(ann: Person) -> None:
    await ann.says("/settings")
    assert "Time zone: Moscow" in ann.text
    await ann.presses("Time zone")
    assert "Now: Moscow, 15:00." in ann.text
    await ann.presses("Novosibirsk")
    assert ann.toast == "Novosibirsk it is: 19:00 now."
    assert "Time zone: Novosibirsk" in ann.text
    await ann.presses("Messages")
    assert "The hours are those of Novosibirsk." in ann.text
    await ann.says("/settings")
    await ann.presses("Time zone")
    await ann.says("Atlantis")
    assert "I don't know that time zone" in ann.text
    await ann.says("warsaw")
    assert "Time zone: Warsaw" in ann.text
    await ann.presses("Time zone")
    await ann.presses("As the shop")
    assert ann.toast == "The shop's clock counts for you again."


async def test_fewer_under_an_offer_halves_until_one_is_left(talk: Talk, ann: Person) -> None:
    await an_offer(talk, ann)
    assert ann.buttons == ["My points", "Fewer", "Stop"]
    await ann.presses("Fewer")
    assert "All right: at most 3 offers a month from now on." in ann.text
    assert any(shown.startswith("🍣 We miss you!") for shown in ann.shown), "the offer stays"
    await ann.presses("Fewer")
    assert "All right: at most 1 offer a month from now on." in ann.text
    await ann.presses("Fewer")
    assert "One offer a month is the fewest there are." in ann.text
    await ann.presses("Stop")
    assert ann.toast == "No more offers. News of your orders and points still comes."
    await ann.presses("Fewer")
    assert "No offers come to you already." in ann.text


async def test_fewer_is_taken_back(talk: Talk, ann: Person) -> None:
    await ann.presses("4 a month")
    await an_offer(talk, ann)
    await ann.presses("Fewer")
    assert "at most 2 offers" in ann.text
    await ann.presses("Undo")
    assert "At most 4 offers a month" in ann.text
    assert ann.toast == "As before, then."


async def test_numbers_nobody_offered_are_refused(ann: Person) -> None:
    for data in ("msm:-3", "msm:1000", "mzl:Mars/Olympus", "msb:3:3", "msb:22:7", "mag:500"):
        await ann.presses_data(data)
        assert ann.toast
    await ann.says("/settings")
    assert "Time zone: Moscow" in ann.text
    assert "Offers: at most 6 a month" in ann.text
