"""Points that end: told in time with what they buy, put off once by a button, and brought back by support."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import update

from bot.usecases import last_days, lots
from bot.usecases.actor import read as read_actor
from db.enums import AccountKind, EntryKind, RewardKind, Role, StaffState
from db.ledger import post
from db.ledger.post import Because
from db.models.members import Person as People
from db.models.rewards import Reward
from db.models.staff import Staff
from tests.support.guests import NOON, member, open_shop
from tests.support.talk import Person, Talk

ANN, SAM = 21, 31
IN_A_WEEK, TWO_WEEKS_MORE = date(2026, 11, 28), date(2026, 12, 12)


async def given(talk: Talk, points: int, last_day: date, key: str = "gift") -> None:
    async with talk.db.begin() as session:
        because = Because(key, EntryKind.GIFT, NOON, "birthday")
        await post.give(session, 1, points, source=AccountKind.BIRTHDAY, because=because, expires_on=last_day)


async def reward(talk: Talk, name: str, price: int, *allergens: str) -> None:
    async with talk.db.begin() as session:
        session.add(
            Reward(
                kind=RewardKind.DISH,
                names={"en": name},
                texts={},
                price=price,
                allergens=list(allergens),
                outlets=[],
                created_at=NOON,
            )
        )


@pytest.fixture
async def ann(talk: Talk) -> Person:
    """Ann has 62 points that end in a week."""
    await open_shop(talk.db)
    await member(talk.db, ANN, "Ann")
    await given(talk, 62, IN_A_WEEK)
    return talk.person("Ann", id=ANN)


async def warned(talk: Talk, at: datetime = NOON) -> int:
    told = await last_days.announce(talk.db, at)
    await talk.deliver()
    return told


async def test_the_warning_lists_what_can_be_had_for_exactly_these_points(talk: Talk, ann: Person) -> None:
    for name, price in (("Miso soup", 40), ("Tea", 20), ("Gyoza", 60), ("Edamame", 50), ("Sushi set", 63)):
        await reward(talk, name, price)
    await given(talk, 900, date(2027, 11, 1), "more")
    assert await warned(talk) == 1
    assert ann.text.splitlines() == [
        "⏳ 62 points can be spent until 28 November 2026; after that they expire.",
        "For exactly these you can have today:",
        "• Gyoza: 60 points",
        "• Edamame: 50 points",
        "• Miso soup: 40 points",
    ]
    assert ann.buttons == ["🎁 See rewards", "14 more days", "💰 My points"]
    assert await warned(talk) == 0


async def test_where_only_her_allergens_are_left_it_says_what_they_pay(talk: Talk, ann: Person) -> None:
    await reward(talk, "Sushi set", 63)
    await reward(talk, "Prawn roll", 50, "crustaceans")
    async with talk.db.begin() as session:
        await session.execute(update(People).values(allergens=["crustaceans"]))
    await warned(talk)
    assert ann.text.splitlines()[1:] == ["They are worth ₽62 off an order."]


async def test_the_last_day_is_put_off_once(talk: Talk, ann: Person) -> None:
    await warned(talk)
    await ann.presses("14 more days")
    assert ann.text.splitlines() == [
        "⏳ Done: until 12 December 2026",
        "62 points can be spent up to and with that day.",
    ]
    await ann.presses_data(f"xtd:{IN_A_WEEK.toordinal()}")
    assert ann.text.startswith("⏳ Done before: until 12 December 2026")
    await ann.presses("Back")
    assert "⌛ 62 points until 12 December 2026" in ann.text
    assert not [button for button in ann.buttons if "More days" in button]
    await ann.presses_data(f"xtd:{TWO_WEEKS_MORE.toordinal()}")
    assert "Done before: until 12 December 2026" in ann.text, "not a second time"
    talk.clock.advance(timedelta(days=14))
    assert await warned(talk, talk.clock.now()) == 1
    assert ann.buttons == ["🎁 See rewards", "💰 My points"]


async def test_the_points_screen_lists_what_ends_soon_with_the_same_button(talk: Talk, ann: Person) -> None:
    await given(talk, 10, date(2026, 12, 20), "second")
    await given(talk, 900, date(2027, 11, 1), "third")
    await ann.says("/balance")
    assert "⌛ 62 points until 28 November 2026\n⌛ 10 points until 20 December 2026" in ann.text
    assert ann.buttons[:2] == ["⏳ More days: 62 points, 28 November", "⏳ More days: 10 points, 20 December"]
    await ann.presses("More days: 62")
    assert "Done: until 12 December 2026" in ann.text


async def test_why_tells_that_the_last_day_was_put_off(talk: Talk, ann: Person) -> None:
    await ann.says("/balance")
    await ann.presses("More days")
    await ann.says("/history")
    await ann.presses("Why?")
    assert "To be spent until 12 December 2026: you put that off on 21 November 2026." in ann.text


@pytest.mark.parametrize("day", [IN_A_WEEK - timedelta(days=1), date(2026, 11, 20), date(2027, 11, 1), date.max])
async def test_a_day_on_which_nothing_ends_is_refused(talk: Talk, ann: Person, day: date) -> None:
    await given(talk, 900, date(2027, 11, 1), "more")
    await ann.says("/balance")
    await ann.presses_data(f"xtd:{day.toordinal()}")
    assert ann.toast == "None of your points end on that day any more."


async def test_support_brings_an_expired_lot_back_once_with_a_reason(talk: Talk, ann: Person) -> None:
    async with talk.db.begin() as session:
        session.add(Staff(chat_id=SAM, name="Sam", role=Role.SUPPORT, state=StaffState.ACTIVE, created_at=NOON))
    talk.clock.advance(timedelta(days=8))
    assert await lots.expire_lots(talk.db, at=talk.clock.now()) == 1
    sam = talk.person("Sam", id=SAM)
    await sam.says("/member Ann")
    await sam.presses("Expired points")
    assert "• 62 points, until 28 November 2026" in sam.text
    await sam.presses("62 points")
    await sam.presses("Did not hear of it in time")
    assert sam.text.splitlines() == [
        "✅ 62 points are back",
        "They can be spent until 13 December 2026, and the member has been told.",
    ]
    await sam.presses("Expired points")
    assert "Nothing expired within the last 30 days." in sam.text
    await talk.deliver()
    assert ann.text.splitlines() == [
        "💰 62 points that had expired are yours again.",
        "They can be spent until 13 December 2026.",
    ]
    await ann.says("/history")
    assert "Expired points brought back" in ann.text


async def test_bringing_back_waits_for_a_reason_and_for_the_right_person(talk: Talk, ann: Person) -> None:
    talk.clock.advance(timedelta(days=8))
    await lots.expire_lots(talk.db, at=talk.clock.now())
    async with talk.db.begin() as session:
        session.add(Staff(chat_id=ANN, name="Ann", role=Role.SUPPORT, state=StaffState.ACTIVE, created_at=NOON))
    assert (await read_actor(talk.db, ANN, NOON)).role is Role.SUPPORT
    await ann.says("/member Ann")
    assert not [button for button in ann.buttons if "Expired" in button]
    await ann.presses_data("gl:1")
    assert ann.toast.startswith("Nobody adjusts their own points.")
    await ann.presses_data("bf:late")
    assert ann.toast == "Please choose the points once more."
