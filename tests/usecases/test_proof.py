"""A member's own check notices what no screen would show, and a daily seal covers more than one member."""

from datetime import date

import pytest
from sqlalchemy import text

from bot.usecases import proof
from bot.usecases.errors import Refused
from db.ledger import roots
from db.session import Database
from tests.support.ledger import NOON, earned, joined, spent

DAY = date(2026, 5, 4)


async def rewritten(db: Database, entry_id: int, reason: str) -> None:
    """What somebody with the database's keys could do, triggers and all."""
    async with db.begin() as session:
        trigger = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'entries'"
        guards = (await session.execute(text(trigger))).all()
        for name, _ in guards:
            await session.execute(text(f"DROP TRIGGER {name}"))
        await session.execute(text("UPDATE entries SET reason = :why WHERE id = :id"), {"why": reason, "id": entry_id})
        for _, guard in guards:
            await session.execute(text(guard))


async def test_a_rewritten_entry_is_named(sqlite_db: Database) -> None:
    [ann] = await joined(sqlite_db, "Ann")
    await earned(sqlite_db, ann, 62)
    second = await earned(sqlite_db, ann, 50)
    await spent(sqlite_db, ann, 12)
    assert (await proof.check(sqlite_db, ann)).bad_entry is None
    await rewritten(sqlite_db, second.entry_id, "birthday")
    checked = await proof.check(sqlite_db, ann)
    assert (checked.entries, checked.bad_entry) == (3, second.entry_id)
    await rewritten(sqlite_db, second.entry_id, "order.delivered")


async def test_each_of_three_members_is_covered_by_the_days_seal(db: Database) -> None:
    members = await joined(db, "Ann", "Bob", "Carl")
    for points, member in enumerate(members, 50):
        await earned(db, member, points)
    async with db.begin() as session:
        sealed = await roots.seal_day(session, DAY, NOON)
    await earned(db, members[0], 7)  # after the seal: counted, and in the next one
    for points, member in zip((57, 51, 52), members, strict=True):
        checked = await proof.check(db, member)
        assert (checked.balance, checked.in_seal) == (points, True)
        assert checked.sealed is not None
        assert checked.sealed.root == sealed.root


async def test_of_nothing_there_is_no_proof(db: Database) -> None:
    [ann] = await joined(db, "Ann")
    assert await proof.check(db, ann) == proof.Checked(0, 0, None, None, in_seal=False)
    with pytest.raises(Refused, match=r"proof\.nothing_yet"):
        await proof.document(db, ann)
