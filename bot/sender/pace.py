"""How fast we may write to Telegram: one pace for the whole bot, lanes by who waits, and each chat's own.

In no second do more than `rate` calls leave. Bulk is spread evenly over it (bursts earn refusals); people go first, and
while they write, bulk keeps to four fifths. Time is the event loop's own, so a test can turn it.
"""

import asyncio
from collections import deque
from collections.abc import Hashable
from contextlib import suppress

from db.enums import Lane

MARGIN = 0.985  # a little below the rate: our second and Telegram's are not the same second
LATE = 0.005  # seconds an even step may be late without the next ones waiting for it
SHARE = 0.8  # of the rate, for bulk, while people write
PEOPLE_WRITE = 2.0  # seconds after which nobody counts as writing
CHAT, GROUP = 1.0, 3.0  # seconds between two messages to a person, and to a group (20 a minute)
PEOPLES_BURST = 9  # messages of a dialogue that may come faster than that, beside the one that is due
SECOND_REFUSAL = 60.0  # seconds within which a refusal in another chat means that the whole bot is too fast
CLIMB = 1 / 25  # of the rate, every minute
SLOWEST = 1.0  # bulk messages a second
CHATS_KEPT = 20_000


class _Turn:
    __slots__ = ("at", "chat", "go", "lane")

    def __init__(self, lane: Lane, chat: Hashable, go: "asyncio.Future[None]") -> None:
        self.lane, self.chat, self.go, self.at = lane, chat, go, 0.0


def paid(rate: float = 1000) -> "Pace":
    """The pace that Telegram allows for Stars. A step is a millisecond there: after fifty busy ones a loop may catch
    up, and the margin is wider."""
    return Pace(rate, margin=0.97, late=0.05)


