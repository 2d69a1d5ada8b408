"""Runs of the bot in processes of their own, which can be killed like any process."""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


class Runs:
    """One run at a time; the next begins where the killed one was."""

    def __init__(self, zygote: "subprocess.Popen[str]") -> None:
        self._zygote = zygote
        self._pid: int | None = None
        self._count = 0

    def begin(self, what: str, database: str, other: str) -> None:
        """A new run of tests/faults/zygote.py's *what*."""
        assert self._zygote.stdin
        assert self._zygote.stdout
        self._count += 1
        self._zygote.stdin.write(json.dumps([what, database, other, f"run {self._count}"]) + "\n")
        self._zygote.stdin.flush()
        self._pid = int(self._zygote.stdout.readline())

    def kill(self) -> None:
        """kill -9, in the middle of whatever it does."""
        assert self._pid
        os.kill(self._pid, signal.SIGKILL)
        self._pid = None

    def end(self) -> None:
        if self._pid is not None:
            with contextlib.suppress(ProcessLookupError):
                self.kill()


@pytest.fixture(scope="session")
def zygote() -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "tests.faults.zygote"]
    process = subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    yield process
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        assert pipe
        pipe.close()


@pytest.fixture
def runs(zygote: "subprocess.Popen[str]") -> Iterator[Runs]:
    bot = Runs(zygote)
    yield bot
    bot.end()


@pytest.fixture
def chance() -> random.Random:
    """Printed, and taken back from OKAERI_SEED."""
    seed = int(os.environ.get("OKAERI_SEED") or random.randrange(10**9))
    print(f"OKAERI_SEED={seed}")
    return random.Random(seed)
