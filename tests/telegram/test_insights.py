"""Olga reads her figures: too little to say at first, then a picture, a change explained, and what is tried out."""

from datetime import timedelta

import pytest

from tests.support import broadcasts as shop_says
from tests.support.orders import CARL, NOON, OLGA, Shop, opened
from tests.support.talk import Person, Talk

DAY = timedelta(days=1)


@pytest.fixture
async def shop(talk: Talk) -> Shop:
    return await opened(talk.db)


@pytest.fixture
def olga(talk: Talk) -> Person:
    return talk.person("Olga", id=OLGA)


async def test_the_figures_say_what_changed_and_what_nobody_can_say_yet(shop: Shop, olga: Person, talk: Talk) -> None:
    await olga.says("/stats")
    assert "Of all members, in 7 days" in olga.text
    assert "No change beyond chance" in olga.text
    assert "nobody to compare with yet" in olga.text
    members = await shop_says.crowd(talk.db, 40)
    for member in members:
        await shop_says.bought(talk.db, member, NOON - 9 * DAY)
    talk.clock.advance(-7 * DAY)
    await olga.says("/stats")
    assert "Orders came: 40, after none the week before." in olga.text
    talk.clock.advance(7 * DAY)
    for member in members[:20]:
        await shop_says.bought(talk.db, member, NOON - 2 * DAY)
    await olga.says("/stats")
    assert "Sales down 50%" in olga.text
    assert "Mostly by the number of orders." in olga.text
    assert "Orders down 50%: 40 → 20. Mostly by members who had ordered before." in olga.text
    assert olga.messages[-1].photo
    await olga.presses("Rewards, by use")
    assert "Nobody has taken a reward" in olga.text
    await olga.presses("Back")
    await olga.presses("What is tried out")
    assert "Nothing yet" in olga.text
    number = await shop_says.running(talk.db, name="Evening", control_bp=1_000)
    await shop_says.sent(talk.db, number, members[:20])
    await shop_says.sent(talk.db, number, members[20:], None)
    await olga.presses("Back")
    await olga.presses("What is tried out")
    assert "5% of members never get automatic offers" in olga.text
    assert "📣 Evening\n🕰 Not enough data yet" in olga.text
    await olga.presses("📊 Evening")
    assert "what it brought" in olga.text


async def test_carl_the_courier_sees_no_figures(shop: Shop, talk: Talk) -> None:
    carl = talk.person("Carl", id=CARL)
    await carl.says("/stats")
    assert "Figures" not in carl.text
