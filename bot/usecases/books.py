"""`verify`: the books derived anew from their entries, told in sentences for the operator."""

from dataclasses import dataclass

from db.ledger.verify import verify as derive
from db.session import Database


@dataclass(frozen=True)
class Books:
    """`problems` is empty when everything adds up."""

    summary: str
    problems: list[str]


async def verify(url: str) -> Books:
    """Reads the whole ledger; changes nothing and repairs nothing."""
    db = Database.connect(url)
    try:
        async with db.read(long=True) as session:
            report = await derive(session)
    finally:
        await db.close()
    counts = f"{report.entries} entries, {report.postings} postings, {report.accounts} accounts: everything adds up."
    return Books(counts, [str(problem) for problem in report.problems])
