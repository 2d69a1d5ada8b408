"""Phones and cards of a list that have come already, on disk: a list of a million needs no more memory."""

import sqlite3
from collections.abc import Sequence

_LINE = "SELECT line FROM seen WHERE name = ?"


class OnDisk:
    """A temporary file, gone with the process."""

    def __init__(self) -> None:
        self._file = sqlite3.connect("", isolation_level=None)
        self._file.execute("PRAGMA journal_mode=OFF")
        self._file.execute("CREATE TABLE seen (name TEXT PRIMARY KEY, line INTEGER) WITHOUT ROWID")

    def before(self, names: Sequence[str], line: int) -> int | None:
        """The first line on which one of *names* came; None: on none, and from now on on this one."""
        found = [row[0] for name in names for row in self._file.execute(_LINE, (name,))]
        if not found:
            self._file.executemany("INSERT INTO seen VALUES (?, ?)", [(name, line) for name in names])
        return min(found, default=None)
