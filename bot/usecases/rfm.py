"""Every night the members who ordered are split anew into fifths by recency, frequency and money."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules import rfm as rules
from bot.rules import timing
from bot.usecases import program
from db.models.automations import JobMark
from db.queries import rfm as queries
from db.session import Database, upsert

MARK = "rfm.recounted"
Thresholds = dict[tuple[str, int], int]


async def recount(db: Database, at: datetime) -> int:
    """Segments by fifths, and the heat map, are those of this local day. Returns how many members were counted; once a
    local day: asked again it changes nothing. Reads on a connection of its own: nobody waits for it."""
    async with db.read() as session:
        in_force, mark = await program.in_force(session, at), await session.get(JobMark, MARK)
    today = timing.local_date(at, in_force.zone)
    if in_force.version == 0 or (mark and mark.done_through >= today):
        return 0
    async with db.read(long=True) as session:
        members = await queries.counted(session)
        split = members >= rules.ENOUGH
        thresholds = await _thresholds(session, members) if split else {}
        cells = await queries.cells(session, _steps(thresholds)) if split else []
    async with db.begin() as session:
        await queries.keep(session, thresholds, cells, at)
        await upsert(session, JobMark, {"name": MARK, "done_through": today, "at": at}, index=["name"])
    return members


async def _thresholds(session: AsyncSession, members: int) -> Thresholds:
    ends, top = rules.ends(members), rules.end_below_top(members)
    found: Thresholds = {}
    for what in ("recency", "frequency", "monetary"):
        places = [*ends, top] if what == "monetary" else ends
        numbers = await queries.numbers_at(session, what, places)
        found |= {(what, step): numbers[place] for step, place in enumerate(ends, start=1)}
        if what == "monetary":
            found["top_spend", 1] = numbers[top]
    return found


def _steps(thresholds: Thresholds) -> dict[str, list[int]]:
    steps: dict[str, list[int]] = {}
    for (what, _), value in sorted(thresholds.items()):
        steps.setdefault(what, []).append(value)
    return steps
