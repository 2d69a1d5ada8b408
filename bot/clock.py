"""The time: real, or moved by the sandbox. Everything else asks a Clock and never the operating system."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class MovableClock:
    """Runs like the system's clock, shifted by what the sandbox or a test asked for; it never goes back on its own."""

    def __init__(self, start: datetime | None = None, *, frozen: bool = False) -> None:
        self._frozen_at = start if frozen else None
        self._shift = timedelta() if start is None or frozen else start - datetime.now(UTC)
        self._listeners: list[Callable[[], None]] = []

    def now(self) -> datetime:
        return self._frozen_at or datetime.now(UTC) + self._shift

    def advance(self, step: timedelta) -> datetime:
        """Moves the time by *step* and tells the listeners; returns the new present."""
        if self._frozen_at is None:
            self._shift += step
        else:
            self._frozen_at += step
        for listener in tuple(self._listeners):
            listener()
        return self.now()

    def set(self, moment: datetime) -> datetime:
        """Makes *moment* (aware) the present."""
        return self.advance(moment - self.now())

    def on_move(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Calls *listener* after each move, so that what became due is looked for at once; returns what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)
