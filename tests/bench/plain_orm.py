"""The plain async ORM way of an earning: objects are loaded, changed and added, and the session is committed."""

import asyncio
from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import Engine, event, select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from db.enums import AccountKind, EntryKind
from db.models.ledger import Account, Balance, Entry, Lot, Posting
from tests.support.ledger import NEXT_YEAR, NOON

HASH = bytes(32)


def sqlite_engine(path: str) -> AsyncEngine:
    """aiosqlite as its manual sets it up to be safe: WAL, every commit on disk, BEGIN IMMEDIATE, a pool."""
    engine = create_async_engine(f"sqlite+aiosqlite:///{path}", connect_args={"timeout": 30})
    _prepare(engine.sync_engine)
    return engine


def _prepare(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def connected(connection: Any, _: Any) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def began(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def postgresql_engine(url: str) -> AsyncEngine:
    return create_async_engine(url)


async def units(
    engine: AsyncEngine, members: list[int], next_key: Callable[[], str], *, count: int, tasks: int
) -> None:
    """So many earnings by so many tasks, each with members of its own, one commit each."""
    sessions = async_sessionmaker(engine, expire_on_commit=False)

    async def task(mine: list[int]) -> None:
        for turn in range(count // tasks):
            async with sessions() as session, session.begin():
                await _earn(session, mine[turn % len(mine)], next_key(), NEXT_YEAR)

    await asyncio.gather(*(task(members[n::tasks]) for n in range(tasks)))


async def _earn(session: AsyncSession, member: int, key: str, until: date) -> None:
    if await session.scalar(select(Entry).where(Entry.key == key)):
        return
    account = (await session.scalars(select(Account).where(Account.member_id == member))).one()
    house = (
        await session.scalars(select(Account).where(Account.kind == AccountKind.ORDERS, Account.member_id.is_(None)))
    ).one()
    balance = await session.get_one(Balance, account.id, with_for_update=True)
    entry = Entry(
        key=key, kind=EntryKind.EARN, at=NOON, actor="programme", reason="order.delivered", facts={"base": 124000}
    )
    session.add(entry)
    await session.flush()
    session.add_all(
        [
            Posting(
                entry_id=entry.id,
                seq=0,
                account_id=account.id,
                amount=10,
                balance=balance.available + 10,
                prev_hash=balance.head,
                hash=HASH,
            ),
            Posting(entry_id=entry.id, seq=1, account_id=house.id, amount=-10),
            Lot(account_id=account.id, entry_id=entry.id, points=10, remaining=10, expires_on=until),
        ]
    )
    balance.available += 10
    balance.head = HASH
