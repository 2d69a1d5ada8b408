"""Workbooks of several sheets, written row by row: what is long needs no more memory than what is short."""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from xlsxwriter import Workbook

from bot.rules.spreadsheets import WORDS_STAY_WORDS, Cell

LONGEST_NAME = 31
WIDTH = 14  # of a column, in letters; the first holds names
FIRST_WIDTH = 26


@dataclass(frozen=True)
class Sheet:
    """A table; its first row is the heading."""

    name: str
    rows: Iterable[Sequence[Cell]]


def xlsx_book(sheets: Iterable[Sheet], *, made_at: datetime) -> bytes:
    """The workbook. Numbers are numbers; words are words, whatever they begin with: nothing in it is ever reckoned."""
    written = io.BytesIO()
    with Workbook(written, {"constant_memory": True, **WORDS_STAY_WORDS}) as book:
        book.set_properties({"created": made_at.replace(tzinfo=None)})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        for number, sheet in enumerate(sheets, 1):
            page = book.add_worksheet(_name(sheet.name, number))
            page.freeze_panes(1, 1)
            page.set_column(0, 0, FIRST_WIDTH)
            page.set_column(1, 30, WIDTH)
            for place, row in enumerate(sheet.rows):
                page.write_row(place, 0, row, None if place else bold)
    return written.getvalue()


def _name(name: str, number: int) -> str:
    """As a sheet may be called: not too long, without signs that mean something in a formula."""
    return re.sub(r"[\[\]:*?/\\']", " ", name).strip()[:LONGEST_NAME] or str(number)
