"""What the operator reads of an import: which column is what, which lines are left out and why, and the totals."""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TextIO

from bot.rules.import_columns import FIELDS, Columns
from bot.rules.imports import Fault, Moved
from bot.rules.spreadsheets import cell_text
from bot.usecases.import_rows import Read
from bot.usecases.imports import Totals

SHOWN = 20  # lines left out that are told on the screen; all of them go into the file, where one is asked for
WIDTH = 40
WHY: Mapping[str, str] = {
    "row.nobody": "no phone and no card",
    "row.phone": "this is no phone number",
    "row.damaged": "a spreadsheet has shortened this number; export the list as text once more",
    "row.card": "this is too long for a card's number",
    "row.balance": "this is no number of points",
    "row.balance_negative": "the balance is below zero",
    "row.balance_two_ways": "thousands or a fraction? Say which: --decimal comma, or --decimal point",
    "row.tier": "there is no such level; say which it is here: --tier OLD=gold",
    "row.too_many_cells": "more cells than columns",
    "row.twice": "this phone or card stands before, in line",
    "row.known": "has brought a balance along before",
    "balance.rounded": "the fraction of a point is left out",
    "birthday.left_out": "the birthday is no date, and is left out",
    "last_order.left_out": "the last order is no date, and is left out",
}


class Report:
    """Tells it as it comes. *file*: where every line that is left out is written, as a table."""

    def __init__(self, out: TextIO, file: Path | None = None) -> None:
        self.out = out
        self._counts: Counter[str] = Counter()
        self._file = file.open("w", encoding="utf-8-sig", newline="") if file else None
        self._rows = csv.writer(self._file, delimiter=";") if self._file else None
        self._write("line", "what", "cell")

    def begins(self, name: str, encoding: str, columns: Columns) -> None:
        """Which column is read as what."""
        header = columns.header
        read = [f"{field} = “{header[columns.places[field]]}”" for field in FIELDS if field in columns.places]
        self.say(f"{name}, {encoding}: {', '.join(read)}.")
        if columns.ignored:
            self.say(f"Not read: {', '.join(f'“{each}”' for each in columns.ignored)}.")

    def page(self, records: Iterable[Read], faults: Iterable[Fault]) -> None:
        """What is wrong on this page."""
        for fault in faults:
            self._tell(fault.line, fault.code, fault.cell)
        for record in records:
            for remark in record.remarks if isinstance(record, Moved) else ():
                self._tell(record.line, remark, "")

    def _tell(self, line: int, code: str, cell: str) -> None:
        self._counts[code] += 1
        self._write(line, WHY[code], cell)
        if sum(self._counts.values()) <= SHOWN:
            self.say(f"  line {line}: {WHY[code]}{f' {cell}' if code == 'row.twice' else f' ({cell})' if cell else ''}")

    def _write(self, *cells: str | int) -> None:
        if self._rows:
            self._rows.writerow([cell_text(cell) for cell in cells])

    def ends(self, totals: Totals, welcome: int, *, dry_run: bool) -> None:
        """The totals, and how often what was wrong."""
        would = "would be" if dry_run else "are"
        if self._counts.total() > SHOWN:
            self.say("  … and more:")
            for code, times in self._counts.most_common():
                self.say(f"  {times:,} × {WHY[code]}")
        self.say(f"{totals.rows:,} rows: {totals.members:,} {would} new members, {totals.known:,} were members before;")
        self.say(f"  together they bring {totals.points:,} points.")
        self.say(f"  {totals.cards:,} cards without a phone wait for their owners, with {totals.card_points:,} points.")
        self.say(f"  {totals.duplicates:,} came twice, {totals.refused:,} cannot be read.")
        if welcome and totals.members:
            self.say(f"  With their first order here each new member gets {welcome:,} welcome points as well.")
        if self._file:
            self._file.close()

    def say(self, sentence: str) -> None:
        self.out.write(f"{sentence}\n")


class Progress:
    """How far a file is read, as a bar, where somebody looks on."""

    def __init__(self, out: TextIO, whole: int) -> None:
        self._out, self._whole = out, max(1, whole)

    def at(self, place: int) -> None:
        if self._out.isatty():
            done = min(WIDTH, WIDTH * place // self._whole)
            share = min(100, 100 * place // self._whole)
            self._out.write(f"\r[{'#' * done}{'.' * (WIDTH - done)}] {share} %")
            self._out.write("\r\x1b[K" if place >= self._whole else "")
            self._out.flush()
