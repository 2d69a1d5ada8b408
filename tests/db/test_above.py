"""Who may lose a tier is found through the index of those above the lowest, however many members there are."""

from typing import Any

from sqlalchemy import Connection, event, text
from sqlalchemy.orm import Session

from db.enums import Tier
from db.models.members import Member
from db.queries import tiers
from db.session import Database
from tests.support.orders import NOON

MEMBERS, EACH = 5_000, 50


async def crowded(db: Database) -> None:
    """Every fiftieth of the members is Gold."""
    async with db.begin() as session:
        for number in range(1, MEMBERS + 1):
            tag, tier = f"M{number}", Tier.GOLD if number % EACH == 0 else Tier.BRONZE
            session.add(Member(number=tag, card_code=tag, referral_code=tag, joined_at=NOON, tier=tier))
        await session.flush()
        await session.execute(text("ANALYZE"))


async def test_the_review_reads_only_those_above_the_lowest(db: Database) -> None:
    await crowded(db)
    asked: list[tuple[str, Any]] = []

    def note(connection: Connection, cursor: Any, statement: str, values: Any, *_: Any) -> None:
        asked.append((statement, values))

    def explained(session: Session) -> str:
        explain = "EXPLAIN QUERY PLAN " if db.dialect == "sqlite" else "EXPLAIN "
        statement, values = asked[0]
        return "\n".join(str(tuple(row)) for row in session.connection().exec_driver_sql(explain + statement, values))

    async with db.read() as session:
        engine = (await session.connection()).sync_connection.engine  # type: ignore[union-attr]
        event.listen(engine, "before_cursor_execute", note)
        found = await tiers.above(session, NOON, after=MEMBERS // 2, limit=500)
        event.remove(engine, "before_cursor_execute", note)
        plan = await session.run_sync(explained)
    assert [line.id for line in found] == list(range(MEMBERS // 2 + EACH, MEMBERS + 1, EACH))
    assert "ix_members_above" in plan
