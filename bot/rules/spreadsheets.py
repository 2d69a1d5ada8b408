"""Tables as files that spreadsheets open as tables, and that cannot make a spreadsheet do anything."""

import csv
import io
from collections.abc import Iterable, Sequence

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_file(rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with its mark, semicolons, every row on a line. A cell that would be a formula begins with an apostrophe,
    so that it is text."""
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=";", lineterminator="\r\n").writerows([_text(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def _text(cell: str) -> str:
    return f"'{cell}" if cell.startswith(STARTS_A_FORMULA) else cell
