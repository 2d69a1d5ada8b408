"""The inbox's workers: every update is kept, then handled once, in order for each chat and in parallel across chats."""

import asyncio
import json
from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from aiogram import Bot, Dispatcher
from aiogram.exceptions import TelegramForbiddenError
from aiogram.types import Update
from pydantic import ValidationError

from bot.clock import Clock
from bot.intake.arrivals import URGENT, arrival, private_chat
from bot.intake.lanes import Lanes
from bot.intake.marks import Marks
from bot.usecases import inbox
from bot.usecases.inbox import AlreadyHandled, Arrival
from bot.usecases.vitals import Vitals
from db.session import Database, rider, riding

log = structlog.get_logger()
KNOWN = frozenset(Update.model_fields) - {"update_id"}


@dataclass(frozen=True)
class Patience:
    """`waits`: seconds between the tries of an update that fails; after the last it is set aside. `claim`: how long
    another process leaves our updates alone without hearing of us. `waiting`, `waiting_each`: bounds, in all and of one
    chat."""

    waits: tuple[float, ...] = (1, 2, 4, 8)
    claim: timedelta = timedelta(seconds=15)
    waiting: int = 10_000
    waiting_each: int = 60


@dataclass(frozen=True, slots=True)
class Held:
    arrival: Arrival
    raw: dict[str, Any]

    @property
    def urgent(self) -> bool:
        """It waits behind nothing: not behind what the same person did before, nor in the row of all."""
        return self.arrival.kind == URGENT

    @property
    def lane(self) -> Hashable:
        return (URGENT, self.arrival.update_id) if self.urgent else self.arrival.chat_key


