"""The list of all members is written to a file, in the columns that `import` reads."""

import csv
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TextIO

from bot.rules.spreadsheets import cell_text
from bot.usecases import exports
from db.session import Database


@dataclass(frozen=True)
class TakenOut:
    members: int
    points: int


async def take_out(db: Database, path: Path, *, at: datetime) -> TakenOut:
    """Everybody is in the file, which only its owner may read; the log says that it was made. Raises FileExistsError:
    nothing is written over."""
    members = points = 0
    with _made(path) as file:  # first of all: it may not be possible
        await exports.noted(db, at=at)
        written = csv.writer(file, delimiter=";")
        written.writerow(exports.HEADER)
        async for page in exports.pages(db, at=at):
            written.writerows([cell_text(cell) for cell in row] for row in page.cells)
            members, points = members + len(page.cells), points + page.points
    return TakenOut(members, points)


def _made(path: Path) -> TextIO:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    return os.fdopen(handle, "w", encoding="utf-8-sig", newline="")
