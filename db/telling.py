"""What a unit has to tell outside: noted with its session, written as it ends, gone with the part that is undone."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

NOTED = "told"


def note(session: AsyncSession, what: object) -> None:
    """*what* is told if this unit commits. The ledger notes the numbers of its entries, use-cases whole facts."""
    session.info.setdefault(NOTED, []).append(what)


def taken(session: AsyncSession) -> list[Any]:
    """Everything noted, in its order; asked once, as the unit ends."""
    return session.info.pop(NOTED, [])  # type: ignore[no-any-return]


@asynccontextmanager
async def part(session: AsyncSession) -> AsyncIterator[None]:
    """A part of a unit that can be undone alone, behind a savepoint: undone, it has told nothing."""
    noted = session.info.setdefault(NOTED, [])
    before = len(noted)
    try:
        async with session.begin_nested():
            yield
    except BaseException:
        del noted[before:]
        raise
