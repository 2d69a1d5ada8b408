"""What rides along with the next commit of a task: a step of one part that stands or falls with the work of another."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from sqlalchemy.ext.asyncio import AsyncSession

Rider = Callable[[AsyncSession], Awaitable[None]]

# A step that has to commit together with whatever this task commits next (the inbox marks its update as done).
rider: ContextVar[Rider | None] = ContextVar("rider", default=None)


@contextmanager
def riding(step: Rider) -> Iterator[None]:
    """Within the block `step` rides along with the next commit, besides what already did."""
    outer = rider.get()

    async def both(session: AsyncSession) -> None:
        await step(session)
        if outer:
            await outer(session)

    rider.set(both)
    try:
        yield
    finally:
        if rider.get() is both:
            rider.set(outer)


@contextmanager
def on_foot() -> Iterator[None]:
    """Within the block nothing rides along: for a unit that is not the effect the rider waits for."""
    waiting = rider.get()
    rider.set(None)
    try:
        yield
    finally:
        rider.set(waiting)