class Intake:
    """`take` what comes, `resume` what a former run left, `run` until `stop`."""

    def __init__(
        self,
        db: Database,
        bot: Bot,
        dispatcher: Dispatcher,
        clock: Clock,
        *,
        parallel: int = 100,
        patience: Patience | None = None,
        vitals: Vitals | None = None,
    ) -> None:
        self._db, self._bot, self._dispatcher, self._clock = db, bot, dispatcher, clock
        self._patience = patience or Patience()
        self.vitals = vitals or Vitals()
        self._lanes: Lanes[Held] = Lanes(most=self._patience.waiting, most_each=self._patience.waiting_each)
        self._held: dict[int, Held] = {}
        self._marks = Marks(lambda ids: inbox.finish(db, bot.id, ids, at=clock.now()))
        self._parallel = parallel
        self._workers: list[asyncio.Task[None]] = []
        self._resumed, self._closing, self._closed = False, False, asyncio.Event()

    async def take(self, updates: Sequence[object]) -> int:
        """The updates are kept in the database when this returns, and will be handled even if the process dies now.
        Returns how many were not known before. Waits while too many wait already."""
        await self._lanes.wait_for_room()
        now = self._clock.now()
        came = {read.update_id: Held(read, raw) for raw in updates if isinstance(raw, dict) and (read := arrival(raw))}
        arrivals = [held.arrival for held in came.values()]
        new = await inbox.store(self._db, self._bot.id, arrivals, at=now, until=now + self._patience.claim)
        self.vitals.last_update_at = now
        await self._line_up([came[update_id] for update_id in came if update_id in new])
        return len(new)

    async def resume(self) -> int:
        """Lines up what nobody works on: at the start, what a former run left; later, what a dead process left."""
        alone = self._db.dialect == "sqlite" and not self._resumed  # one process per file: nobody else holds a claim
        now = self._clock.now()
        left = await inbox.take_over(
            self._db,
            self._bot.id,
            free_at=None if alone else now,
            until=now + self._patience.claim,
            but=(*self._held, *self._marks.numbers),
            most=self._lanes.room,
        )
        self._resumed = True
        await self._line_up([Held(old, json.loads(old.body)) for old in left if old.update_id not in self._held])
        return len(left)

    async def run(self) -> None:
        """Handles what is lined up until stop() is through."""
        self._workers = [asyncio.create_task(self._work()) for _ in range(self._parallel)]
        others = [asyncio.create_task(self._marks.run()), asyncio.create_task(self._watch())]
        try:
            await self._closed.wait()
        finally:
            for task in (*self._workers, *others):
                task.cancel()
            await asyncio.gather(*self._workers, *others, return_exceptions=True)

    async def stop(self, timeout: float = 20) -> None:  # noqa: ASYNC109 - part of the promise: handlers get so long
        """Begins nothing more, lets running handlers finish within *timeout* seconds; the rest stays in the inbox, free
        for whoever comes next."""
        self._closing = True
        self._lanes.send_home(self._parallel)
        if self._workers:
            _, late = await asyncio.wait(self._workers, timeout=timeout)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        await self._marks.flush()
        await inbox.keep(self._db, self._bot.id, tuple(self._held), until=self._clock.now())
        self._closed.set()

    async def _line_up(self, held: Sequence[Held]) -> None:
        crowd: defaultdict[int, list[Held]] = defaultdict(list)
        for each in () if self._closing else held:
            if self._lanes.put(each.lane, each, urgent=each.urgent):
                self._held[each.arrival.update_id] = each
            else:
                crowd[each.arrival.chat_key].append(each)
        for turned_away in crowd.values():
            self.vitals.turned_away += len(turned_away)
            ids = [each.arrival.update_id for each in turned_away]
            chat_id = private_chat(turned_away[0].raw)
            await inbox.turn_away(self._db, self._bot.id, ids, chat_id=chat_id, at=self._clock.now())

    async def _work(self) -> None:
        while not self._closing and (lane := await self._lanes.next()):
            held = lane.first
            wait = await self._handle(held)
            if wait is None:
                del self._held[held.arrival.update_id]
                self._lanes.done(lane)
            else:
                self._lanes.again(lane, wait)

    async def _handle(self, held: Held) -> float | None:
        """Seconds until the next try; None when the update is dealt with."""
        structlog.contextvars.bind_contextvars(update=held.arrival.update_id)
        if held.arrival.kind not in KNOWN:
            self._marks.add(held.arrival.update_id)  # a kind of a newer Telegram: nothing we could do with it
            self.vitals.updates["other", "ignored"] += 1
            return None
        try:
            update = Update.model_validate(held.raw, context={"bot": self._bot})
        except ValidationError as undecodable:
            return await self._failed(held, undecodable, last=True)
        return await self._feed(held, update)

    async def _feed(self, held: Held, update: Update) -> float | None:
        update_id, failure = held.arrival.update_id, None
        inbox.begin()
        with riding(lambda session: inbox.mark_done(session, self._bot.id, update_id, at=self._clock.now())):
            try:
                await self._dispatcher.feed_update(self._bot, update)
            except AlreadyHandled:
                self.vitals.updates[held.arrival.kind, "repeated"] += 1
                return None
            except Exception as error:
                failure = error
            committed = rider.get() is None  # the effect is in the database, and the mark with it
        if failure is None or isinstance(failure, TelegramForbiddenError):
            if not committed:
                self._marks.add(update_id)
        elif committed:
            log.warning("answer.lost", exc_info=failure)
        else:
            return await self._failed(held, failure)
        self.vitals.updates[held.arrival.kind, "handled"] += 1
        return None

    async def _failed(self, held: Held, error: Exception, *, last: bool = False) -> float | None:
        """Never raises: a worker must survive whatever an update does to it."""
        update_id, said, waits = held.arrival.update_id, type(error).__name__, self._patience.waits
        log.warning("update.failed", kind=held.arrival.kind, exc_info=None if last else error)
        try:
            tries = await inbox.stumble(self._db, self._bot.id, update_id, said)
            if 0 < tries <= len(waits) and not last:
                self.vitals.updates[held.arrival.kind, "failed"] += 1
                return waits[tries - 1]
            chat, now = private_chat(held.raw), self._clock.now()
            await inbox.set_aside(self._db, self._bot.id, update_id, said, chat_id=chat, at=now)
            self.vitals.undecodable += last
            self.vitals.updates[held.arrival.kind, "set aside"] += 1
            return None
        except Exception:
            log.exception("inbox.unreachable")
            return waits[-1]

    async def _watch(self) -> None:
        """Tells other processes that we are here, and takes over from those that are not."""
        while True:
            await asyncio.sleep(self._patience.claim.total_seconds() / 3)
            try:
                until = self._clock.now() + self._patience.claim
                await inbox.keep(self._db, self._bot.id, tuple(self._held), until=until)
                if not self._closing:
                    await self.resume()
            except Exception:
                log.exception("inbox.unreachable")
