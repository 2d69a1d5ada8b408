"""Where the fifths of recency, frequency and money end among all members who ever ordered, and how many are in each
cell: read once a night, kept in two small tables that segments ask."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import and_, case, delete, func, insert, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.enums import MemberState
from db.expressions import seconds_of
from db.models.members import Member
from db.models.segments import RfmCell, Threshold

_COUNTED = and_(Member.state == MemberState.ACTIVE, Member.orders_count > 0, Member.last_order_at.is_not(None))
_NUMBERS = {"recency": Member.last_order_at, "frequency": Member.orders_count, "monetary": Member.spent_minor}
Steps = Mapping[str, Sequence[int]]  # "recency", "frequency", "monetary" → ends of the first four fifths


@dataclass(frozen=True)
class Cell:
    """How many members have these three scores, and what they have spent."""

    recency: int
    frequency: int
    monetary: int
    members: int
    spent_minor: int


async def counted(session: AsyncSession) -> int:
    """How many members have ordered."""
    return await session.scalar(select(func.count()).select_from(Member).where(_COUNTED)) or 0


async def numbers_at(session: AsyncSession, what: str, places: Sequence[int]) -> dict[int, int]:
    """The numbers at these places (from 0) when all are put in order, the smallest first."""
    column: Any = _NUMBERS[what]
    place = (func.row_number().over(order_by=column) - 1).label("place")
    ordered = select(column.label("number"), place).where(_COUNTED).subquery()
    number = seconds_of(ordered.c.number) if what == "recency" else ordered.c.number
    found = select(ordered.c.place, number).where(ordered.c.place.in_(places))
    return {int(at): int(value) for at, value in (await session.execute(found)).all()}


async def cells(session: AsyncSession, steps: Steps) -> list[Cell]:
    """Every cell with somebody in it. A statement that reads all members."""
    scores = [_score(what, steps[what]).label(what) for what in _NUMBERS]
    found = select(*scores, func.count(), func.sum(Member.spent_minor)).where(_COUNTED).group_by(*scores)
    return [Cell(*(int(value) for value in row)) for row in (await session.execute(found)).all()]


def _score(what: str, steps: Sequence[int]) -> Any:
    """As bot/rules/rfm.py scores: one more for each step that lies below."""
    column: Any = _NUMBERS[what]
    if what == "recency":
        above = [column >= datetime.fromtimestamp(step + 1, UTC) for step in steps]
    else:
        above = [column > step for step in steps]
    score: Any = literal(1)
    for each in above:
        score = score + case((each, 1), else_=0)
    return score


async def keep(
    session: AsyncSession, thresholds: Mapping[tuple[str, int], int], found: Sequence[Cell], at: datetime
) -> None:
    """These are the newest thresholds and cells; what was before is gone."""
    for table in (Threshold, RfmCell):
        await session.execute(delete(table))
    if thresholds:
        rows = [{"what": what, "step": step, "value": value, "at": at} for (what, step), value in thresholds.items()]
        await session.execute(insert(Threshold), rows)
    if found:
        await session.execute(insert(RfmCell), [{**vars(cell), "at": at} for cell in found])


async def kept(session: AsyncSession) -> list[Cell]:
    """The cells of the newest night; none before the first, or while hardly anybody has ordered."""
    columns = (RfmCell.recency, RfmCell.frequency, RfmCell.monetary, RfmCell.members, RfmCell.spent_minor)
    return [Cell(*row) for row in (await session.execute(select(*columns))).all()]
