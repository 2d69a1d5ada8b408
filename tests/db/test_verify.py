"""`verify` names what was tampered with: a changed, removed or added row, a drifted balance, a rewritten history."""

import os
import random
import shutil
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from db.enums import AccountKind
from db.ledger import holds, post, roots
from db.ledger.verify import Report, verify
from db.session import Database
from tests.support.ledger import NOON, because, earned, joined, reversal, spent

TRIGGERS = "SELECT 'DROP TRIGGER ' || name FROM sqlite_master WHERE type = 'trigger'"


@pytest.fixture
async def copy(sqlite_db: Database, sqlite_url: str, tmp_path: Path) -> Path:
    """A copy of a small history, its triggers dropped, as somebody with the file in hand would do."""
    ann, bob = await joined(sqlite_db, "Ann", "Bob")
    for turn in range(5):
        await earned(sqlite_db, ann, 10 + turn, key=f"order:{turn}")
        await earned(sqlite_db, bob, 20 + turn)
    await spent(sqlite_db, ann, 15, key="spend")
    async with sqlite_db.begin() as session:
        await post.give_back(session, "spend", 5, because=reversal(), at_least_until=date(2026, 6, 1))
        await holds.hold(session, bob, 7, key="hold:1", at=NOON, until=NOON + timedelta(minutes=15))
    target = tmp_path / "copy.db"
    source = sqlite_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(source)) as original, closing(sqlite3.connect(target)) as copied:
        original.backup(copied)
        for (drop,) in copied.execute(TRIGGERS).fetchall():
            copied.execute(drop)
        copied.commit()
    return target


async def report_of(path: Path, *changes: str) -> Report:
    with closing(sqlite3.connect(path)) as changed:
        for change in changes:
            changed.execute(change)
        changed.commit()
    db = Database.connect(f"sqlite:///{path}")
    async with db.read(long=True) as session:
        report = await verify(session)
    await db.close()
    return report


def wheres(report: Report) -> set[str]:
    return {problem.where for problem in report.problems}


async def test_untouched_books_are_right(copy: Path) -> None:
    report = await report_of(copy)
    assert (report.ok, report.entries, report.postings, report.accounts) == (True, 12, 24, 2)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("UPDATE postings SET amount = 11 WHERE entry_id = 1 AND seq = 0", "posting 1/0"),
        ("UPDATE postings SET amount = -11 WHERE entry_id = 1 AND seq = 1", "entry 1"),
        ("UPDATE postings SET account_id = 9 WHERE entry_id = 3 AND seq = 1", "posting 3/0"),
        ("UPDATE postings SET hash = prev_hash WHERE entry_id = 5 AND seq = 0", "posting 5/0"),
        ("UPDATE entries SET key = 'order:other' WHERE id = 5", "posting 5/0"),
        ("UPDATE entries SET at = '2020-01-01 00:00:00.000000' WHERE id = 5", "posting 5/0"),
        ("UPDATE entries SET facts = '{\"base\":1}' WHERE id = 5", "posting 5/0"),
        ("UPDATE entries SET actor = 'staff:1' WHERE id = 7", "posting 7/0"),
        ("DELETE FROM postings WHERE entry_id = 3", "posting 5/0"),
        ("DELETE FROM postings WHERE entry_id = 3", "entry 3"),
        ("DELETE FROM postings WHERE entry_id = 12 AND seq = 0", "account 1"),
        ("UPDATE balances SET available = available + 1 WHERE account_id = 1", "account 1"),
        ("UPDATE balances SET available = available + 1, held = held - 1 WHERE held > 0", "account 2"),
        ("UPDATE balances SET head = zeroblob(32) WHERE account_id = 1", "account 1"),
        ("DELETE FROM balances WHERE account_id = 1", "account 1"),
        ("UPDATE lots SET remaining = remaining - 1 WHERE id = 3", "lot 3"),
        ("UPDATE lot_moves SET points = -1 WHERE id = 1", "lot 1"),
        ("UPDATE holds SET state = 'released'", "account 2"),
        (
            "INSERT INTO entries SELECT 99, 'forged', kind, at, actor, reason, facts, NULL FROM entries LIMIT 1",
            "entry 99",
        ),
    ],
)
async def test_what_was_tampered_with_is_named(copy: Path, change: str, named: str) -> None:
    assert named in wheres(await report_of(copy, "PRAGMA foreign_keys=OFF", change))


async def test_two_hundred_flipped_bits_in_postings_are_each_reported(copy: Path, tmp_path: Path) -> None:
    seed = int(os.environ.get("OKAERI_SEED", random.randrange(2**32)))
    print(f"OKAERI_SEED={seed}")
    dice = random.Random(seed)
    for turn in range(200):
        flipped = shutil.copy(copy, tmp_path / "flipped.db")
        change = None
        while change is None:
            change = _flip(flipped, dice)
        report = await report_of(Path(flipped))
        assert not report.ok, (turn, change)


