"""Ann names the days that matter to her."""

import pytest

from bot.rules.timing import Birthday
from bot.usecases import dates
from bot.usecases.actor import read
from bot.usecases.errors import Refused
from tests.support.orders import ANN, BOB, NOON, opened
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
