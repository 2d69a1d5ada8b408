"""Lists of members as other programmes write them: how the text is encoded, what stands between cells, which line is
what."""

import codecs
import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Any

SEPARATORS = (";", ",", "\t", "|")
WORKBOOK = b"PK\x03\x04"
HIGH = 0x80  # bytes from here on are letters beyond the English ones
WINDOWS_CYRILLIC, WINDOWS_CENTRAL = "cp1251", "cp1250"
# The mark of UTF-8, as it is, and as it reads where the list below it is not UTF-8.
MARKS = ("\ufeff", *(codecs.BOM_UTF8.decode(encoding) for encoding in (WINDOWS_CYRILLIC, WINDOWS_CENTRAL)))


class BadList(ValueError):
    """Told to the host's operator alone (bot/move_in/report.py has the words): `code` says what, `facts` fill gaps."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


class BadFile(BadList):
    """A file that is no list of members: "import.empty", "import.workbook", "import.columns", "import.torn"."""


def encoding_of(chunks: Iterable[bytes]) -> str:
    """The encoding of a file, read once from its beginning to its end. Raises BadFile."""
    rest = iter(chunks)
    first = next(rest, b"")
    if not first.strip():
        raise BadFile("import.empty")
    if first.startswith(WORKBOOK):
        raise BadFile("import.workbook")
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\0" in first:  # of two bytes that are a sign or a digit, the one that comes first
        return "utf-16-be" if first.index(0) % 2 == 0 else "utf-16-le"
    decoder = codecs.getincrementaldecoder("utf-8")()
    chunk = first
    try:
        for chunk in chain([first], rest):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return _windows(chunk)
    return "utf-8-sig"


def _windows(sample: bytes) -> str:
    """Russian words are letters beyond the English ones from end to end; Polish words have one here and there."""
    together = alone = 0
    for before, byte in pairwise(sample):
        if byte >= HIGH and before >= HIGH:
            together += 1
        elif (byte >= HIGH) != (before >= HIGH) and chr(min(byte, before)).isalpha():
            alone += 1
    return WINDOWS_CYRILLIC if together >= alone else WINDOWS_CENTRAL


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a table; `line`: on which line of the file it ends."""

    line: int
    cells: list[str]


@dataclass(frozen=True)
class Table:
    """The heading, and the records below it, read as they are asked for."""

    header: list[str]
    records: Iterator[Record]


def table(lines: Iterable[str]) -> Table:
    """The file's text as a table. Raises BadFile, also while its records are read ("import.torn", with `line`: a quote
    that nobody closed, or a cell of more than 100,000 letters)."""
    rest, skipped = iter(lines), 0
    first = _unmarked(next(rest, ""))
    given = re.fullmatch(r"sep=(.)\s*", first)  # how a spreadsheet is told, in a line of its own
    if given:
        first, skipped = next(rest, ""), 1
    if not first.strip():
        raise BadFile("import.empty")
    separator = given[1] if given else separator_of(first)
    records = _records(chain([first], rest), separator, skipped)
    header = next(records)
    return Table(header.cells, records)


def _unmarked(line: str) -> str:
    return next((line.removeprefix(mark) for mark in MARKS if line.startswith(mark)), line)


def separator_of(line: str) -> str:
    """What stands most often between the words of the heading, quoted words left out."""
    bare = re.sub(r'"[^"]*"', "", line)
    return max(SEPARATORS, key=bare.count)


def _records(lines: Iterable[str], separator: str, skipped: int) -> Iterator[Record]:
    reader = csv.reader(lines, delimiter=separator, skipinitialspace=True)
    try:
        for cells in reader:
            yield Record(reader.line_num + skipped, cells)
    except csv.Error:
        raise BadFile("import.torn", line=reader.line_num + skipped) from None
