"""A broadcast to a million, in a process of its own: `python -m tests.bench.million <database> <members>` prints how
long planning took beside the bare statement, what claiming and marking a thousand costs at the beginning and at the
end, and how much memory all of it took."""

import asyncio
import json
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text, update

from bot.usecases import outbox
from bot.usecases.attempts import sent
from bot.usecases.outbox import Wish
from db.enums import Lane, MessageState
from db.models.messages import OutgoingMessage
from db.patience import patiently
from db.session import Database
from tests.bench import audience
from tests.support.orders import NOON

BATCH, BATCHES = 1_000, 12
RAW = """
INSERT INTO outbox (key, chat_id, member_id, broadcast_id, variant, lane, advertising, topic, kind, facts, state,
created_at, due_at, wave, worth, silent, attempt)
SELECT 'raw:' || member_id, chat_id, member_id, 999, 'A', 'bulk', {yes}, 'offers', 'broadcast.sent', '{{}}', 'planned',
'{at}', '{at}', 0, 0, {no}, 0 FROM people ORDER BY member_id
"""


async def main(url: str, members: int) -> dict[str, float]:
    db = Database.connect(url)
    await audience.opened(db, members)
    raw = [await _in_seconds(lambda: _raw(db))]
    await _forget(db)
    before = _peak_from_now()
    planned = [await _in_seconds(lambda: audience.planned(db, at=NOON))]
    await _forget(db)
    raw += [await _in_seconds(lambda: _raw(db))]
    await _forget(db)
    planned += [await _in_seconds(lambda: audience.planned(db, at=NOON))]
    first = await _claims(db)
    await _pass_over(db, members)
    last = await _claims(db)
    grown = _memory("VmHWM") - before
    await db.close()
    return {"raw": min(raw), "planned": min(planned), "first": first, "last": last, "grown": grown}


async def _raw(db: Database) -> None:
    words = {"yes": "1", "no": "0"} if db.dialect == "sqlite" else {"yes": "true", "no": "false"}
    async with db.begin() as session:
        at = NOON.strftime("%Y-%m-%d %H:%M:%S.%f") + ("" if db.dialect == "sqlite" else "+00")
        await patiently(session, text(RAW.format(at=at, **words).replace(":", r"\:")))


async def _forget(db: Database) -> None:
    async with db.begin() as session:
        await patiently(session, text("DELETE FROM outbox"))


async def _claims(db: Database) -> float:
    """Milliseconds to claim a thousand and to mark them as sent: the median of some."""
    took = []
    for _ in range(BATCHES):
        began = time.perf_counter()
        claim = await outbox.claim(db, Wish("bench", {Lane.BULK: BATCH}), at=NOON)
        await outbox.settle(db, [sent(row, row.id) for row in claim.leaving], at=NOON)
        assert len(claim.leaving) == BATCH
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took)


async def _pass_over(db: Database, members: int) -> None:
    """All but the last were sent, as the sender would have written it down."""
    done = {"state": MessageState.SENT, "attempt": 1, "owner": "bench", "left_at": NOON - timedelta(minutes=1)}
    rest = (BATCHES + 1) * BATCH
    async with db.begin() as session:
        middle = OutgoingMessage.state == MessageState.PLANNED, OutgoingMessage.member_id <= members - rest
        await patiently(session, update(OutgoingMessage).where(*middle).values(**done))


def _peak_from_now() -> float:
    """What is resident; the peak is counted anew, now that the database's own cache is full."""
    Path("/proc/self/clear_refs").write_text("5")
    return _memory("VmRSS")


def _memory(name: str) -> float:
    """Megabytes."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024


async def _in_seconds(work: Callable[[], Awaitable[object]]) -> float:
    began = time.perf_counter()
    await work()
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(main(sys.argv[1], int(sys.argv[2])))))
