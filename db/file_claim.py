"""One process works on a database file: it claims it for its life."""

import fcntl
import os
from pathlib import Path
from typing import Self


class AlreadyRunning(Exception):
    """Another process already works on this database file."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is in use by another process of the programme: stop it first.")


class FileClaim:
    """The lock on `<file>.lock`, held until released or until the process ends, however it ends."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._handle = open(f"{path}.lock", "a+")  # noqa: SIM115 (open as long as the claim lives)
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._handle.close()
            raise AlreadyRunning(path) from None
        self._handle.truncate(0)
        self._handle.write(f"{os.getpid()}\n")
        self._handle.flush()

    def release(self) -> None:
        self._handle.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()
