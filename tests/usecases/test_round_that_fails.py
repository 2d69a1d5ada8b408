"""A broadcast that cannot be read keeps no other from its time."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.usecases import broadcast_rounds, broadcasts
from db.enums import BroadcastState, SendWhen
from db.models.broadcasts import Broadcast
from db.session import Database
from tests.support.mailings import mailed
from tests.support.orders import NOON, OLGA
from tests.usecases.test_broadcast_freeze import opened

LATER = NOON + timedelta(hours=3)


async def test_a_broadcast_that_fails_keeps_no_other_from_its_time(sqlite_db: Database) -> None:
    shop, _ = await opened(sqlite_db)
    olga = await shop.actor(OLGA)
    broken, sound = [await mailed(sqlite_db, olga, at=NOON, when=SendWhen.AT, starts_at=LATER) for _ in range(2)]
    async with sqlite_db.begin() as session:
        await session.execute(update(Broadcast).where(Broadcast.id == broken.id).values(content={"A": 7}))
    with pytest.raises(ExceptionGroup):
        await broadcast_rounds.turn(sqlite_db, LATER)
    seen = await broadcasts.report(sqlite_db, olga, sound.id, at=LATER)
    assert (seen.state, seen.progress.audience) == (BroadcastState.RUNNING, 2)
