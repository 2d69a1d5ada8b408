"""The owner tries out whether fewer messages bring more."""

import pytest

from bot.usecases import automations, program
from tests.support.orders import NOON, OLGA, opened
from tests.support.talk import Person, Talk


async def owner(talk: Talk) -> Person:
    """Olga looks at how often members are written to."""
    await opened(talk.db)
    async with talk.db.begin() as session:
        await automations.ensure(session, NOON, await program.in_force(session, NOON))
    olga = talk.person("Olga", id=OLGA, language="en")
    await olga.says("/automations")
    await olga.presses("🎚 How often to write")
    return olga


async def test_a_test_of_how_often_to_write_is_begun_looked_at_and_ended(talk: Talk) -> None:
    olga = await owner(talk)
    assert "Now: 2 a week, 6 in 30 days at most" in olga.text
    await olga.presses("1 a week, 4 in 30 days at most")
    assert "How many members shall take part?" in olga.text
    await olga.presses("50%")
    assert "Less often\n1 a week, 4 in 30 days at most" in olga.text
    await olga.presses("End the test")
    await olga.presses("Let it go on")
    await olga.presses("End the test")
    await olga.presses("End it")
    assert "Ended on" in olga.text
    assert "1 a week, 4 in 30 days at most" in olga.buttons  # the next one


@pytest.mark.parametrize("chosen", [-1, 99])
async def test_a_choice_nobody_offers_is_no_test(talk: Talk, chosen: int) -> None:
    olga = await owner(talk)
    await olga.presses_data(f"cat:{chosen}:50")
    assert "promised less" in (olga.toast or "")
