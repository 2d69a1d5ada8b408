"""The question of a quarter: would you recommend us? Asked of some, answered once, told to Olga in figures."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update

from bot.rules import nps as rule
from bot.usecases import consents, conversations, feedback_weekly, nps
from bot.usecases.conversations import Said
from db.models.feedback import NpsAnswer
from db.models.members import Member
from tests.support.orders import ANN, BOB, NOON, OLGA, Shop, opened
from tests.support.programs import sushi
from tests.support.talk import Talk
from tests.support.tiers import bought

NEW_YEAR = datetime(2027, 1, 1, 9, 30, tzinfo=UTC)  # 12:30 in Moscow, a Friday


async def a_quarter(talk: Talk) -> Shop:
    """Everybody is asked: Ann and Bob get offers and have ordered."""
    shop = await opened(talk.db, sushi(nps_share_bp=10_000))
    for chat, member in ((ANN, shop.ann), (BOB, shop.bob)):
        await consents.advertise(talk.db, await shop.actor(chat), True, source="settings", at=NOON)
        await bought(shop, member, 100_000, NOON)
        async with talk.db.begin() as session:
            await session.execute(update(Member).where(Member.id == member).values(last_order_at=NOON))
    return shop


async def asked_through_the_quarter(talk: Talk) -> int:
    asked = 0
    for day in range(0, rule.DAYS + 14, 7):
        talk.clock.set(NEW_YEAR + timedelta(days=day))
        asked += await nps.ask(talk.db, talk.clock.now()) + await nps.ask(talk.db, talk.clock.now())
        await talk.deliver()
    return asked


async def test_bob_is_asked_once_a_quarter_and_says_why(talk: Talk) -> None:
    shop = await a_quarter(talk)
    bob, olga = talk.person("Bob", id=BOB), talk.person("Olga", id=OLGA)
    await olga.says("/start")
    assert await asked_through_the_quarter(talk) == 2
    assert "Would you recommend Sushi Okaeri" in bob.text
    assert [label for label in bob.buttons if label.isdecimal()] == [str(score) for score in range(11)]
    scores = bob.messages[-1]
    talk.clock.set(NEW_YEAR + timedelta(days=20))
    await bob.presses("4")
    assert "4 of 10: thank you!" in bob.text
    assert "Talk to us" in " ".join(bob.buttons)
    await bob.presses("Say why")
    await bob.says("Delivery is often late")
    assert "“Delivery is often late”" in bob.text
    await bob.presses_data("nps:2027Q1:10", scores)
    assert "4 of 10" in bob.text
    async with talk.db.read() as session:
        found = await session.scalars(select(NpsAnswer).where(NpsAnswer.member_id == shop.bob))
        assert [(each.score, each.words) for each in found] == [(4, "Delivery is often late")]
    await bob.presses_data("nps:2027Q1:11", scores)
    assert "0 to 10" in bob.toast
    await bob.presses_data("nps:2026Q4:9", scores)
    assert "over" in bob.toast
    await olga.says("/feedback")
    await olga.presses("Would recommend")
    assert "Quarter 1 of 2027: too few answers yet, 10 are needed (1 answer)" in olga.text
    assert "1 of 2 asked has answered" in olga.text
    await olga.presses("What they write")
    assert "🐢 Late: 1 text, 1 of them unhappy" in olga.text
    assert "Delivery is often late" in olga.text


async def test_who_is_in_a_talk_or_wants_no_tips_is_not_asked(talk: Talk) -> None:
    shop = await a_quarter(talk)
    await consents.advertise(talk.db, await shop.actor(ANN), False, source="settings", at=NOON)
    await conversations.write(talk.db, await shop.actor(BOB), Said("My soup was cold"), at=NOON)
    assert await asked_through_the_quarter(talk) == 0


async def test_on_monday_olga_reads_what_was_said_last_week_and_never_twice(talk: Talk) -> None:
    shop = await a_quarter(talk)
    olga = talk.person("Olga", id=OLGA)
    await olga.says("/start")
    await conversations.write(talk.db, await shop.actor(BOB), Said("The courier was late and the rolls cold"), at=NOON)
    monday = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)  # 9:00 in Moscow
    assert await feedback_weekly.send(talk.db, monday - timedelta(minutes=1)) == 0
    assert [await feedback_weekly.send(talk.db, monday) for _ in range(2)] == [1, 0]
    talk.clock.set(monday)
    await talk.deliver()
    assert "in the week up to 22 November 2026" in olga.text
    assert "“The courier was late and the rolls cold”" in olga.text
    assert "1 waits for an answer" in olga.text
    assert "Bob" not in olga.text
    await olga.presses("More of it")
    assert "Nothing yet" in olga.text, "nobody has rated an order"
    await olga.presses("💬 Talks")
    assert "1 talk, 1 not closed" in olga.text
    assert "not enough data yet" in olga.text
