"""Segments: what SQL finds is what the oracle says of each member, on both databases."""

import random
import re

import pytest
from sqlalchemy import select
from sqlalchemy import text as sql

from bot.rules import segments as rules
from bot.rules.segment_facts import matches
from bot.rules.segments import All, Condition, Not, Saved
from db.enums import (
    MemberState,
)
from db.models.chats import Chat
from db.models.members import Member, Person
from db.models.orders import Order
from db.queries import segments
from db.session import Database
from tests.support.orders import opened
from tests.support.segment_town import AT, ZONE, Town
from tests.support.segments import drawn, one_of_each, trees

CASES, EACH = 200, 8


async def test_sql_finds_exactly_whom_the_oracle_names(db: Database) -> None:
    number = random.randrange(1 << 32)
    print(f"seed {number}")
    town = Town(db, random.Random(number))
    await town.settle()
    asked = drawn(trees(Saved(4, 2, Condition("orders", "least", 1))), number, CASES)
    asked += [each for questions in drawn(one_of_each(), number, EACH) for each in questions]
    found_somebody = 0
    async with db.read() as session:
        for tree in asked:
            stored = rules.to_json(tree)
            assert rules.from_json(stored) == tree
            found = select(Member.id).where(Member.id.in_(town.facts), segments.where(stored, at=AT, zone=ZONE))
            named = {member for member, facts in town.facts.items() if matches(tree, facts)}
            assert set(await session.scalars(found)) == named, (number, stored)
            found_somebody += 0 < len(named) < len(town.facts)
    assert found_somebody > CASES // 5, "the segments told nobody apart"


async def test_a_segment_stands_in_a_select_that_has_the_same_tables(db: Database) -> None:
    """Person and Order of the outer select are not those the condition asks about."""
    shop = await opened(db)
    stored = rules.to_json(All((Condition("language", "in", ("en",)), Not(Condition("outlet", "in", (1,))))))
    found = (
        select(Member.id)
        .join(Person, Person.member_id == Member.id)
        .outerjoin(Order, Order.member_id == Member.id)
        .join(Chat, Chat.chat_id == Person.chat_id)
        .where(segments.where(stored, at=AT, zone=ZONE))
    )
    async with db.read() as session:
        assert set(await session.scalars(found)) == {shop.ann, shop.bob}


async def test_only_active_members_are_counted(db: Database) -> None:
    shop = await opened(db)
    everybody = rules.to_json(rules.EVERYBODY)
    assert everybody is None
    async with db.begin() as session:
        (await session.get_one(Member, shop.bob)).state = MemberState.ERASED
    async with db.read() as session:
        assert await segments.count(session, everybody, AT, ZONE) == 1
        new = rules.to_json(Condition("orders", "most", 2))
        assert await segments.has(session, new, shop.ann, AT, ZONE)
        assert not await segments.has(session, new, shop.bob, AT, ZONE)


async def test_an_unknown_question_is_no_segment_of_everybody(db: Database) -> None:
    with pytest.raises(ValueError, match="shoe_size"):
        segments.where({"field": "shoe_size", "op": "in", "value": [44]}, at=AT, zone=ZONE)


async def test_no_question_reads_a_table_for_each_member(sqlite_db: Database) -> None:
    """Members are read once, fifths are a handful of rows; all else is found by an index."""
    asked = drawn(one_of_each(), 7, 5)[-1]
    plans: dict[str, str] = {}
    async with sqlite_db.read() as session:
        connection = await session.connection()
        for each in asked:
            found = select(Member.id).where(segments.where(rules.to_json(each), at=AT, zone=ZONE))
            text = str(found.compile(connection.engine, compile_kwargs={"literal_binds": True}))
            rows = await session.execute(sql(f"EXPLAIN QUERY PLAN {text}"))
            plans[f"{each.field} {each.op}"] = "\n".join(row.detail for row in rows)
    read = {name: re.findall(r"SCAN (\w+)", plan) for name, plan in plans.items()}
    assert {name: tables for name, tables in read.items() if {*tables} - {"members", "thresholds"}} == {}
    assert all(tables.count("members") == 1 for tables in read.values())
