"""How points move: giving, taking, giving back, taking back, expiring."""

from datetime import date, datetime

import pytest

from db.enums import AccountKind, EntryKind
from db.ledger import accounts, post, read
from db.ledger.refusals import (
    InsufficientPoints,
    KeyReused,
    NotReversible,
    ReversalTooLarge,
    UnknownAccount,
    UnknownEntry,
)
from db.session import Database
from tests.support.ledger import NEXT_YEAR, NOON, because, earned, joined, reversal, spent

IN_A_WEEK, IN_A_MONTH = date(2026, 5, 11), date(2026, 6, 4)


async def balance_of(db: Database, member_id: int) -> read.Balance:
    async with db.read() as session:
        return await read.balance(session, member_id)


async def lots_of(db: Database, member_id: int) -> list[tuple[int, date | None]]:
    async with db.read() as session:
        return [(lot.remaining, lot.expires_on) for lot in await read.lots(session, member_id)]


async def given_back(
    db: Database, key: str, points: int, until: date = IN_A_WEEK, by: str | None = None
) -> post.Posted:
    async with db.begin() as session:
        return await post.give_back(session, key, points, because=reversal(by), at_least_until=until)


async def taken_back(db: Database, key: str, points: int, by: str | None = None) -> post.Posted:
    async with db.begin() as session:
        return await post.take_back(session, key, points, because=reversal(by))


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
        assert await read.history(session, ann, before=lines[0].entry_id, limit=10) == lines[1:]
        assert lines[1].facts == {"base": 124_000}
        assert lines[1].at == NOON


async def test_a_line_of_ann_is_not_shown_to_bob(db: Database) -> None:
    ann, bob = await joined(db, "Ann", "Bob")
    posted = await earned(db, ann, 10)
    async with db.read() as session:
        assert await read.line(session, bob, posted.entry_id) is None


async def test_the_same_fact_five_times_is_one_entry(db: Database) -> None:
    (ann,) = await joined(db, "Ann")
    posted = [await earned(db, ann, 62, key="order:42:earn") for _ in range(5)]
    assert [one.already for one in posted] == [False, True, True, True, True]
    assert {one.entry_id for one in posted} == {posted[0].entry_id}
    assert (await balance_of(db, ann)).available == 62


async def test_a_key_that_stands_for_something_else_is_refused(db: Database) -> None:
    ann, bob = await joined(db, "Ann", "Bob")
    await earned(db, ann, 62, key="order:42:earn")
    with pytest.raises(KeyReused):
        await earned(db, ann, 63, key="order:42:earn")
    with pytest.raises(KeyReused):
        await earned(db, bob, 62, key="order:42:earn")
    with pytest.raises(KeyReused):
        await spent(db, ann, 62, key="order:42:earn")
    assert (await balance_of(db, ann)).available == 62
    assert (await balance_of(db, bob)).available == 0


async def test_a_spending_repeated_after_the_points_are_gone_tells_of_the_first(db: Database) -> None:
    (ann,) = await joined(db, "Ann")
    await earned(db, ann, 50)
    first = await spent(db, ann, 50, key="order:7:points")
    again = await spent(db, ann, 50, key="order:7:points")
    assert (again.already, again.entry_id, again.available) == (True, first.entry_id, 0)


async def test_more_than_available_is_refused_and_the_unit_can_go_on(db: Database) -> None:
    (ann,) = await joined(db, "Ann")
    await earned(db, ann, 50)
    async with db.begin() as session:
        with pytest.raises(InsufficientPoints) as refused:
            await post.take(session, ann, 51, into=AccountKind.REDEEMED, because=because())
        await post.take(session, ann, 50, into=AccountKind.REDEEMED, because=because("order:7"))
    assert refused.value.available == 50
    assert (await balance_of(db, ann)).available == 0


async def test_a_stranger_to_the_books_is_refused(db: Database) -> None:
    with pytest.raises(UnknownAccount):
        await earned(db, 4711, 5)
    async with db.read() as session:
        with pytest.raises(UnknownAccount):
            await read.balance(session, 4711)


async def test_opening_an_account_again_keeps_what_is_in_it(db: Database) -> None:
    (ann,) = await joined(db, "Ann")
    await earned(db, ann, 50)
    async with db.begin() as session:
        await accounts.open_member(session, ann)
    assert (await balance_of(db, ann)).available == 50


async def test_the_soonest_to_expire_is_spent_first_then_the_oldest(db: Database) -> None:
    (ann,) = await joined(db, "Ann")
    for points, day in ((1, None), (10, NEXT_YEAR), (20, IN_A_WEEK), (30, NEXT_YEAR)):
        await earned(db, ann, points, expires_on=day)
    await spent(db, ann, 25)
    assert await lots_of(db, ann) == [(5, NEXT_YEAR), (30, NEXT_YEAR), (1, None)]
    assert (await balance_of(db, ann)).soonest_points == 35


async def test_a_debt_is_shown_as_debt_and_repaid_by_the_next_earning(db: Database) -> None:
    (ann,) = await joined(db, "Ann")
    await earned(db, ann, 20)
    await spent(db, ann, 50, allow_debt=True)
    assert await balance_of(db, ann) == read.Balance(0, 0, 30, 0, None)
    await earned(db, ann, 100)
    assert await balance_of(db, ann) == read.Balance(70, 0, 0, 70, NEXT_YEAR)


async def test_points_given_back_return_to_their_own_lots(db: Database) -> None:
    (ann,) = await joined(db, "Ann")
    await earned(db, ann, 20, expires_on=IN_A_MONTH)
    await earned(db, ann, 30, expires_on=NEXT_YEAR)
    await spent(db, ann, 40, key="order:7:points")
    await given_back(db, "order:7:points", 25)
    assert await lots_of(db, ann) == [(5, IN_A_MONTH), (30, NEXT_YEAR)]


