"""A test that reached nobody has no winner: whoever sent it is asked."""

from datetime import timedelta

from sqlalchemy import update

from bot.usecases import broadcast_rounds, broadcasts
from db.enums import MessageState
from db.models.messages import OutgoingMessage
from db.session import Database
from tests.support.mailings import mailed
from tests.support.orders import NOON, OLGA
from tests.usecases.test_broadcast_freeze import TWO, opened


async def test_where_the_test_reached_nobody_a_person_chooses_for_the_rest(db: Database) -> None:
    shop, _ = await opened(db, 20)
    olga = await shop.actor(OLGA)
    report = await mailed(db, olga, at=NOON, content=TWO, test_bp=5_000, winner_hours=1)
    async with db.begin() as session:
        tried = update(OutgoingMessage).where(OutgoingMessage.variant.is_not(None))
        await session.execute(tried.values(state=MessageState.SKIPPED, reason="cap_week"))
    for hours in (1, 2):
        await broadcast_rounds.turn(db, NOON + timedelta(hours=hours))
    assert await shop.told(OLGA) == ["broadcast.to_choose"]
    seen = await broadcasts.report(db, olga, report.id, at=NOON + timedelta(hours=2))
    assert seen.waits_for == "winner"
    await broadcast_rounds.choose_winner(db, olga, report.id, "B", at=NOON + timedelta(hours=2))
    assert (await broadcasts.report(db, olga, report.id, at=NOON + timedelta(hours=2))).waits_for is None
