"""How points move: giving, taking, giving back, taking back, expiring."""

from datetime import date

import pytest

from db.enums import AccountKind, EntryKind
from db.ledger import post, read
from db.ledger.refusals import InsufficientPoints, KeyReused, NotReversible, ReversalTooLarge, UnknownAccount
from db.session import Database
from tests.support.ledger import NEXT_YEAR, because, earned, joined, reversal, spent


async def test_ann_earns_spends_and_reads_it_in_her_history(db: Database) -> None:
    (ann,) = await joined(db, "Ann")
    await earned(db, ann, 62)
    posted = await spent(db, ann, 50)
    assert (posted.points, posted.available, posted.held) == (50, 12, 0)
    async with db.read() as session:
        lines = await read.history(session, ann, before=None, limit=10)
        assert [(line.points, line.balance_after) for line in lines] == [(-50, 12), (62, 62)]
        assert await read.balance(session, ann) == read.Balance(12, 0, 0, 12, NEXT_YEAR)
        assert await read.count(session, ann) == 2
        assert await read.line(session, ann, lines[0].entry_id) == lines[0]
        older = await read.history(session, ann, before=lines[0].entry_id, limit=10)
        assert older == lines[1:]
