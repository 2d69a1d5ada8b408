"""Updates without an effect are marked as done many at a time: a crash before that only shows a screen once more."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence

import structlog

log = structlog.get_logger()


class Marks:
    """Gathers numbers and hands them to *write* after *gather* seconds, or at once when there are *most*."""

    def __init__(
        self, write: Callable[[Sequence[int]], Awaitable[None]], *, gather: float = 0.05, most: int = 100
    ) -> None:
        self._write, self._gather, self._most = write, gather, most
        self.numbers: list[int] = []
        self._some, self._many = asyncio.Event(), asyncio.Event()

    def add(self, number: int) -> None:
        self.numbers.append(number)
        self._some.set()
        if len(self.numbers) >= self._most:
            self._many.set()

    async def run(self) -> None:
        """Until cancelled; what cannot be written is kept and tried again."""
        while True:
            await self._some.wait()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._many.wait(), self._gather)
            try:
                await self.flush()
            except Exception:
                log.exception("marks.kept")
                await asyncio.sleep(1)

    async def flush(self) -> None:
        """All that was added is written."""
        while self.numbers:
            batch = self.numbers[: self._most]
            await self._write(batch)
            del self.numbers[: len(batch)]
        self._some.clear()
        self._many.clear()
