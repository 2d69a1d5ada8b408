"""A partner's own account: points given there come out of it, points taken there go into it, and all adds up."""

import random
from datetime import timedelta

import pytest
from sqlalchemy import text

from db.enums import AccountKind, EntryKind
from db.ledger import accounts, holds, partners, post, read
from db.ledger.accounts import PartnerHouse
from db.ledger.refusals import KeyReused
from db.ledger.verify import verify
from db.session import Database
from tests.support.ledger import NEXT_YEAR, NOON, because, earned, joined, reversal

BEFORE, AFTER = NOON - timedelta(days=1), NOON + timedelta(days=1)
BAKERY, FLORIST = PartnerHouse(1), PartnerHouse(2)


async def test_what_bob_earns_and_pays_at_the_bakery_stands_in_the_bakerys_account(db: Database) -> None:
    (bob,) = await joined(db, "Bob")
    await earned(db, bob, 100)
    async with db.begin() as session:
        await post.give(session, bob, 30, source=BAKERY, because=because("sale:1"), expires_on=NEXT_YEAR)
        await post.take_back(session, "sale:1", 10, because=reversal("sale:1:back"))
        await holds.hold(session, bob, 60, key="spending:1", at=NOON, until=AFTER)
        paid = because("spending:1:paid", EntryKind.REDEEM, "order.paid")
        await holds.capture(session, "spending:1", because=paid, points=50, into=BAKERY)
        back = reversal("spending:1:back")
        await post.give_back(session, "spending:1:paid", 20, because=back, at_least_until=NEXT_YEAR)
        await post.give(session, bob, 7, source=FLORIST, because=because("sale:2"), expires_on=NEXT_YEAR)
    async with db.read(long=True) as session:
        assert await partners.totals(session, 1, BEFORE, AFTER) == partners.PartnerTotals(20, 30, 4, 10)
        assert await partners.totals(session, 2, BEFORE, AFTER) == partners.PartnerTotals(7, 0, 1, -7)
        assert await partners.totals(session, 1, AFTER, AFTER) == partners.PartnerTotals(0, 0, 0, 0)
        lines = await partners.lines(session, 1, BEFORE, AFTER)
        assert [(line.given, line.taken) for line in lines] == [(30, 0), (-10, 0), (0, 50), (0, -20)]
        assert (await read.balance(session, bob)).available == 100 + 20 - 30 + 7
        assert await read.issued_between(session, AccountKind.REDEEMED, BEFORE, AFTER) == 0
        assert (await verify(session)).ok


async def test_a_key_used_at_the_bakery_cannot_stand_for_the_florists_sale(db: Database) -> None:
    (bob,) = await joined(db, "Bob")
    async with db.begin() as session:
        await post.give(session, bob, 30, source=BAKERY, because=because("sale:1"), expires_on=NEXT_YEAR)
        again = await post.give(session, bob, 30, source=BAKERY, because=because("sale:1"), expires_on=NEXT_YEAR)
        assert again.already
        for other in (FLORIST, AccountKind.ORDERS):
            with pytest.raises(KeyReused):
                await post.give(session, bob, 30, source=other, because=because("sale:1"), expires_on=NEXT_YEAR)


async def test_nothing_is_posted_to_a_partners_account_without_the_partner(db: Database) -> None:
    (bob,) = await joined(db, "Bob")
    async with db.begin() as session:
        with pytest.raises(ValueError, match="no account"):
            await post.give(session, bob, 1, source=AccountKind.PARTNER, because=because(), expires_on=None)


async def test_whatever_moves_the_partners_accounts_are_the_members_mirror(db: Database) -> None:
    """Conservation: what two partners and the shop gave and took is what the members have, after any movements."""
    seed = random.randrange(10**9)
    print("seed", seed)
    fate = random.Random(seed)
    members = await joined(db, "Ann", "Bob")
    houses = (BAKERY, FLORIST, AccountKind.ORDERS)
    async with db.begin() as session:
        for turn in range(60):
            member, house, points = fate.choice(members), fate.choice(houses), fate.randint(1, 50)
            if fate.random() < 0.6:
                made = because(f"give:{turn}")
                await post.give(session, member, points, source=house, because=made, expires_on=NEXT_YEAR)
            else:
                made = because(f"take:{turn}", EntryKind.REDEEM)
                await post.take(session, member, points, into=house, because=made, allow_debt=True)
    async with db.read(long=True) as session:
        have = [await read.balance(session, member) for member in members]
        owed = -sum(one.available - one.debt for one in have)
        theirs = [await partners.totals(session, one, BEFORE, AFTER) for one in (1, 2)]
        ours = -await read.issued_between(session, AccountKind.ORDERS, BEFORE, AFTER)
        assert sum(one.balance for one in theirs) + ours == owed
        assert all(one.balance == one.taken - one.given for one in theirs)
        assert (await verify(session)).ok


async def test_verify_names_an_account_that_lost_its_partner(db: Database) -> None:
    (bob,) = await joined(db, "Bob")
    async with db.begin() as session:
        await post.give(session, bob, 30, source=BAKERY, because=because("sale:1"), expires_on=NEXT_YEAR)
        await session.execute(text("UPDATE accounts SET partner_id = NULL WHERE partner_id = 1"))
    async with db.read(long=True) as session:
        report = await verify(session)
    assert [problem.what for problem in report.problems] == ["is of the kind partner, with the partner None"]
    async with db.begin() as session:  # the test's own end asks for whole books
        await session.execute(text("UPDATE accounts SET partner_id = 1 WHERE kind = 'partner'"))


async def test_finding_the_other_side_reads_no_members_account(sqlite_db: Database) -> None:
    async with sqlite_db.read() as session:
        for statement in (accounts._LOCK, accounts._LOCK_PARTNERS):
            shape = str(statement.compile(dialect=session.get_bind().dialect))
            plan = (await session.execute(text("EXPLAIN QUERY PLAN " + shape.replace("?", "'1'")))).all()
            assert not [row for row in plan if row[3].startswith("SCAN")], plan
