"""How far behind the programme is, as /health tells it."""

from datetime import UTC, datetime, timedelta

from bot.usecases import inbox, vitals
from bot.usecases.inbox import Arrival
from bot.usecases.vitals import Ages
from db.session import Database
from tests.support import shop

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


async def test_nothing_waits_in_a_new_shop(db: Database) -> None:
    assert await vitals.ages(db, at=NOON) == Ages(None, None)


async def test_the_oldest_update_and_the_oldest_due_message_tell_how_far_behind_we_are(db: Database) -> None:
    for update_id, seconds in ((1, 0), (2, 20)):
        arrival = Arrival(update_id, 7, "message", "{}")
        await inbox.store(db, 42, [arrival], at=NOON + timedelta(seconds=seconds), until=NOON + timedelta(seconds=60))
    await shop.plan(db, 7, "order", at=NOON + timedelta(seconds=10))
    await shop.plan(db, 7, "tomorrow", at=NOON, due_at=NOON + timedelta(days=1))
    assert await vitals.ages(db, at=NOON + timedelta(seconds=30)) == Ages(30, 20)
    await inbox.finish(db, 42, [1], at=NOON)
    assert await vitals.ages(db, at=NOON + timedelta(seconds=30)) == Ages(10, 20)
