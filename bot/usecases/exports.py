"""The list of all members as a file: the same columns that are brought in."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules.codes import format_number
from bot.rules.spreadsheets import Cell
from bot.usecases import audit, program
from db.ledger import read
from db.queries import imports as queries
from db.queries.imports import ListLine
from db.session import Database

HEADER = ("phone", "name", "birthday", "balance", "card", "tier", "last order", "joined")
PAGE = 1_000


@dataclass(frozen=True)
class Rows:
    """Rows of a page, as a spreadsheet has them."""

    cells: list[tuple[Cell, ...]]
    points: int


async def noted(db: Database, *, at: datetime) -> None:
    """The log says that the list was taken out."""
    async with db.begin() as session:
        await audit.write(session, None, "exports.members", "members", at=at)


async def pages(db: Database, *, at: datetime) -> AsyncIterator[Rows]:
    """Everybody who is somebody, a page at a time; their number stands as their card, for it is on it."""
    after, more = 0, True
    while more:
        async with db.read() as session:
            lines = await queries.members_after(session, after, PAGE)
            yield await _rows(session, lines, at)
        more, after = len(lines) == PAGE, lines[-1].member_id if lines else after


async def _rows(session: AsyncSession, lines: list[ListLine], at: datetime) -> Rows:
    zone = (await program.in_force(session, at)).zone
    points = await read.available(session, [line.member_id for line in lines])
    cells: list[tuple[Cell, ...]] = [
        (
            line.phone,
            line.name,
            _birthday(line),
            max(0, points.get(line.member_id, 0)),
            format_number(line.number),
            line.tier.value,
            line.last_order_at.astimezone(zone).date().isoformat() if line.last_order_at else "",
            line.joined_at.astimezone(zone).date().isoformat(),
        )
        for line in lines
    ]
    return Rows(cells, sum(int(row[3] or 0) for row in cells))


def _birthday(line: ListLine) -> str:
    if line.birthday_day is None or line.birthday_month is None:
        return ""
    if line.birthday_year is None:
        return f"{line.birthday_day:02d}.{line.birthday_month:02d}"
    return f"{line.birthday_year:04d}-{line.birthday_month:02d}-{line.birthday_day:02d}"
