"""Updates on their way to the bot: kept in order until confirmed, by long poll or by webhook."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

from bot.sandbox.refusal import OTHER_POLLER, WEBHOOK_ACTIVE, conflict

Update = dict[str, Any]

_NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}
_LONGEST_POLL = 50
_REMEMBERED = 1000


class Mailbox:
    """The queue of updates; *taken* hears of each one that the bot has confirmed."""

    def __init__(self, taken: Callable[[Update], None], first: int = 0) -> None:
        self._taken = taken
        self.waiting: deque[Update] = deque()
        self.again: deque[Update] = deque()
        self.past: deque[Update] = deque(maxlen=_REMEMBERED)
        self.allowed: tuple[str, ...] = ()
        self.last_id = 100_000_000 + first
        self.webhook_active = False
        self._poller: asyncio.Event | None = None
        self._wake = asyncio.Event()
        self._closed = False
        self.check: Callable[[Update], None] | None = None

    def clear(self) -> None:
        self.waiting.clear()
        self.again.clear()
        self.past.clear()

    def close(self) -> None:
        self._closed = True
        self._ring()

    def post(self, kind: str, body: Any) -> Update | None:
        """Queues an update of *kind*; ``None`` when the bot did not subscribe to it."""
        if (kind not in self.allowed) if self.allowed else (kind in _NOT_BY_DEFAULT):
            return None
        update = self.post_raw({kind: body})
        if self.check:
            self.check(update)
        return update

    def post_raw(self, update: Update) -> Update:
        """Queues any update; its own ``update_id`` is kept, and the next ones count on from there."""
        self.last_id = int(update.get("update_id") or self.last_id + 1)
        numbered = {**update, "update_id": self.last_id}
        self.waiting.append(numbered)
        self._ring()
        return numbered

    def redeliver(self, count: int) -> list[Update]:
        """Sends the last *count* confirmed updates once more, as after a lost confirmation."""
        repeated = list(self.past)[-count:] if count else []
        self.again.extend(repeated)
        self._ring()
        return repeated

    def _ring(self) -> None:
        self._wake.set()
        self._wake = asyncio.Event()

    # Long polling

    async def poll(self, offset: int, limit: int, seconds: float, allowed: Iterable[str] | None) -> list[Update]:
        """What ``getUpdates`` answers; raises 409 to the one who is pushed aside by a second poller."""
        if self.webhook_active:
            raise conflict(WEBHOOK_ACTIVE)
        if allowed is not None:
            self.allowed = tuple(allowed)
        if self._poller is not None:
            self._poller.set()
        mine = self._poller = asyncio.Event()
        self._confirm(offset)
        try:
            await self._something(mine, min(seconds, _LONGEST_POLL))
            if mine.is_set():
                raise conflict(WEBHOOK_ACTIVE if self.webhook_active else OTHER_POLLER)
            return self._next(limit)
        finally:
            if self._poller is mine:
                self._poller = None

    async def _something(self, pushed_aside: asyncio.Event, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        while not (self.waiting or self.again or pushed_aside.is_set() or self._closed):
            left = deadline - loop.time()
            if left <= 0:
                return
            waits = [asyncio.ensure_future(pushed_aside.wait()), asyncio.ensure_future(self._wake.wait())]
            try:
                await asyncio.wait(waits, timeout=left, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for wait in waits:
                    wait.cancel()

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            while len(self.waiting) > -offset:
                self.confirm_first()
        while self.waiting and self.waiting[0]["update_id"] < offset:
            self.confirm_first()

    def confirm_first(self) -> None:
        """The bot has the first waiting update for good."""
        self._have(self.waiting.popleft())

    def confirm(self, update: Update) -> None:
        """The bot has *update* for good, whichever place it had in the queue."""
        if update in self.waiting:
            self.waiting.remove(update)
            self._have(update)

    def _have(self, update: Update) -> None:
        self.past.append(update)
        self._taken(update)

    def _next(self, limit: int) -> list[Update]:
        repeated = [self.again.popleft() for _ in range(min(limit, len(self.again)))]
        fresh = list(self.waiting)[: limit - len(repeated)]
        return repeated + fresh

    def interrupt_poller(self) -> None:
        """A webhook was set: whoever polls is sent away."""
        if self._poller is not None:
            self._poller.set()

    async def more(self) -> None:
        """Returns when something may have been queued since the call."""
        await self._wake.wait()
