"""The night's split into fifths: each member's scores as on paper, once a local day, and nothing for a handful."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.rules import rfm as rules
from bot.rules.ready_segments import READY
from bot.rules.segments import Condition, to_json
from bot.usecases import rfm
from db.models.members import Member
from db.models.segments import Threshold
from db.queries import rfm as queries
from db.queries import segments
from db.session import Database
from tests.support.orders import NOON, Shop, opened
from tests.support.standing import many

DAY = timedelta(days=1)


async def shop_of(db: Database, customers: int) -> tuple[Shop, list[int]]:
    """The n-th of them ordered n times, spent n × 1,000.00 and was last here n days ago; Ann and Bob never ordered."""
    shop, members = await opened(db), await many(db, customers)
    async with db.begin() as session:
        for number, member_id in enumerate(members, start=1):
            member = await session.get_one(Member, member_id)
            member.orders_count, member.spent_minor = number, number * 100_000
            member.last_order_at = NOON - number * DAY
    return shop, members


async def found(db: Database, condition: Condition) -> list[int]:
    async with db.read() as session:
        where = segments.where(to_json(condition), at=NOON, zone=ZoneInfo("Europe/Moscow"))
        return list(await session.scalars(select(Member.id).where(where).order_by(Member.id)))


async def test_ten_customers_are_two_in_every_fifth(db: Database) -> None:
    _, members = await shop_of(db, 10)
    assert await rfm.recount(db, NOON) == 10
    for fifth in range(1, 6):
        pair = members[2 * fifth - 2 : 2 * fifth]
        assert await found(db, Condition("rfm_frequency", "least", fifth)) == members[2 * fifth - 2 :]
        assert await found(db, Condition("rfm_monetary", "most", fifth)) == members[: 2 * fifth]
        assert set(pair) <= set(await found(db, Condition("rfm_recency", "most", 6 - fifth)))
    assert await found(db, Condition("top_spend", "is", True)) == members[9:]
    async with db.read() as session:
        cells = await queries.kept(session)
    assert sorted((cell.recency, cell.frequency, cell.monetary, cell.members) for cell in cells) == [
        (6 - fifth, fifth, fifth, 2) for fifth in range(5, 0, -1)
    ]
    assert sum(cell.spent_minor for cell in cells) == sum(range(1, 11)) * 100_000


async def test_it_is_done_once_a_local_day_and_follows_the_members(db: Database) -> None:
    _, members = await shop_of(db, 10)
    assert [await rfm.recount(db, NOON) for _ in range(2)] == [10, 0]
    async with db.begin() as session:
        (await session.get_one(Member, members[0])).orders_count = 0
    assert await rfm.recount(db, NOON + 8 * timedelta(hours=1)) == 0
    assert await rfm.recount(db, NOON + 9 * timedelta(hours=1)) == 9  # midnight in Moscow


async def test_a_handful_is_not_split(db: Database) -> None:
    await shop_of(db, 4)
    assert await rfm.recount(db, NOON) == 4
    async with db.read() as session:
        assert (await session.scalars(select(Threshold))).all() == []
    for fifth, op in ((1, "least"), (5, "most"), (3, "least"), (3, "most")):
        assert await found(db, Condition("rfm_recency", op, fifth)) == []
    assert await found(db, Condition("top_spend", "is", True)) == []


def test_every_pair_of_scores_has_one_name() -> None:
    pairs = [(recency, frequency) for recency in range(1, 6) for frequency in range(1, 6)]
    for pair in pairs:
        held = [
            name
            for name, cells in rules.NAMES.items()
            if cells.recency[0] <= pair[0] <= cells.recency[1] and cells.frequency[0] <= pair[1] <= cells.frequency[1]
        ]
        assert held == [rules.name_of(*pair)]
    assert {f"rfm_{rules.name_of(*pair)}" for pair in pairs} == {key for key in READY if key.startswith("rfm_")}