async def test_points_given_back_do_not_expire_before_the_promised_day(db: Database) -> None:
    (ann,) = await joined(db, "Ann")
    await earned(db, ann, 20, expires_on=IN_A_WEEK)
    await spent(db, ann, 20, key="order:7:points")
    await given_back(db, "order:7:points", 20, until=IN_A_MONTH)
    assert await lots_of(db, ann) == [(20, IN_A_MONTH)]


async def test_reversals_together_never_exceed_the_original(db: Database) -> None:
    (ann,) = await joined(db, "Ann")
    await earned(db, ann, 50, key="order:1:earn")
    await spent(db, ann, 50, key="order:7:points")
    await given_back(db, "order:7:points", 30)
    with pytest.raises(ReversalTooLarge) as refused:
        await given_back(db, "order:7:points", 21)
    assert refused.value.left == 20
    await given_back(db, "order:7:points", 20)
    await taken_back(db, "order:1:earn", 50)
    with pytest.raises(ReversalTooLarge):
        await taken_back(db, "order:1:earn", 1)


async def test_the_same_reversal_twice_is_one(db: Database) -> None:
    (ann,) = await joined(db, "Ann")
    await earned(db, ann, 50, key="order:1:earn")
    first = await taken_back(db, "order:1:earn", 50, by="order:1:return")
    again = await taken_back(db, "order:1:earn", 50, by="order:1:return")
    assert (first.already, again.already, again.entry_id) == (False, True, first.entry_id)
    with pytest.raises(KeyReused):
        await taken_back(db, "order:1:earn", 49, by="order:1:return")


async def test_only_a_spending_is_given_back_only_an_earning_taken_back_and_no_reversal(db: Database) -> None:
    (ann,) = await joined(db, "Ann")
    await earned(db, ann, 50, key="earn")
    await spent(db, ann, 50, key="spend")
    await given_back(db, "spend", 10, by="back")
    for refused in (given_back(db, "earn", 1), taken_back(db, "spend", 1), taken_back(db, "back", 1)):
        with pytest.raises(NotReversible):
            await refused
    with pytest.raises(UnknownEntry):
        await given_back(db, "never", 1)


async def test_taking_back_what_was_spent_leaves_a_debt(db: Database) -> None:
    (ann,) = await joined(db, "Ann")
    await earned(db, ann, 62, key="order:1:earn")
    await earned(db, ann, 5, expires_on=IN_A_WEEK)
    await spent(db, ann, 60)
    await taken_back(db, "order:1:earn", 62)
    assert (await balance_of(db, ann)).debt == 55


async def test_taking_back_draws_on_its_own_lot_first(db: Database) -> None:
    (ann,) = await joined(db, "Ann")
    await earned(db, ann, 5, expires_on=IN_A_WEEK)
    await earned(db, ann, 62, key="order:1:earn")
    await taken_back(db, "order:1:earn", 60)
    assert await lots_of(db, ann) == [(5, IN_A_WEEK), (2, NEXT_YEAR)]


async def test_a_lot_expires_once_and_only_what_remains_of_it(db: Database) -> None:
    (ann,) = await joined(db, "Ann")
    await earned(db, ann, 20, expires_on=IN_A_WEEK)
    await spent(db, ann, 8)
    async with db.begin() as session:
        (due,) = await read.lots_to_expire(session, IN_A_MONTH, after_id=0, limit=10)
        assert (due.member_id, due.remaining, due.expires_on) == (ann, 12, IN_A_WEEK)
        gone = because(f"lot:{due.lot_id}:expire", EntryKind.EXPIRE, "expired")
        first = await post.expire_lot(session, due.lot_id, because=gone)
        again = await post.expire_lot(session, due.lot_id, because=gone)
        other = await post.expire_lot(session, due.lot_id, because=because("another key"))
        assert await read.lots_to_expire(session, IN_A_MONTH, after_id=0, limit=10) == []
    assert first
    assert again
    assert (first.points, first.available, again.already, other) == (12, 0, True, None)


async def test_a_lot_is_not_due_on_its_last_day(db: Database) -> None:
    (ann,) = await joined(db, "Ann")
    await earned(db, ann, 20, expires_on=IN_A_WEEK)
    async with db.read() as session:
        assert await read.lots_to_expire(session, IN_A_WEEK, after_id=0, limit=10) == []


async def test_what_a_house_account_issued_is_told_net_of_returns(db: Database) -> None:
    ann, bob = await joined(db, "Ann", "Bob")
    await earned(db, ann, 100, key="order:1:earn")
    await earned(db, bob, 50)
    await taken_back(db, "order:1:earn", 30)
    async with db.read() as session:
        until = datetime.max.replace(tzinfo=NOON.tzinfo)
        assert await read.issued_between(session, AccountKind.ORDERS, NOON, until) == 120
        assert await read.issued_between(session, AccountKind.WELCOME, NOON, until) == 0


async def test_a_moment_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        post.Because("k", EntryKind.EARN, datetime(2026, 5, 4), "welcome")  # noqa: DTZ001


async def test_what_expired_is_not_given_back_as_if_it_had_been_spent(db: Database) -> None:
    (ann,) = await joined(db, "Ann")
    await earned(db, ann, 20, expires_on=IN_A_WEEK)
    async with db.begin() as session:
        (lot,) = await read.lots(session, ann)
        await post.expire_lot(session, lot.id, because=because("lot:expire", EntryKind.EXPIRE, "expired"))
    with pytest.raises(NotReversible):
        await given_back(db, "lot:expire", 20)
