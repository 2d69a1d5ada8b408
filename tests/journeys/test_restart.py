"""The bot is stopped in the middle of a sentence, and goes on where it was."""

from pathlib import Path

from tests.journeys.test_first_story import joins, olga_opens
from tests.support.open_shop import OLGA, opened
from tests.support.telegram import FakeTelegram


async def test_dialogues_go_on_after_a_restart_and_what_was_said_meanwhile_is_answered(
    street: FakeTelegram, database_url: str, tmp_path: Path
) -> None:
    async with opened(street, database_url, tmp_path) as shop:
        olga = await olga_opens(shop)
        ann, bob = shop.person("Ann"), shop.person("Bob")
        await joins(bob)
        await ann.says("/start")
        await ann.presses("English")
        await ann.sees_button("I agree")
        await olga.says("/orders")
        await olga.presses("New order")
        await olga.photographs(bob)
        await olga.sees("How much are the goods?")

    await olga.says("1240")
    await ann.presses("I agree")
    await bob.says("/balance")

    async with opened(street, database_url, tmp_path) as shop:
        assert olga.id == OLGA
        await olga.sees("delivery fee")
        await ann.presses("Share my phone")
        await ann.presses("Show my card")
        await ann.sees("My card")
        await bob.sees("points")
        await olga.says("150")
        await olga.sees("Where to?")
