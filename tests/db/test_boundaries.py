"""Amounts at and past the limits: whole, above zero, at most 10^12 at a time, at most 10^15 in all."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.enums import AccountKind
from db.ledger import post, read
from db.ledger.refusals import PointsOutOfRange
from db.models.ledger import MOST_HELD, MOST_MOVED
from db.session import Database
from tests.support.ledger import because, earned, joined, spent

SAME_DATABASE = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
not_points = st.one_of(
    st.floats(),
    st.text(max_size=4),
    st.booleans(),
    st.integers(max_value=0),
    st.integers(min_value=MOST_MOVED + 1),
    st.none(),
    st.sampled_from([1.5, "10", 1e400, -1, 10**30]),
)


@given(points=not_points)
@SAME_DATABASE
async def test_what_is_not_a_number_of_points_is_refused_and_the_unit_can_go_on(
    sqlite_db: Database, points: object
) -> None:
    (ann,) = await joined(sqlite_db, "Ann")
    async with sqlite_db.begin() as session:
        with pytest.raises(PointsOutOfRange):
            await post.give(
                session,
                ann,
                points,  # type: ignore[arg-type]
                source=AccountKind.ORDERS,
                because=because(),
                expires_on=None,
            )
        with pytest.raises(PointsOutOfRange):
            await post.take(session, ann, points, into=AccountKind.REDEEMED, because=because())  # type: ignore[arg-type]
        assert (await read.balance(session, ann)).available == 0


@given(points=st.integers(1, MOST_MOVED))
@SAME_DATABASE
async def test_every_number_of_points_within_limits_is_kept_exactly(sqlite_db: Database, points: int) -> None:
    (ann,) = await joined(sqlite_db, "Ann")
    assert (await earned(sqlite_db, ann, points)).available == points
    assert (await spent(sqlite_db, ann, points)).available == 0


async def test_the_richest_member_and_the_deepest_debt(db: Database) -> None:
    (ann,) = await joined(db, "Ann")
    async with db.begin() as session:
        for _ in range(MOST_HELD // MOST_MOVED):
            posted = await post.give(
                session, ann, MOST_MOVED, source=AccountKind.ORDERS, because=because(), expires_on=None
            )
    assert posted.available == MOST_HELD
    with pytest.raises(PointsOutOfRange):
        await earned(db, ann, 1)
    async with db.begin() as session:
        for _ in range(2 * MOST_HELD // MOST_MOVED):
            posted = await post.take(
                session, ann, MOST_MOVED, into=AccountKind.REDEEMED, because=because(), allow_debt=True
            )
    assert posted.available == -MOST_HELD
    with pytest.raises(PointsOutOfRange):
        await spent(db, ann, 1, allow_debt=True)
