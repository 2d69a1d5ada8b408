"""Olga tries a number on the last ninety days before she publishes it."""

import pytest
from sqlalchemy import update

from bot.rules.codes import format_number, member_number
from bot.usecases import program
from db.enums import Role
from db.models.staff import Staff
from tests.support.orders import DAN, NOON, OLGA, Shop, opened
from tests.support.talk import Person, Talk


@pytest.fixture
async def shop(talk: Talk) -> Shop:
    return await opened(talk.db)


@pytest.fixture
def olga(talk: Talk, shop: Shop) -> Person:
    return talk.person("Olga", id=OLGA)


def plain(person: Person) -> str:
    return person.text.replace("\N{NO-BREAK SPACE}", " ")


async def test_a_proposal_shows_what_it_would_have_done(talk: Talk, olga: Person, shop: Shop) -> None:
    await shop.place()
    await shop.place(member_id=shop.ann, amount_minor=500_00)
    await olga.says("/program")
    await olga.presses("💰 Points")
    await olga.presses("✏️ Share of an order")
    await olga.says("10")
    assert "Given: 87 points → 174 points (+87 points)" in plain(olga)
    assert "2 members would have more" in olga.text
    await olga.presses("What if?")
    assert "2 orders of the last 90 days; 2 would have earned something else." in olga.text
    assert f"№ {format_number(member_number(2))} +62 points" in plain(olga)
    assert "Bob" not in olga.text
    await olga.presses("‹ Back")
    assert "takes effect at once" in olga.text
    await olga.presses("What if?")
    await olga.presses("Yes, publish")
    assert (await program.current(talk.db, NOON)).program.earn_rate_bp == 1_000


async def test_it_can_be_asked_in_words(talk: Talk, olga: Person, shop: Shop) -> None:
    await shop.place()
    await olga.says("/program whatif earn_rate_bp 2,5 %")
    assert "5% → 2.5%" in olga.text
    assert "Given: 62 points → 31 points (−31 points)" in plain(olga)
    assert "1 member would have less" in olga.text
    assert (await program.current(talk.db, NOON)).version == 1
    await olga.presses("Propose this change")
    assert "takes effect on 28 November 2026" in olga.text


async def test_it_can_be_asked_by_buttons(olga: Person, shop: Shop) -> None:
    await shop.place()
    await olga.says("/program whatif")
    await olga.presses("🏅 Levels")
    assert "Points in Gold: ×1.5" in olga.text
    await olga.presses("Points in Bronze")
    await olga.says("fast")
    assert "can't read that" in olga.text
    await olga.says("2")
    assert "×1 → ×2" in olga.text
    assert "+62 points" in plain(olga)


@pytest.mark.parametrize("words", ["earn_rate_bp", "no_such_number 7", "earn_rate_bp 101", "earn_rate_bp <b>"])
async def test_words_that_make_no_sense_are_answered(olga: Person, words: str) -> None:
    await olga.says(f"/program whatif {words}")
    assert olga.text.startswith(("🙏", "🔮"))
    assert "Home" in olga.buttons


async def test_without_orders_it_says_so(olga: Person) -> None:
    await olga.says("/program whatif earn_rate_bp 7")
    assert "no orders of the last 90 days" in olga.text


async def test_a_manager_may_try_and_not_propose(talk: Talk, shop: Shop) -> None:
    await shop.place()
    async with talk.db.begin() as session:
        await session.execute(update(Staff).where(Staff.id == shop.dan).values(role=Role.MANAGER))
    dan = talk.person("Dan", id=DAN)
    await dan.says("/program whatif earn_rate_bp 7")
    assert "5% → 7%" in dan.text
    assert not [label for label in dan.buttons if "Propose" in label]
    await dan.presses_data("wip")
    assert "your role doesn't include it" in dan.toast
