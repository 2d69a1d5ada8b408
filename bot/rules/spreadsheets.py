"""Tables as files that spreadsheets open as tables, and that cannot make a spreadsheet do anything."""

import csv
import io
from collections.abc import Iterable, Sequence

from xlsxwriter import Workbook

Cell = str | int | float | None
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
WORDS_STAY_WORDS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def csv_file(rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with its mark, semicolons, every row on a line. Words that would be a formula begin with an apostrophe, so
    that they are text; numbers may be below zero."""
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=";", lineterminator="\r\n").writerows(
        [cell_text(cell) for cell in row] for row in rows
    )
    return written.getvalue().encode("utf-8-sig")


def cell_text(cell: Cell) -> str:
    """The cell as a table's file has it, never a formula."""
    if not isinstance(cell, str):
        return "" if cell is None else str(cell)
    return f"'{cell}" if cell.startswith(STARTS_A_FORMULA) else cell


def xlsx_file(title: str, rows: Iterable[Sequence[str | int | float]]) -> bytes:
    """A workbook with one sheet called *title* (at most 31 letters, without []:*?/\\); its first row is the heading.
    Numbers are numbers; words are words, whatever they begin with."""
    written = io.BytesIO()
    with Workbook(written, {"in_memory": True, **WORDS_STAY_WORDS}) as book:
        sheet, bold = book.add_worksheet(title), book.add_format({"bold": True})
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row, None if number else bold)
        sheet.freeze_panes(1, 0)
        sheet.autofit()
    return written.getvalue()