def _flip(path: str | Path, dice: random.Random) -> object | None:
    """One bit of one stored value of a member's posting or its entry; None if the key it gave is taken."""
    with closing(sqlite3.connect(path)) as file:
        entry = dice.randrange(file.execute("SELECT count(*) FROM entries").fetchone()[0]) + 1
        table, column, row = dice.choice(
            [
                *(("postings", name, "seq = 0 AND entry_id") for name in ("amount", "balance", "hash", "prev_hash")),
                ("postings", "amount", "seq = 1 AND entry_id"),
                *(("entries", name, "id") for name in ("key", "actor", "reason")),
            ]
        )
        old = file.execute(f"SELECT {column} FROM {table} WHERE {row} = ?", (entry,)).fetchone()[0]
        new = _with_a_bit_flipped(old, dice)
        file.execute("PRAGMA ignore_check_constraints=ON")
        try:
            file.execute(f"UPDATE {table} SET {column} = ? WHERE {row} = ?", (new, entry))
        except sqlite3.IntegrityError:
            return None
        file.commit()
    return table, column, entry, old, new


def _with_a_bit_flipped(old: Any, dice: random.Random) -> Any:
    if isinstance(old, int):
        return old ^ 1 << dice.randrange(40)
    raw = bytearray(old if isinstance(old, bytes) else old.encode())
    raw[dice.randrange(len(raw))] ^= 1 << dice.randrange(5)
    return bytes(raw) if isinstance(old, bytes) else raw.decode()


async def test_only_the_first_bad_link_of_a_chain_is_named(copy: Path) -> None:
    report = await report_of(copy, "UPDATE entries SET reason = 'gift' WHERE id IN (3, 5, 7)")
    assert wheres(report) == {"posting 3/0"}


async def test_a_balance_that_drifted_by_one_on_postgresql_is_named(postgres_db: Database) -> None:
    (ann,) = await joined(postgres_db, "Ann")
    await earned(postgres_db, ann, 62)
    for more, where in ((1, {"account 1"}), (-1, set())):
        async with postgres_db.begin() as session:
            await session.execute(text(f"UPDATE balances SET available = available + {more}"))
        async with postgres_db.read(long=True) as session:
            assert wheres(await verify(session)) == where


async def test_since_checks_the_newer_links_only(db: Database) -> None:
    (ann,) = await joined(db, "Ann")
    for _ in range(3):
        await earned(db, ann, 5)
    async with db.read() as session:
        assert (await verify(session, since=NOON)).ok
        assert (await verify(session, since=NOON + timedelta(days=1))).ok


async def test_a_sealed_day_is_sealed_once_and_shows_a_rewritten_history(db: Database) -> None:
    ann, bob = await joined(db, "Ann", "Bob")
    for member in (ann, bob, ann):
        await earned(db, member, 62)
    async with db.begin() as session:
        sealed = await roots.seal_day(session, NOON.date(), NOON)
    await earned(db, ann, 1)
    async with db.begin() as session:
        assert await roots.seal_day(session, NOON.date(), NOON + timedelta(hours=1)) == sealed
        assert (await roots.day_root(session, NOON.date())).root == sealed.root
        tomorrow = await roots.day_root(session, NOON.date() + timedelta(days=1))
        assert tomorrow.root != sealed.root
        assert await roots.unlike_their_seal(session) == []


@pytest.mark.parametrize("members", [1, 2, 3, 5, 8])
async def test_each_member_can_prove_their_own_history(sqlite_db: Database, members: int) -> None:
    ids = await joined(sqlite_db, *(f"Ann{n}" for n in range(members)))
    for member in ids:
        await earned(sqlite_db, member, 10)
        await earned(sqlite_db, member, 5)
    async with sqlite_db.begin() as session:
        assert await roots.proof(session, ids[0]) is None
        await roots.seal_day(session, NOON.date(), NOON)
        for member in ids:
            proof = await roots.proof(session, member)
            assert proof
            assert roots.check(proof)
            shorter = roots.Proof(proof.account_id, proof.entries[:1], proof.root, proof.path)
            assert not roots.check(shorter)


async def test_the_whole_of_a_rewritten_history_differs_from_the_root_kept_outside(sqlite_db: Database) -> None:
    """Two histories that each verify, but are not the same, have different roots."""
    (ann,) = await joined(sqlite_db, "Ann")
    async with sqlite_db.begin() as session:
        await post.give(session, ann, 5, source=AccountKind.WELCOME, because=because("a"), expires_on=None)
        kept = await roots.day_root(session, NOON.date())
    async with sqlite_db.begin() as session:
        await post.give(session, ann, 5, source=AccountKind.WELCOME, because=because("b"), expires_on=None)
        assert (await roots.day_root(session, NOON.date())).root != kept.root
