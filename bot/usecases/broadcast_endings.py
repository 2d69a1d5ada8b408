"""Whoever got an offer and has not answered is reminded of it once, on the day before it ends."""

from datetime import datetime, timedelta

from bot.rules import timing
from bot.usecases import program
from db.models.automations import JobMark
from db.queries import broadcast_endings as queries
from db.session import Database, insert_once

BEFORE = timedelta(hours=24)
LASTING = timedelta(hours=48)  # of a shorter offer nobody is reminded: they have just read of it


async def remind(db: Database, at: datetime) -> int:
    """Every offer that ends within a day is told of once more, by day, to those who did not answer; returns for how
    many offers there was something. The reminder is advertising as any other: consent and caps are asked again."""
    async with db.begin(alone=True) as session:
        rules, reminded = await program.in_force(session, at), 0
        for row in await queries.ending(session, at, BEFORE, LASTING):
            mark = {"name": f"broadcast.ending:{row.id}", "done_through": timing.local_date(at, rules.zone), "at": at}
            assert row.deadline
            due = timing.next_allowed(at, rules.zone, rules.program)
            if due < row.deadline and await insert_once(session, JobMark, mark, index=["name"]):
                claim = [button for button in row.buttons if button["do"] in ("claim", "going")]
                facts = {"broadcast": row.id, "deadline": row.deadline.isoformat(), "buttons": claim}
                await queries.remind(session, row, facts, at=at, due=due)
                session.info["outbox"] = True
                reminded += 1
        return reminded
