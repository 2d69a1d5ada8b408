"""What the operator asks of the books as a whole: do they add up, how far do they reach, whose are they."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from bot.usecases import audit
from db.ledger.verify import verify as derive
from db.models.audit import AuditLine
from db.models.automations import JobMark
from db.models.messages import IncomingUpdate, OutgoingMessage
from db.session import Database


@dataclass(frozen=True)
class Books:
    """`problems` is empty when everything adds up; the first one names the first bad row."""

    summary: str
    problems: list[str]


async def verify(db: Database) -> Books:
    """Everything about points derived anew from the entries, and the audit log read along its chain; changes nothing
    and repairs nothing."""
    async with db.read(long=True) as session:
        report = await derive(session)
        fault = await audit.first_fault(session)
    counts = f"{report.entries} entries, {report.postings} postings, {report.accounts} accounts: everything adds up."
    problems = [f"{problem.where}: {problem.what}." for problem in report.problems]
    return Books(counts, [*problems, f"{fault}."] if fault else problems)


async def newest_moment(db: Database) -> datetime | None:
    """When the latest thing happened that the database knows of; None when nothing did."""
    marks = (IncomingUpdate.received_at, OutgoingMessage.created_at, AuditLine.at, JobMark.at)
    async with db.read() as session:
        moments = [await session.scalar(select(func.max(mark))) for mark in marks]
    return max((moment for moment in moments if moment), default=None)


async def other_bot(db: Database, bot_id: int) -> int | None:
    """The bot this database was kept by, when *bot_id* has never been it: to another bot nobody's chat is open."""
    async with db.read() as session:
        first = await session.scalar(select(func.min(IncomingUpdate.bot_id)))
        last = await session.scalar(select(func.max(IncomingUpdate.bot_id)))
    return None if bot_id in (first, last) else first
