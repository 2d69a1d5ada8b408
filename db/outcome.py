"""Waiting until something is decided, whatever happens to the one who waits."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


async def to_the_end(work: Coroutine[Any, Any, None], then: Callable[[], object] = lambda: None) -> None:
    """Waits until `work` has ended, whatever happens to the waiter: a cancelled COMMIT is not a rolled-back one.

    `then` is done when it succeeded; a cancellation that came meanwhile is raised last.
    """
    task = asyncio.ensure_future(work)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError as error:
            cancelled = error
        except Exception:
            break
    task.result()
    then()
    if cancelled:
        raise cancelled
