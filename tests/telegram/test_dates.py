"""Ann names the days that matter to her, and says how dinner was."""

import pytest

from bot.rules.timing import Birthday
from bot.telegram.customer.feedback_callbacks import HowWasIt
from bot.usecases import dates
from bot.usecases.actor import read
from bot.usecases.errors import Refused
from db.models.orders import Order
from tests.support.orders import ANN, BOB, NOON, OLGA, opened
from tests.support.talk import Talk


async def test_ann_names_a_day_and_takes_it_out_again(talk: Talk) -> None:
    await opened(talk.db)
    ann = talk.person("Ann", id=ANN, language="en")
    await ann.says("/settings")
    await ann.presses("My dates")
    assert "we'll think of you on it each year" in ann.text
    await ann.presses("Add a date")
    await ann.says("the day after tomorrow")
    assert "I can't read this as a date" in ann.text
    await ann.says("1 December")
    assert "1 December: what is it called?" in ann.text
    await ann.says("   ")
    await ann.says("Our <wedding>")
    assert "1 December: Our <wedding>" in ann.text
    await ann.presses("Take out: Our <wedding>")
    assert "tell us" in ann.text


async def test_three_days_are_the_most_and_a_day_near_counts_from_next_year(talk: Talk) -> None:
    await opened(talk.db)
    ann = await read(talk.db, ANN, NOON)
    first = await dates.keep(talk.db, ann, Birthday(1, 12), "Name day", at=NOON)
    assert first.first.year == 2027
    for month in (3, 4):
        assert (await dates.keep(talk.db, ann, Birthday(1, month), "Day", at=NOON)).first.year == 2027
    with pytest.raises(Refused, match=r"dates\.enough"):
        await dates.keep(talk.db, ann, Birthday(1, 5), "One too many", at=NOON)
    await dates.keep(talk.db, ann, Birthday(1, 3), "Another name", at=NOON)
    await dates.forget(talk.db, await read(talk.db, BOB, NOON), first.line.id)
    assert [line.name for line in await dates.listed(talk.db, ann)] == ["Another name", "Day", "Name day"]


async def test_a_thumb_down_reaches_olga_once_and_nobody_speaks_for_somebody_else(talk: Talk) -> None:
    shop = await opened(talk.db)
    placed = await shop.place()
    async with talk.db.begin() as session:
        (await session.get_one(Order, placed.order_id)).delivered_at = NOON
    bob, ann = talk.person("Bob", id=BOB, language="en"), talk.person("Ann", id=ANN, language="en")
    for person in (bob, ann):
        await person.says("/start")
    olga = talk.person("Olga", id=OLGA, language="en")
    await olga.says("/start")
    await bob.presses_data(HowWasIt(order=placed.order_id, good=1).pack())
    assert "so glad" in bob.toast
    await talk.deliver()
    assert "not good" not in olga.text
    for _ in range(2):
        await bob.presses_data(HowWasIt(order=placed.order_id, good=0).pack())
    assert "We are sorry" in bob.toast
    await ann.presses_data(HowWasIt(order=placed.order_id, good=0).pack())
    await talk.deliver()
    assert f"Order № {placed.order_id}: not good" in olga.text
