"""The question of a quarter: would you recommend us? Asked of some, answered once, told to Olga in figures."""

from datetime import timedelta

from sqlalchemy import select, update

from bot.rules import nps as rule
from bot.usecases import consents, feedback_weekly, nps
from db.models.feedback import NpsAnswer
from db.models.members import Member
from db.models.program import ProgramVersion
from tests.support.orders import ANN, BOB, NOON, OLGA, Shop, opened
from tests.support.programs import sushi
from tests.support.talk import Talk
from tests.support.tiers import bought


async def a_quarter(talk: Talk) -> Shop:
    """Everybody is asked: Ann and Bob get offers and have ordered."""
    shop = await opened(talk.db, sushi(nps_share_bp=10_000))
    for chat, member in ((ANN, shop.ann), (BOB, shop.bob)):
        await consents.advertise(talk.db, await shop.actor(chat), True, source="settings", at=NOON)
        await bought(shop, member, 100_000, NOON - timedelta(days=3))
        async with talk.db.begin() as session:
            await session.execute(
                update(Member).where(Member.id == member).values(last_order_at=NOON - timedelta(days=3))
            )
    return shop


async def test_bob_is_asked_once_a_quarter_and_says_why(talk: Talk) -> None:
    shop = await a_quarter(talk)
    bob, olga = talk.person("Bob", id=BOB), talk.person("Olga", id=OLGA)
    await olga.says("/start")
    asked = 0
    for day in range(rule.DAYS):
        talk.clock.advance(timedelta(days=1))
        asked += await nps.ask(talk.db, talk.clock.now())
        asked += await nps.ask(talk.db, talk.clock.now())
    assert asked == 2
    await talk.deliver()
    assert "recommend" in bob.text
    assert [label for label in bob.buttons if label.isdecimal()] == [str(score) for score in range(11)]
    await bob.presses("4")
    assert "Why" in bob.text
    await bob.presses_data("nps:4:10")
    await bob.says("Delivery is often late")
    assert "Thank you" in bob.text
    async with talk.db.read() as session:
        found = await session.scalars(select(NpsAnswer).where(NpsAnswer.member_id == shop.bob))
        assert [(each.score, each.words) for each in found] == [(4, "Delivery is often late")]
    await olga.says("/feedback")
    await olga.presses("Would recommend")
    assert "Bronze: −100 (1 answer)" in olga.text
    await olga.presses("What they write")
    assert "Delivery is often late" in olga.text
    assert "Late" in olga.text
