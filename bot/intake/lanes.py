"""In order for each key, in parallel across keys: lanes of waiting things, bounded each and in all."""

import asyncio
from collections import deque
from collections.abc import Hashable
from itertools import count
from typing import Generic, TypeVar

T = TypeVar("T")


class Lane(Generic[T]):
    """What waits for one key; only its first is worked on."""

    def __init__(self, key: Hashable, *, urgent: bool = False) -> None:
        self.key, self.urgent = key, urgent
        self.waiting: deque[T] = deque()

    @property
    def first(self) -> T:
        return self.waiting[0]


class Lanes(Generic[T]):
    """A lane exists as long as something waits in it. After each piece of work it goes to the end of the row of ready
    lanes, so that a key with much work does not hold up the others; urgent lanes go to its front."""

    def __init__(self, *, most: int, most_each: int) -> None:
        self._most, self._most_each = most, most_each
        self._lanes: dict[Hashable, Lane[T]] = {}
        self._ready: asyncio.PriorityQueue[tuple[bool, int, Lane[T] | None]] = asyncio.PriorityQueue()
        self._turns = count()
        self._room = asyncio.Event()
        self._room.set()
        self._count = 0

    @property
    def room(self) -> int:
        """How many more there is room for."""
        return max(0, self._most - self._count)

    async def wait_for_room(self) -> None:
        await self._room.wait()

    def put(self, key: Hashable, thing: T, *, urgent: bool = False) -> bool:
        """False when this key has as many waiting as it may."""
        lane = self._lanes.get(key)
        if lane is None:
            lane = self._lanes[key] = Lane(key, urgent=urgent)
            self._line_up(lane)
        elif len(lane.waiting) >= self._most_each:
            return False
        lane.waiting.append(thing)
        self._counted(+1)
        return True

    async def next(self) -> Lane[T] | None:
        """The lane whose turn it is; nobody else gets it until done() or again(). None: go home."""
        return (await self._ready.get())[-1]

    def done(self, lane: Lane[T]) -> None:
        """The first of the lane is worked off."""
        lane.waiting.popleft()
        self._counted(-1)
        if lane.waiting:
            self._line_up(lane)
        else:
            del self._lanes[lane.key]

    def again(self, lane: Lane[T], seconds: float) -> None:
        """The first of the lane is tried again after a while; meanwhile only its own lane waits."""
        asyncio.get_running_loop().call_later(seconds, self._line_up, lane)

    def send_home(self, workers: int) -> None:
        """So many waiting workers hear None."""
        for _ in range(workers):
            self._line_up(None)

    def _line_up(self, lane: Lane[T] | None) -> None:
        self._ready.put_nowait((lane is None or not lane.urgent, next(self._turns), lane))

    def _counted(self, change: int) -> None:
        self._count += change
        if self._count < self._most:
            self._room.set()
        else:
            self._room.clear()