class Pace:
    """`await turn(lane, chat)` before each call; `refused(...)` after Telegram said 429. *rate*: calls a second in all;
    *gap*: seconds between two messages to a person; *margin* and *late*: see MARGIN and LATE."""

    def __init__(self, rate: float = 25, *, gap: float = CHAT, margin: float = MARGIN, late: float = LATE) -> None:
        self._persons_gap, self._margin, self._late = gap, margin, late
        self._left: deque[_Turn] = deque()
        self.rate = self._bulk_rate = rate
        self.limit(rate)
        self._waiting: dict[Lane, deque[_Turn]] = {lane: deque() for lane in Lane}
        # When the chat's last message would have left at an even pace, and when it did leave.
        self._chats: dict[Hashable, tuple[float, float]] = {}
        self._chat_rests: dict[Hashable, float] = {}
        self._bulk_at = self._bulk_rests = self._person_at = self._eased_at = float("-inf")
        self._refusal: tuple[float, Hashable, float] | None = None  # when, in which chat, resting until
        self._timer: asyncio.TimerHandle | None = None

    def limit(self, rate: float) -> None:
        """From now on at most *rate* calls a second."""
        self.rate, self._bulk_rate = rate, self._bulk_rate * rate / self.rate
        self._most = max(1, int(rate))
        self._window = self._most / (rate * self._margin)  # in any such time at most _most calls leave
        self._left = deque(self._left, maxlen=self._most)

    async def turn(self, lane: Lane, chat: Hashable) -> None:
        """Returns when a call to *chat* may leave; it has been counted then."""
        waiter = _Turn(lane, chat, asyncio.get_running_loop().create_future())
        self._waiting[lane].append(waiter)
        self._let_go()
        try:
            await waiter.go
        except asyncio.CancelledError:
            with suppress(ValueError):  # unless it was let go, or passed over, just now
                self._waiting[lane].remove(waiter)
            raise
        waiter.at = self._now()  # a busy loop may have kept it: this is when it does leave

    def refused(self, chat: Hashable, seconds: float) -> None:
        """429: the chat rests. When a second chat is refused soon after, bulk rests as well and halves its rate, which
        then climbs by a twenty-fifth of the whole every minute."""
        now = self._now()
        until = now + seconds
        self._chat_rests[chat] = max(until, self._chat_rests.get(chat, 0))
        before, self._refusal = self._refusal, (now, chat, until)
        if before and before[1] != chat and now - before[0] <= SECOND_REFUSAL:
            if now >= self._bulk_rests:  # one halving for one rest, however many were under way
                self._bulk_rate, self._eased_at = max(SLOWEST, self._bulk_rate_now(now) / 2), now
            self._bulk_rests = max(self._bulk_rests, until, before[2])

    def bulk_rests(self) -> float:
        """Seconds until bulk may go on; 0 when it may."""
        return max(0.0, self._bulk_rests - self._now())

    def resting_chats(self) -> frozenset[Hashable]:
        """Chats that would have to wait for more than a moment."""
        now = self._now()
        self._forget(now)
        busy = {chat for chat, (_, left) in self._chats.items() if left + self._gap(chat) / 2 > now}
        return frozenset(busy | self._chat_rests.keys())

    def _now(self) -> float:
        return asyncio.get_running_loop().time()

    def _let_go(self) -> None:
        """Lets go whoever may, and comes back when the next one may."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        now = self._now()
        soonest = min(self._let_lane_go(lane, now) for lane in Lane)
        if soonest < float("inf"):
            self._timer = asyncio.get_running_loop().call_at(soonest, self._let_go)

    def _let_lane_go(self, lane: Lane, now: float) -> float:
        """Lets go whoever may, in the order they came; returns when the next one may."""
        waiting, stay, soonest = self._waiting[lane], deque[_Turn](), float("inf")
        while waiting and not self._closed_until(lane, now) > now:
            waiter = waiting.popleft()
            at = self._chat_at(lane, waiter.chat)
            if at > now:
                stay.append(waiter)
                soonest = min(soonest, at)
            elif not waiter.go.done():
                self._count(waiter, now)
                waiter.go.set_result(None)
        if waiting:
            soonest = min(soonest, self._closed_until(lane, now))
        waiting.extendleft(reversed(stay))
        return soonest

    def _closed_until(self, lane: Lane, now: float) -> float:
        full = self._left[0].at + self._window if len(self._left) == self._most else now
        return max(full, self._bulk_at, self._bulk_rests) if lane is Lane.BULK else full

    def _chat_at(self, lane: Lane, chat: Hashable) -> float:
        gap, never = self._gap(chat), float("-inf")
        even, left = self._chats.get(chat, (never, never))
        quick = lane is Lane.PERSON and gap == self._persons_gap
        may = even + gap - PEOPLES_BURST * gap if quick else left + gap
        return max(may, self._chat_rests.get(chat, never))

    def _gap(self, chat: Hashable) -> float:
        return GROUP if isinstance(chat, int) and chat < 0 else self._persons_gap

    def _count(self, waiter: _Turn, now: float) -> None:
        waiter.at = now
        self._left.append(waiter)
        even, _ = self._chats.get(waiter.chat, (float("-inf"), 0))
        self._chats[waiter.chat] = max(now, even + self._gap(waiter.chat)), now
        if waiter.lane is Lane.PERSON:
            self._person_at = now
        elif waiter.lane is Lane.BULK:
            share = SHARE if now - self._person_at < PEOPLE_WRITE else 1.0
            step = 1 / (self._bulk_rate_now(now) * self._margin * share)
            self._bulk_at = max(self._bulk_at, now - self._late) + step
        if len(self._chats) > CHATS_KEPT:
            self._forget(now)

    def _bulk_rate_now(self, now: float) -> float:
        return min(self.rate, self._bulk_rate + self.rate * CLIMB * (max(0.0, now - self._eased_at) // 60))

    def _forget(self, now: float) -> None:
        self._chats = {chat: times for chat, times in self._chats.items() if times[0] + self._gap(chat) > now}
        self._chat_rests = {chat: at for chat, at in self._chat_rests.items() if at > now}
