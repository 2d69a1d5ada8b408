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
    """Runs that live; the next begins where a killed one was."""

    def __init__(self, zygote: "subprocess.Popen[str]") -> None:
        self._zygote = zygote
        self._alive: list[tuple[int, str]] = []
        self._count = 0

    @property
    def names(self) -> list[str]:
        """Of those that live."""
        return [name for _, name in self._alive]

    def begin(self, what: str, database: str, other: str) -> None:
        """A new run of tests/faults/zygote.py's *what*."""
        assert self._zygote.stdin
        assert self._zygote.stdout
        self._count += 1
        name = f"run {self._count}"
        self._zygote.stdin.write(json.dumps([what, database, other, name]) + "\n")
        self._zygote.stdin.flush()
        self._alive.append((int(self._zygote.stdout.readline()), name))

    def kill(self, which: int = 0) -> None:
        """kill -9, in the middle of whatever it does."""
        pid, _ = self._alive.pop(which)
        os.kill(pid, signal.SIGKILL)

    def end(self) -> None:
        while self._alive:
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
