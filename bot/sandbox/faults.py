"""Telegram on a bad day: scripted refusals, lost connections, slowness; and its real limits, when asked for."""

import hashlib
import itertools
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from typing import Any, Literal

from bot.sandbox.refusal import BLOCKED, DEACTIVATED, Refusal, bad_request, forbidden, too_many

Kind = Literal[
    "429", "403", "deactivated", "400", "401", "500", "502", "500_after", "502_after",
    "drop_before", "drop_after", "slow", "broken_json",
]  # fmt: skip


@dataclass
class Fault:
    """What goes wrong, how often, and with which calls. ``*_after`` and ``broken_json`` come after the deed is done."""

    kind: Kind
    count: int | None = 1
    probability: float = 1.0
    seed: int = 0
    method: str | None = None
    chat: int | None = None
    text: str | None = None
    retry_after: int = 1
    seconds: float = 0.0
    description: str = ""
    id: int = 0
    seen: int = 0
    hits: int = 0

    def strikes(self, method: str, chat: Any, text: str) -> bool:
        """Whether this call is hit; counts it. The same seed hits the same calls in the same order.

        Polling goes on under faults, unless they name it.
        """
        if self.method is None and method.lower() == "getupdates":
            return False
        fits = (
            (self.method is None or self.method.lower() == method.lower())
            and (self.chat is None or str(self.chat) == str(chat))
            and (self.text is None or self.text in text)
        )
        if not fits or self.spent:
            return False
        self.seen += 1
        if self.probability < 1 and _fraction(self.seed, self.seen) >= self.probability:
            return False
        self.hits += 1
        return True

    @property
    def spent(self) -> bool:
        return self.count is not None and self.hits >= self.count

    @property
    def refusal(self) -> Refusal | None:
        """What the bot hears instead of an answer, for the kinds that say something."""
        answers = {
            "429": too_many(self.retry_after),
            "403": forbidden(self.description or BLOCKED),
            "deactivated": forbidden(DEACTIVATED),
            "400": bad_request(self.description or "sandbox fault"),
            "401": Refusal(401, "Unauthorized"),
            "500": Refusal(500, "Internal Server Error"),
            "502": Refusal(502, "Bad Gateway"),
        }
        return answers.get(self.kind.removesuffix("_after"))


class FaultBook:
    """The faults that were asked for; the first that fits a call strikes."""

    def __init__(self) -> None:
        self.all: list[Fault] = []
        self._ids = itertools.count(1)

    def add(self, fault: Fault) -> Fault:
        fault.id = next(self._ids)
        self.all.append(fault)
        return fault

    def strike(self, method: str, chat: Any, text: str) -> Fault | None:
        return next((fault for fault in self.all if fault.strikes(method, chat, text)), None)


class Pace:
    """Telegram's limits as sliding windows of one second; off until set. Real flood numbers are not published."""

    def __init__(self, pulse: Callable[[], float]) -> None:
        self._pulse = pulse
        self.per_second: int | None = None
        self.per_chat_per_second: int | None = None
        self._windows: defaultdict[Any, deque[float]] = defaultdict(deque)

    def take(self, chat: Any) -> None:
        """Counts one message to *chat*; raises 429 when there are already too many in the last second."""
        limits = (("all", self.per_second), (chat, self.per_chat_per_second))
        now = self._pulse()
        asked = [(self._windows[key], limit) for key, limit in limits if limit]
        for window, limit in asked:
            while window and window[0] <= now - 1:
                window.popleft()
            if len(window) >= limit:
                raise too_many(max(1, ceil(window[0] + 1 - now)))
        for window, _ in asked:
            window.append(now)


def _fraction(seed: int, number: int) -> float:
    """An even spread over [0, 1) that depends on nothing but its arguments."""
    return int.from_bytes(hashlib.blake2b(f"{seed}:{number}".encode(), digest_size=7).digest()) / 2**56
