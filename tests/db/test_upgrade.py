"""A database of an earlier revision, with its rows, becomes today's: nothing is lost, nothing is done twice."""

import json
from typing import Any

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from db.migrations.run import migrate, migrator

ROWS = (
    "INSERT INTO members (id, number, card_code, referral_code, state, tier, holdout, joined_at, orders_count, "
    "spent_minor) VALUES (1, '19', 'c1', 'r1', 'active', 'bronze', false, '2026-01-01 10:00:00', 2, 5000)",
    "INSERT INTO members (id, number, card_code, referral_code, state, tier, holdout, joined_at, orders_count, "
    "spent_minor) VALUES (2, '27', 'c2', 'r2', 'active', 'bronze', false, '2026-02-01 10:00:00', 0, 0)",
    "INSERT INTO staff (id, chat_id, name, role, state, created_at) "
    "VALUES (1, 1, 'Olga', 'owner', 'active', '2026-01-01 10:00:00')",
    "INSERT INTO automations (id, kind, enabled, settings, enabled_on, done_through) "
    "VALUES (1, 'birthday', true, '{}', '2026-01-01', '2026-11-20')",
    "INSERT INTO automations (id, kind, enabled, settings, enabled_on) "
    "VALUES (2, 'inactivity', false, '{}', '2026-01-01')",
    "INSERT INTO firings (id, automation_id, member_id, period, state, at) "
    "VALUES (1, 1, 1, '2026', 'fired', '2026-03-01 10:00:00')",
    *(
        "INSERT INTO orders (id, key, member_id, state, placed_by, currency, amount_minor, fee_minor, base_minor, "
        "points, program_version, earning, address, handover_code, wrong_codes, placed_at, delivered_at) VALUES "
        f"({number}, 'k{number}', 1, 'delivered', 1, 'RUB', 5000, 0, 5000, 2, 1, '{{}}', '', '4821', 0, "
        f"'2026-0{month}-01 10:00:00', '2026-0{month}-01 11:00:00')"
        for number, month in ((1, 5), (2, 3))
    ),
)


async def run(url: str, *statements: str) -> list[tuple[Any, ...]]:
    """Runs the statements in one transaction; the rows of the last."""
    engine = migrator(url)
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(_run, statements)
    finally:
        await engine.dispose()


def _run(connection: Connection, statements: tuple[str, ...]) -> list[tuple[Any, ...]]:
    found = [connection.execute(text(each)) for each in statements][-1]
    rows = [tuple(row) for row in found] if found.returns_rows else []
    connection.commit()
    return rows


async def test_the_first_release_keeps_its_rules_firings_and_orders(database_url: str) -> None:
    await migrate(database_url, to="base")
    await migrate(database_url, to="0001")
    await run(database_url, *ROWS)
    await migrate(database_url)
    rules = await run(database_url, "SELECT id, slug, kind, edition FROM automations WHERE id < 3 ORDER BY id")
    assert rules == [(1, "birthday", "birthday", 1), (2, "inactivity", "inactivity", 1)]
    looked = await run(database_url, "SELECT automation_id, zone, CAST(done_through AS TEXT) FROM automation_days")
    assert looked == [(1, "", "2026-11-20")]  # no gift of a day looked at before is given again
    assert await run(database_url, "SELECT automation_id, period, state FROM firings") == [(1, "2026", "fired")]
    first = await run(database_url, "SELECT id, CAST(first_order_at AS TEXT) FROM members ORDER BY id")
    assert str(first[0][1]).startswith("2026-03-01 11:00:00")
    assert first[1] == (2, None)
    assert await run(database_url, "SELECT DISTINCT channel, discount_minor FROM orders") == [("desk", 0)]


async def test_and_back_again(database_url: str) -> None:
    await migrate(database_url, to="base")
    await migrate(database_url, to="0001")
    await run(database_url, *ROWS)
    await migrate(database_url)
    await migrate(database_url, to="0001")
    assert await run(database_url, "SELECT id, kind FROM automations ORDER BY id") == [
        (1, "birthday"),
        (2, "inactivity"),
    ]
    assert await run(database_url, "SELECT automation_id, period FROM firings") == [(1, "2026")]


SECOND = (
    *ROWS[:3],
    "INSERT INTO people (member_id, chat_id, name, phone) VALUES (1, 11, 'Ann', '+48600100200')",
    "INSERT INTO people (member_id, chat_id, name, phone) VALUES (2, 12, 'Bob', '+48600100201')",
    *(
        "INSERT INTO consents (id, member_id, kind, given, text_version, at, source) VALUES "
        f"({number}, {member}, '{kind}', {given}, '1', '2026-01-01 10:00:00', 'join')"
        for number, member, kind, given in (
            (1, 1, "advertising", "false"),
            (2, 1, "advertising", "true"),
            (3, 2, "advertising", "true"),
            (4, 2, "advertising", "false"),
            (5, 2, "data", "true"),
        )
    ),
    "INSERT INTO broadcasts (id, staff_id, text, state, audience, created_at) "
    "VALUES (1, 1, 'Rolls at half price, {name}!', 'done', 2, '2026-01-01 10:00:00')",
)


async def test_the_second_release_keeps_its_messages_and_what_members_agreed_to(database_url: str) -> None:
    await migrate(database_url, to="base")
    await migrate(database_url, to="0002")
    await run(database_url, *SECOND)
    await migrate(database_url)
    agreed = await run(database_url, "SELECT member_id FROM people WHERE advertising ORDER BY member_id")
    assert agreed == [(1,)]  # the newest word counts
    kept = await run(database_url, "SELECT CAST(content AS TEXT), topic, wave FROM broadcasts")
    assert (json.loads(kept[0][0]), *kept[0][1:]) == (
        {"A": {"*": {"text": "Rolls at half price, {name}!"}}},
        "offers",
        0,
    )
    await migrate(database_url, to="0002")
    assert await run(database_url, "SELECT text FROM broadcasts") == [("Rolls at half price, {name}!",)]


THIRD = (
    *ROWS[:3],
    ROWS[-1],
    "INSERT INTO people (member_id, chat_id, name, phone) VALUES (1, 11, 'Ann', '+48600100200')",
    "INSERT INTO accounts (id, kind, member_id) VALUES (1, 'member', 1)",
    "INSERT INTO accounts (id, kind) VALUES (2, 'orders')",
)
OWED = "SELECT placed_by, points_paid, returned_minor, prepaid_minor, late_points FROM orders"


async def test_the_third_release_keeps_its_orders_and_gets_room_for_partners(database_url: str) -> None:
    await migrate(database_url, to="base")
    await migrate(database_url, to="0003")
    await run(database_url, *THIRD)
    await migrate(database_url)
    assert await run(database_url, OWED) == [(1, 0, 0, 0, 0)]
    known = "INSERT INTO people (member_id, chat_id, name, phone) VALUES (2, NULL, 'Bob', '+48600100201')"
    partner = "INSERT INTO accounts (id, kind, partner_id) VALUES (3, 'partner', 7)"
    await run(database_url, known, partner)
    with pytest.raises(DBAPIError):  # still one account of each kind of the programme's own
        await run(database_url, "INSERT INTO accounts (id, kind) VALUES (4, 'orders')")
    await run(database_url, "DELETE FROM people WHERE chat_id IS NULL", "DELETE FROM accounts WHERE id = 3")
    await migrate(database_url, to="0003")
    assert await run(database_url, "SELECT placed_by, amount_minor FROM orders") == [(1, 5000)]
    assert await run(database_url, "SELECT chat_id FROM people") == [(11,)]
