"""The hooks' sender: takes events that are due to addresses, lets them leave side by side, writes down what came back.

It runs beside the sender of messages; several processes share the work, each row one's at a time.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

import structlog

from bot.clock import Clock
from bot.usecases import hook_deliveries
from bot.usecases.hook_deliveries import Answer, Parcel, Wish
from bot.usecases.outside_events import PLANNED
from db.session import Database

log = structlog.get_logger()
AT_ONCE = 32
EACH = 8  # one address that is slow leaves the others their places
NAP = 1.0  # seconds: before another look at what is due and was not to be had
LONGEST_NAP = 30.0  # other processes tell us nothing
Send = Callable[[Parcel], Awaitable[Answer]]


class HookSender:
    """`run` until `stop`; `wake` when something may have become due. `owner`: a name no other run has had."""

    def __init__(self, db: Database, clock: Clock, send: Send, *, owner: str) -> None:
        self._db, self._clock, self._send, self._owner = db, clock, send, owner
        self._busy: dict[int, tuple[Parcel, asyncio.Task[None]]] = {}  # by delivery, until settled
        self._answers: list[tuple[Parcel, Answer]] = []
        self._awake, self._stopping = asyncio.Event(), False
        self._running: asyncio.Task[Any] | None = None

    def wake(self) -> None:
        """Something may be due: look now."""
        self._awake.set()

    async def run(self) -> None:
        """Sends until stop(); never raises for what a receiver or the database does to it."""
        self._running = asyncio.current_task()
        self._db.on_commit.append(self._heard)
        try:
            await self._begin()
            while not self._stopping:
                nap = await self._tried(self._round, NAP)
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._awake.wait(), nap)
                self._awake.clear()
        finally:
            self._db.on_commit.remove(self._heard)

    async def stop(self, timeout: float = 2) -> None:  # noqa: ASYNC109 - part of the promise: calls get so long
        """Claims nothing more; what has not been answered within *timeout* seconds will be sent again, by another."""
        self._stopping = True
        self.wake()
        if self._running is not None:
            await asyncio.wait({self._running})
        tasks = {task for _, task in self._busy.values()}
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=timeout)
            for task in late:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        await self._settle()

    def _heard(self, info: dict[Any, Any]) -> None:
        if info.get(PLANNED):
            self.wake()

    async def _begin(self) -> None:
        async def recovered() -> float:
            await hook_deliveries.recover(self._db, self._owner, at=self._clock.now())
            return 0

        await self._tried(recovered, 0)

    async def _tried(self, step: Callable[[], Awaitable[float]], otherwise: float) -> float:
        try:
            return await step()
        except Exception:
            log.exception("hooks.stumbled")
            return otherwise

    async def _round(self) -> float:
        """Settles, looks, launches; returns how long to nap unless woken."""
        await self._settle()
        now = self._clock.now()
        due = await hook_deliveries.next_due(self._db)
        if due is None or len(self._busy) >= AT_ONCE:
            return LONGEST_NAP
        if due > now:
            return min(_seconds(due, now), LONGEST_NAP)
        wish = Wish(self._owner, AT_ONCE - len(self._busy), EACH, Counter(each.webhook_id for each in self._at_hand()))
        for parcel in await hook_deliveries.claim(self._db, wish, at=now):
            self._busy[parcel.id] = parcel, asyncio.create_task(self._sent(parcel))
        return NAP  # the first answer wakes us

    def _at_hand(self) -> list[Parcel]:
        return [parcel for parcel, _ in self._busy.values()]

    async def _sent(self, parcel: Parcel) -> None:
        try:
            answer = await self._send(parcel)
        except Exception:
            log.exception("hook.not_sent")
            answer = Answer(why="broken")
        self._answers.append((parcel, answer))
        self.wake()

    async def _settle(self) -> None:
        """Kept and tried again when the database cannot be reached."""
        known = list(self._answers)
        if known:
            await hook_deliveries.settle(self._db, known, at=self._clock.now())
            del self._answers[: len(known)]
            for parcel, _ in known:
                self._busy.pop(parcel.id, None)


def _seconds(due: datetime, now: datetime) -> float:
    return max(0.01, (due - now).total_seconds())
