"""Olga writes to her members in chat: she sees it as it will arrive, sends it, and finds it again."""

import pytest

from bot.usecases import consents
from tests.support.orders import BOB, NOON, OLGA, opened
from tests.support.talk import Person, Talk

TEXT = "Tuna & rice: 2 > 1, <really>"


@pytest.fixture
async def olga(talk: Talk) -> Person:
    shop = await opened(talk.db)
    await consents.advertise(talk.db, await shop.actor(BOB), True, source="settings", at=NOON)
    return talk.person("Olga", id=OLGA)


async def test_a_message_is_written_seen_sent_and_found_again(olga: Person) -> None:
    await olga.says("/broadcast")
    await olga.presses("Write a message")
    await olga.sends(text=TEXT, entities=[{"type": "bold", "offset": 0, "length": 4}])
    assert olga.shown[-2] == TEXT
    await olga.presses("Send to 1 member")
    assert "Sent 0 of 1" in olga.text
    await olga.says("/broadcast")
    assert any(TEXT in label for label in olga.buttons), olga.buttons
