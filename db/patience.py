"""Statements that may take minutes: the audience of a broadcast, a cleaning."""

from typing import Any

from sqlalchemy import Executable, Result, text
from sqlalchemy.ext.asyncio import AsyncSession


async def patiently(session: AsyncSession, statement: Executable) -> Result[Any]:
    """Executes it for as long as it takes. Those who read go on meanwhile; on SQLite, where it runs in the writer's
    thread (see sqlite.py), other writers wait for it."""
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(text("SET LOCAL statement_timeout = 0"))
    return await session.execute(statement, execution_options={"patient": True})
