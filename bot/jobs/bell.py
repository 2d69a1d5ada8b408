"""The bell: APScheduler rings it every half minute; what is due, and who does it, the database says.

Two replicas that ring at once are the normal case: a lease spares work, unique rows keep it right.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.clock import Clock
from bot.usecases import leases
from db.session import Database

log = structlog.get_logger()
Job = Callable[[Database, datetime], Awaitable[int]]
LEASE = "bell"
RENEW_SECONDS = 30  # of the 90 it lasts


class Bell:
    """Runs every job in turn when it rings; one that fails is logged and does not keep the others from their work."""

    def __init__(self, db: Database, clock: Clock, jobs: Mapping[str, Job], *, holder: str, seconds: int = 30) -> None:
        self._db, self._clock, self._jobs, self._holder = db, clock, jobs, holder
        self._turn = asyncio.Lock()
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._scheduler.add_job(
            self.ring, IntervalTrigger(seconds=seconds), coalesce=True, max_instances=1, misfire_grace_time=None
        )

    def start(self) -> None:
        self._scheduler.start()

    async def stop(self) -> None:
        """No new round begins; the one under way is finished."""
        self._scheduler.shutdown(wait=False)
        async with self._turn:
            await leases.give_up(self._db, LEASE, self._holder)

    async def ring(self) -> dict[str, int]:
        """One round; what each job did. Empty when another replica has the lease."""
        async with self._turn:
            if not await leases.take(self._db, LEASE, self._holder):
                return {}
            keeping = asyncio.create_task(self._keep_lease())
            try:
                return {name: await self._run(name, job) for name, job in self._jobs.items()}
            finally:
                await _ended(keeping)

    async def _keep_lease(self) -> None:
        """A round may take longer than a lease lasts: meanwhile nobody else need begin the same."""
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            await leases.take(self._db, LEASE, self._holder)

    async def _run(self, name: str, job: Job) -> int:
        try:
            done = await job(self._db, self._clock.now())
        except Exception:
            log.exception("job.failed", job=name)
            return 0
        if done:
            log.info("job.done", job=name, count=done)
        return done


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
