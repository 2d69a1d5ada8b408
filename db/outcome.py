"""Waiting until something is decided, whatever happens to the one who waits."""

import asyncio
from collections.abc import Awaitable, Callable


async def to_the_end(work: Awaitable[None], then: Callable[[], object] = lambda: None) -> None:
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


async def undisturbed(work: Awaitable[None]) -> None:
    """Waits until `work` has ended; a cancellation that came meanwhile meets the task at the next wait of its own."""
    try:
        await to_the_end(work)
    except asyncio.CancelledError:
        task = asyncio.current_task()
        assert task
        task.uncancel()  # asyncio.timeout counts: this is the same one
        task.cancel()
