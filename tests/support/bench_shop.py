"""A shop with members who have points and history, for the benches."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from bot.seed import Demo, Guest
from bot.settings import Settings
from db.migrations.run import migrate
from db.session import Database


async def furnish(url: str, people: Sequence[int], *, at: datetime) -> None:
    """Everybody of *people* (chat ids) has joined and has had one order delivered; nothing waits in the outbox."""
    settings = Settings(_env_file=None, data_dir=Path("."), owner_ids=frozenset({1}))
    await migrate(url)
    db = Database.connect(url)
    try:
        demo = Demo(db, settings, at)
        olga, then = await demo.opens(), at - timedelta(days=1)
        for number, chat_id in enumerate(people):
            guest = Guest(chat_id, f"Person {number}", "en", f"+7902{number:07d}", 0)
            await demo.orders(olga, await demo.joins(guest, then, None), then)
        await demo.settles()
    finally:
        await db.close()
