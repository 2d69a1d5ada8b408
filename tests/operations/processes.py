"""The programme as an operator runs it: in a process of its own, with an environment of its own."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

ROOT = Path(__file__).parents[2]
TOKEN = f"4242:{'Planted-token_' * 3}"
SECRET = "planted-app-secret-of-more-than-32-letters"
PATIENCE = 60  # seconds, of tests that hang


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it wrote."""

    code: int
    said: str
    complained: str

    @property
    def sentences(self) -> list[str]:
        return self.complained.splitlines()


def environment(folder: Path, **settings: object) -> dict[str, str]:
    """Nothing of the tests' own environment but the way to Python; data in *folder*, any free port."""
    own = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    given = {"DATA_DIR": folder / "data", "HTTP_PORT": 0} | settings
    return own | {"PYTHONPATH": str(ROOT)} | {name: str(value) for name, value in given.items()}


async def begun(folder: Path, *words: str, **settings: object) -> Process:
    command = (sys.executable, "-m", *words)
    return await asyncio.create_subprocess_exec(
        *command, cwd=folder, env=environment(folder, **settings), stdout=PIPE, stderr=PIPE
    )


async def ended(process: Process) -> Ended:
    said, complained = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode is not None
    return Ended(process.returncode, said.decode(), complained.decode())


async def bot(folder: Path, *words: str, **settings: object) -> Ended:
    """``python -m bot <words>``, to its end."""
    return await ended(await begun(folder, "bot", *words, **settings))


@asynccontextmanager
async def running(folder: Path, *words: str, **settings: object) -> AsyncIterator[Process]:
    """``python -m <words>`` until the block ends, however it ends."""
    process = await begun(folder, *words, **settings)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def address_of(process: Process) -> str:
    """What the process says on its first line."""
    assert process.stdout
    line = await asyncio.wait_for(process.stdout.readline(), PATIENCE)
    return line.decode().split()[-1]


async def healthy(http: aiohttp.ClientSession, url: str) -> None:
    """Returns once /health says that all is well."""
    async with asyncio.timeout(PATIENCE):
        while not await _is_well(http, url):  # noqa: ASYNC110 - another process: no event to wait for
            await asyncio.sleep(0.05)


async def _is_well(http: aiohttp.ClientSession, url: str) -> bool:
    try:
        async with http.get(f"{url}/health") as answer:
            return answer.status == 200
    except aiohttp.ClientError:
        return False
