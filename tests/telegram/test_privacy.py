"""My data in chat: read, taken along, erased after a second yes."""

import json

import pytest

from bot.usecases.actor import read
from tests.support.guests import NOON, member, open_shop
from tests.support.orders import BOB, opened
from tests.support.talk import Person, Talk

ANN = 21


@pytest.fixture
async def ann(talk: Talk) -> Person:
    await open_shop(talk.db)
    await member(talk.db, ANN, "Ann")
    return talk.person("Ann", id=ANN)


async def test_the_policy_can_be_read_at_any_time(ann: Person) -> None:
    await ann.says("/privacy")
    await ann.presses("Read the policy")
    assert "How Sushi Okaeri treats your data" in ann.text
    assert len(ann.text) < 4096
    await ann.presses("Back")
    assert ann.text.startswith("🔒 My data")


async def test_the_data_comes_as_a_file(ann: Person) -> None:
    await ann.says("/privacy")
    await ann.presses("Send me my data")
    told = json.loads(ann.file())
    assert told["personal"]["people"][0]["name"] == "Ann"


async def test_erasing_asks_twice_and_says_goodbye(talk: Talk, ann: Person) -> None:
    await ann.says("/privacy")
    await ann.presses("Erase my data")
    assert "Stays in the shop's books, under a number" in ann.text
    styles = {
        button.text: button.style
        for row in ann.messages[-1].reply_markup.inline_keyboard  # type: ignore[union-attr]
        for button in row
    }
    assert styles == {"Keep everything": None, "Yes, erase it all": "danger"}
    await ann.presses("Keep everything")
    assert ann.text.startswith("🔒 My data")
    await ann.presses("Erase my data")
    await ann.presses("Yes, erase it all")
    assert ann.text.startswith("Done: nothing here leads to you any more.")
    assert (await read(talk.db, ANN, NOON)).known is False


async def test_a_second_press_is_harmless_and_coming_back_is_a_new_start(talk: Talk, ann: Person) -> None:
    for _ in range(3):
        await ann.presses_data("ery", None) if ann.messages else await ann.says("/privacy")
    assert ann.text.startswith("Done: nothing here leads to you any more.")
    await ann.says("/start")
    assert "Welcome to Sushi Okaeri!" in ann.text
    await ann.presses("English")
    await ann.presses("I agree")
    await ann.shares_contact("+48600100200")
    assert "🎉 You're in, Ann!\n+100 points wait for your first order." in ann.shown


async def test_an_order_under_way_comes_first(talk: Talk) -> None:
    shop = await opened(talk.db)
    await shop.place()
    bob = talk.person("Bob", id=BOB)
    await bob.says("/privacy")
    await bob.presses("Erase my data")
    assert "is still under way" in bob.toast
    await bob.presses_data("ery")
    assert "is still under way" in bob.toast
    assert (await shop.actor(BOB)).member_id == shop.bob


async def test_of_a_guest_there_is_little_to_know(talk: Talk) -> None:
    await open_shop(talk.db)
    guest = talk.person("Guest")
    await guest.says("/privacy")
    assert "only your Telegram name and your language" in guest.text
    await guest.presses_data("exp")
    assert "First join the programme" in guest.toast
