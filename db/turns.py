"""SQLite's one writer: units take turns, first come first served, and those that wait for each other share a COMMIT.

A unit that ends while others wait leaves its COMMIT to the group it opens; those who were waiting join as savepoints,
and the last of them commits for all. Nobody is told that a unit is done before it is on the disk.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial

from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from db.outcome import to_the_end
from db.sqlite import InlineSQLite

Then = Callable[[], object]


@dataclass
class Turn:
    """One unit's turn. `group`: whose COMMIT is the unit's, too; `then`: what to do when it is on the disk."""

    alone: bool
    group: "asyncio.Future[None] | None" = None
    then: Then = lambda: None


class Turns:
    """The queue of one process's writers."""

    def __init__(self, dialect: InlineSQLite) -> None:
        self._dialect, self._lock, self._waiting = dialect, asyncio.Lock(), 0
        self._writing: asyncio.Task[object] | None = None
        self._group: asyncio.Future[None] | None = None
        self._room = 0  # in the group, for those who were waiting when it was opened

    @asynccontextmanager
    async def turn(self, *, alone: bool = False) -> AsyncIterator[Turn]:
        """Within the block nobody else writes; behind it, what was committed is on the disk. `alone`: for what takes
        long: nobody's COMMIT waits for it."""
        if self._writing is asyncio.current_task() is not None:
            raise RuntimeError("begin() inside begin(): the inner unit would wait for the outer one for ever")
        await self._mine()
        mine = Turn(alone)
        try:
            if alone:
                await to_the_end(self._close())
            self._writing = asyncio.current_task()
            yield mine
        finally:
            self._writing = None
            if self._group is not None and mine.group is None:
                self._room -= 1  # it failed: nobody else gets its place
            try:
                if not self._waiting or self._room <= 0:
                    await to_the_end(self._close())
            finally:
                self._lock.release()
                if mine.group is not None:  # also for whoever gave up as it ended: it is in the books
                    await to_the_end(_on_disk(mine.group), then=mine.then)

    async def _mine(self) -> None:
        """Waits for the turn. Whoever gives up, and was the last to wait, sees to the group's COMMIT."""
        self._waiting += 1
        try:
            await self._lock.acquire()
        except asyncio.CancelledError:
            if self._waiting == 1:
                await to_the_end(self._close_when_free())
            raise
        finally:
            self._waiting -= 1

    async def commit(self, turn: Turn, session: AsyncSession, then: Then) -> None:
        """Ends the unit: at once, or with its group; *then* is done when it is on the disk."""
        later = self._group is not None or (self._waiting > 0 and not turn.alone)
        self._dialect.deferring = later
        await to_the_end(session.commit(), then=partial(self._join, turn, then) if later else then)

    def _join(self, turn: Turn, then: Then) -> None:
        if self._group is None:
            self._group, self._room = asyncio.get_running_loop().create_future(), self._waiting
        else:
            self._room -= 1
        turn.group, turn.then = self._group, then

    async def _close_when_free(self) -> None:
        async with self._lock:
            await self._close()

    async def _close(self) -> None:
        """The open group, if there is one, is on the disk, or all of it is undone and everybody in it is told."""
        group, self._group = self._group, None
        if group is None:
            return
        try:
            await self._dialect.commit_held()
        except Exception as error:
            group.set_exception(OperationalError("COMMIT", None, error))
            group.exception()  # whoever waits is told; if nobody does, that is no news
        else:
            group.set_result(None)


async def _on_disk(group: "asyncio.Future[None]") -> None:
    await asyncio.shield(group)
