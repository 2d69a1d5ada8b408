"""Home, settings, language, help: what a member finds and can change."""

from datetime import timedelta

import pytest
from aiogram.methods import SetMyCommands

from db.enums import AccountKind, EntryKind
from db.ledger import post
from db.ledger.post import Because
from tests.support.guests import NOON, member, open_shop
from tests.support.orders import DAN, opened
from tests.support.talk import Person, Talk

ANN, BOB = 21, 22


def commands(talk: Talk) -> list[str]:
    """What the newest command menu says."""
    menu = [call for call in talk.calls if isinstance(call, SetMyCommands)][-1]
    return [command.description for command in menu.commands]


@pytest.fixture
async def ann(talk: Talk) -> Person:
    await open_shop(talk.db)
    await member(talk.db, ANN, "Ann")
    return talk.person("Ann", id=ANN)


async def test_home_of_a_newcomer_says_what_waits(ann: Person) -> None:
    await ann.says("/start")
    assert ann.text.splitlines() == [
        "Hello, Ann!",
        "",
        "💰 0 points",
        "🏅 Bronze ░░░░░░░░░░ ₽15,000 to Silver",
        "",
        "🥢 +100 points wait for your first order.",
    ]
    assert ann.buttons == [
        *("💳 My card", "💰 My points", "🍣 Rewards", "✨ What's on", "🏅 My level", "🎁 Invite"),
        *("🧾 History", "⚙️ Settings", "💬 Help"),
    ]


async def test_home_counts_points(talk: Talk, ann: Person) -> None:
    async with talk.db.begin() as session:
        because = Because("test:ann", EntryKind.GIFT, NOON, "welcome")
        await post.give(session, 1, 62, source=AccountKind.WELCOME, because=because, expires_on=None)
    await ann.says("/start")
    assert "💰 62 points" in ann.text


async def test_cancel_and_home_always_work(ann: Person) -> None:
    await ann.says("/settings")
    await ann.presses("Name")
    await ann.says("/cancel")
    assert ann.text.startswith("Hello, Ann!")
    await ann.says("Somebody Else")
    assert "I didn't get that" in ann.text
    await ann.presses("Home")
    assert ann.text.startswith("Hello, Ann!")


async def test_a_new_name(ann: Person) -> None:
    await ann.says("/settings")
    await ann.presses("Name")
    await ann.says("Anna Green")
    assert "Name: Anna Green" in ann.text
    await ann.says("/start")
    assert ann.text.startswith("Hello, Anna Green!")


async def test_a_birthday_is_asked_back_and_then_locked_for_a_year(talk: Talk, ann: Person) -> None:
    await ann.says("/settings")
    await ann.presses("Birthday")
    await ann.says("14.03")
    await ann.presses("Another date")
    await ann.says("15.03.1990")
    await ann.presses("Yes, 15 March")
    assert ann.toast == "15 March it is. We'll be thinking of you."
    assert "Birthday: 15 March" in ann.text
    await ann.presses("Birthday")
    assert ann.toast == "You can change your birthday again from 21 November 2027."
    talk.clock.advance(timedelta(days=366))
    await ann.presses("Birthday")
    assert "When is your birthday?" in ann.text


async def test_a_yes_from_an_old_screen_keeps_nothing(ann: Person) -> None:
    await ann.says("/settings")
    await ann.presses("Birthday")
    await ann.says("14.03")
    await ann.says("/cancel")
    await ann.presses_data("bdy")
    assert "Birthday: not given" in ann.text


async def test_offers_on_and_off_say_what_is_true(ann: Person) -> None:
    await ann.says("/settings")
    assert "Offers: no, thank you" in ann.text
    await ann.presses("Messages")
    assert "No offers come to you." in ann.text
    await ann.presses("Send me offers")
    assert "At most 6 offers a month come to you, between 10:00 and 21:00." in ann.text
    assert ann.toast.startswith("Offers are on.")
    await ann.presses("No more offers")
    assert "No offers come to you." in ann.text
    assert ann.toast.startswith("No more offers.")


async def test_the_language_is_chosen_in_its_own_tongue(talk: Talk, ann: Person) -> None:
    await ann.says("/language")
    assert ann.buttons == ["✓ English", "Polski", "Русский", "‹ Back", "Home"]
    await ann.presses("Polski")
    await ann.says("/language")
    assert ann.buttons[0] == "✓ Polski"
    await ann.presses_data("lg:xx")
    assert ann.buttons[0] == "✓ Polski"


async def test_the_staff_choose_a_language_and_are_not_asked_to_join(talk: Talk) -> None:
    await opened(talk.db)
    dan = talk.person("Dan", id=DAN)
    await dan.says("/language")
    assert dan.buttons == ["✓ English", "Polski", "Русский", "Home"]
    await dan.presses("Polski")
    assert dan.buttons == ["✓ Polski", "English", "Русский", "Menu główne"]
    assert commands(talk)[0] == "Moje dostawy"


async def test_the_command_menu_changes_with_the_language_at_once(talk: Talk, ann: Person) -> None:
    await ann.says("/language")
    for language, points in (("Polski", "Moje punkty"), ("Русский", "Мои баллы"), ("English", "My points")):
        await ann.presses(language)
        assert commands(talk)[1] == points
        await ann.says("/language")
    bob = talk.person("Bob", id=BOB)
    await bob.says("/start")
    await bob.presses("Polski")
    assert commands(talk)[1] == "Moje punkty"


async def test_who_works_here_can_have_a_card_too(talk: Talk) -> None:
    await opened(talk.db)
    dan = talk.person("Dan", id=DAN)
    await dan.says("/card")
    assert "First join the programme" in dan.text
    await dan.presses("Get my card")
    await dan.presses("I agree")
    await dan.shares_contact("+48600100299")
    await dan.presses("Show my card")
    assert "My card" in dan.text
    await dan.presses("Home")
    assert "My deliveries" in dan.text
    await dan.says("/balance")
    assert "0 points to spend" in dan.text


async def test_settings_are_for_members(talk: Talk) -> None:
    await open_shop(talk.db)
    bob = talk.person("Bob", id=BOB)
    await bob.says("/settings")
    assert "First join the programme" in bob.text


async def test_another_persons_button_acts_on_oneself(talk: Talk, ann: Person) -> None:
    await member(talk.db, BOB, "Bob")
    bob = talk.person("Bob", id=BOB)
    await bob.says("/settings")
    await bob.presses_data("ads:1")
    await ann.says("/settings")
    assert "Offers: no, thank you" in ann.text
    assert "At most 6 offers" in bob.text


async def test_help_tells_the_commands_and_the_people(talk: Talk, ann: Person) -> None:
    await ann.says("/help")
    assert "/invite – Invite a friend" in ann.text
    assert "/broadcast" not in ann.text
    await ann.presses("How points work")
    told = [line for line in ann.text.splitlines() if line[:1].isdigit()]
    assert len(told) == 10
    assert told[0] == "1. 5% of what you buy comes back as points; delivery doesn't count."
    assert "200 points for you, 100 points for them" in told[7]


async def test_help_of_a_guest_works_before_joining(talk: Talk) -> None:
    await open_shop(talk.db)
    guest = talk.person("Guest", language="pl")
    await guest.says("/help")
    assert "/start" in guest.text
    await guest.says("/rules")
    assert "10." in guest.text
