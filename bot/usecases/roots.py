"""The day's seal over the books, told to the owners: kept in their chats, where nobody can quietly change it."""

from datetime import datetime, timedelta

from bot.rules import timing
from bot.usecases import notify, program
from db.enums import Lane
from db.ledger import roots
from db.session import Database


async def seal(db: Database, at: datetime) -> int:
    """Yesterday's root is sealed once and told to those who may see the log, unless nothing moved; 1 or 0."""
    rules = await program.current(db, at)
    if rules.version == 0:
        return 0
    yesterday = timing.local_date(at, rules.zone) - timedelta(days=1)
    async with db.read() as session:
        before = await roots.latest(session)
    if before and before.day >= yesterday:
        return 0
    async with db.begin() as session:
        sealed = await roots.seal_day(session, yesterday, at)
        if not sealed.accounts or (before and before.root == sealed.root):
            return 0
        facts = {"day": yesterday.isoformat(), "root": sealed.root.hex(), "accounts": sealed.accounts}
        key = f"root:{yesterday.isoformat()}"
        notice = notify.Notice("root.sealed", facts, key=key, lane=Lane.SERVICE, silent=True)
        await notify.tell_staff(session, "audit.see", notice, at=at)
        return 1
