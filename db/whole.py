"""A write unit around others: its parts are kept or undone one by one, and committed together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncSession

from db import telling


class NotAlone(Exception):
    """The first part failed and stands without a savepoint: all has to be done again, with one for each part."""


class Whole:
    """Nearly always there is one part and it succeeds: then a savepoint is two statements for nothing."""

    def __init__(self, session: AsyncSession, careful: bool) -> None:
        self.session, self._careful = session, careful

    @asynccontextmanager
    async def part(self) -> AsyncIterator[AsyncSession]:
        """One begin() within. Raises NotAlone instead of what the first part raised, unless careful."""
        if self._careful:
            async with telling.part(self.session):
                yield self.session
            return
        try:
            yield self.session
            self._careful = True  # from now on there is something to keep
        except Exception as error:
            raise NotAlone from error
