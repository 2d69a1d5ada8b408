"""A shop with members who have points and history, for the benches."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from bot.jobs.rounds import ROUNDS
from bot.seed import Demo, Guest
from bot.settings import Settings
from db.migrations.run import migrate
from db.session import Database


async def furnish(url: str, people: Sequence[int], *, at: datetime) -> None:
    """A shop in the middle of its day: everybody of *people* (chat ids) has joined and has had one order delivered, the
    day's rounds are done, and nothing waits in the outbox."""
    settings = Settings(_env_file=None, data_dir=Path("."), owner_ids=frozenset({1}))
    await migrate(url)
    db = Database.connect(url)
    try:
        demo = Demo(db, settings, at)
        olga, then = await demo.opens(), at - timedelta(days=1)
        for number, chat_id in enumerate(people):
            guest = Guest(chat_id, f"Person {number}", "en", f"+7902{number:07d}", 0)
            await demo.orders(olga, await demo.joins(guest, then, None), then)
        for job in ROUNDS.values():
            await job(db, at)
        await demo.settles()
    finally:
        await db.close()
