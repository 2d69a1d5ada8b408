"""A year of orders and returns, whole and in part, through tiers and with points: to the point what the terms on paper
say."""

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.rules.dishes import DishLine
from bot.rules.timing import local_date
from bot.usecases import program
from bot.usecases.returns import ReturnItem
from db.enums import OrderState
from db.ledger import read
from db.models.members import Member
from db.session import Database
from tests.support.friends import joins
from tests.support.on_paper import Paper, PaperOrder
from tests.support.orders import NOON, OLGA, Shop, opened
from tests.support.programs import sushi
from tests.support.returning import comes_back, handed_over, member
from tests.support.spending import held

TERMS = sushi(welcome_points=0, excluded_categories=("beer",))
ROLLS, BEER = "Rolls", "Beer"

buying = st.fixed_dictionaries(
    {
        "days": st.integers(0, 20),
        "rolls": st.tuples(st.integers(1, 6), st.integers(300_00, 14_000_00)),
        "beer": st.one_of(st.none(), st.tuples(st.integers(1, 3), st.integers(100_00, 900_00))),
        "pays": st.integers(0, 2_000),
    }
)
returning = st.fixed_dictionaries(
    {
        "days": st.integers(0, 20),
        "which": st.integers(0, 20),
        "how": st.sampled_from(["rest", "sum", "rolls", "beer"]),
        "share": st.integers(1, 99),
    }
)
YEAR = st.lists(st.one_of(buying, returning), min_size=3, max_size=14)


class Life:
    """One member's year, in the shop and on paper."""

    def __init__(self, shop: Shop, member_id: int) -> None:
        self.shop, self.member_id, self.paper, self.now = shop, member_id, Paper(), NOON
        self.there: list[tuple[int, PaperOrder, dict[str, list[int]]]] = []  # dish → [pieces, sum, pieces back]

    @property
    def today(self) -> Any:
        return local_date(self.now, program.Rules(1, TERMS).zone)

    async def buys(self, wanted: dict[str, Any]) -> None:
        dishes = {ROLLS: [*wanted["rolls"], 0]} | ({BEER: [*wanted["beer"], 0]} if wanted["beer"] else {})
        goods, beer = sum(total for _, total, _ in dishes.values()), dishes.get(BEER, [0, 0])[1]
        paid = min(wanted["pays"], max(0, self.paper.points), goods * 3 // 10 // 100)
        lines = [
            DishLine(name, pieces, total, "beer" if name == BEER else None)
            for name, (pieces, total, _) in dishes.items()
        ]
        asked: dict[str, Any] = {"items": tuple(lines)}
        if paid >= 50:
            asked["spending_id"] = await self._held(paid, goods)
        order_id = await handed_over(self.shop, self.member_id, goods, at=self.now, **asked)
        order = self.paper.buys(goods, beer, paid if paid >= 50 else 0, self.today)
        self.there.append((order_id, order, dishes))

    async def _held(self, paid: int, goods: int) -> int:
        olga = await self.shop.actor(OLGA)
        spending = await held(self.shop, olga, self.member_id, paid, eligible_minor=goods, at=self.now)
        assert spending.points == paid
        return spending.id

    async def brings_back(self, wanted: dict[str, Any]) -> None:
        open_ones = [each for each in self.there if not each[1].whole]
        if not open_ones:
            return
        order_id, order, dishes = open_ones[wanted["which"] % len(open_ones)]
        left = order.goods - order.back
        if wanted["how"] in ("rolls", "beer"):
            await self._dish(order_id, order, dishes, wanted)
        elif wanted["how"] == "sum" and not order.excluded and not any(back for _, _, back in dishes.values()):
            await self._same(order_id, order, max(1, left * wanted["share"] // 100), 0)
        else:
            done = self.paper.brings_back(order, left, order.excluded - order.excluded_back, self.today)
            await self._checked(order_id, done)

    async def _dish(
        self, order_id: int, order: PaperOrder, dishes: dict[str, list[int]], wanted: dict[str, Any]
    ) -> None:
        name = ROLLS if wanted["how"] == "rolls" else BEER
        pieces, total, back = dishes.get(name, [0, 0, 0])
        by_sum = order.back != sum(total * back // pieces for pieces, total, back in dishes.values())
        if pieces == back or by_sum:  # a sum came back before: of which dish, nobody can say on paper
            return
        more = max(1, (pieces - back) * wanted["share"] // 100)
        worth = total * (back + more) // pieces - total * back // pieces
        dishes[name][2] += more
        done = self.paper.brings_back(order, worth, worth if name == BEER else 0, self.today)
        await self._checked(order_id, done, items=(ReturnItem(name, more),))

    async def _same(self, order_id: int, order: PaperOrder, amount: int, excluded: int) -> None:
        done = self.paper.brings_back(order, amount, excluded, self.today)
        await self._checked(order_id, done, amount_minor=amount)

    async def _checked(self, order_id: int, paper: dict[str, Any], **given: Any) -> None:
        amount = given.pop("amount_minor", None)
        real = await comes_back(self.shop, order_id, amount, at=self.now, **given)
        assert {name: getattr(real, name) for name in paper} == paper

    async def is_as_on_paper(self) -> None:
        real, paper = await member(self.shop.db, self.member_id), self.paper
        async with self.shop.db.read() as session:
            has = await read.balance(session, self.member_id)
        assert has.available - has.debt == paper.points
        assert (real.tier.value, real.tier_drops_on, real.spent_minor) == (paper.tier, paper.drops, paper.spent)
        assert real.orders_count == sum(not order.whole for order in paper.orders)


@settings(max_examples=14, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(year=YEAR)
async def test_no_year_of_returns_gives_or_takes_a_point_more_than_the_terms(
    sqlite_db: Database, year: list[dict[str, Any]]
) -> None:
    async with sqlite_db.read() as session:
        there = await session.get(Member, 2)
    shop = Shop(sqlite_db, 2, 3, 1, 2) if there else await opened(sqlite_db, TERMS)
    life = Life(shop, await joins(sqlite_db, await _how_many(sqlite_db), None))
    for wanted in year:
        life.now += timedelta(days=wanted["days"], minutes=7)
        await (life.buys(wanted) if "rolls" in wanted else life.brings_back(wanted))
        await life.is_as_on_paper()
    for order_id, order, _ in life.there:
        back = await shop.order(order_id)
        assert (back.state is OrderState.RETURNED, back.points_taken_back) == (order.whole, order.taken)


async def _how_many(db: Database) -> int:
    async with db.read() as session:
        return len((await session.execute(Member.__table__.select())).all())
