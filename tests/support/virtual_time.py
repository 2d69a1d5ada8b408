"""An event loop whose time passes only while everybody sleeps: hours take no time, and nothing is left to luck."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class VirtualLoop(asyncio.SelectorEventLoop):
    """For code that waits for nothing but time: a wait of the selector is a step of the clock."""

    def __init__(self) -> None:
        super().__init__()
        self._passed = 0.0
        real = self._selector.select  # type: ignore[attr-defined]

        def select(timeout: float | None = None) -> Any:
            assert timeout is not None, "everybody waits for something that will never come"
            self._passed += timeout
            return real(0)

        self._selector.select = select  # type: ignore[attr-defined]

    def time(self) -> float:
        return self._passed


def in_virtual_time(story: Coroutine[Any, Any, T]) -> T:
    """Runs *story* on a clock that jumps."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(story)
