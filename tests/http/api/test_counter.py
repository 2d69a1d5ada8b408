"""A till and a site move the same points: quotes, holds, orders and sales over HTTP."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest_asyncio
from sqlalchemy import func, select

from bot.rules.program_json import to_json
from bot.usecases import spendings
from db.enums import BenefitKind, Scope
from db.models.orders import Order
from db.models.program import ProgramVersion
from db.session import Database
from tests.support.api import Caller, ServedShop, served
from tests.support.orders import ANN, CARL, NOON, Shop, opened
from tests.support.programs import SUSHI
from tests.support.promos import a_code
from tests.support.spending import has, outlet, points_of, shows
from tests.usecases.test_order_bills import TENTH, holds

WELCOME = SUSHI.welcome_points


@dataclass
class Counter:
    """The shop with its API, a till at an outlet, and a site."""

    shop: Shop
    api: ServedShop
    till: Caller
    site: Caller
    central: int

    def bill(self, amount_minor: int = 100_000, **more: Any) -> dict[str, Any]:
        return {"member_id": self.shop.ann, "amount_minor": amount_minor} | more

    async def hold(self, points: int = 100, by: Caller | None = None, **more: Any) -> Any:
        """By the digits on Ann's screen; each time half a minute later."""
        self.api.clock.advance(timedelta(seconds=30))
        shown = await shows(self.shop, self.shop.ann, self.api.clock.now())
        wanted = {"member_id": self.shop.ann, "points": points, "eligible_minor": 100_000, "shown": shown} | more
        return await (by or self.till).post("/holds", wanted)


@pytest_asyncio.fixture
async def counter(sqlite_db: Database) -> AsyncIterator[Counter]:
    shop = await opened(sqlite_db)
    await has(shop, shop.ann, 300)
    central = await outlet(shop)
    async with served(sqlite_db) as api:
        till = await api.caller(Scope.TILL, outlets=(central,))
        yield Counter(shop, api, till, await api.caller(Scope.SITE), central)


async def test_a_sale_from_quote_to_receipt_is_done_once_whatever_the_till_repeats(counter: Counter) -> None:
    till, ann, voucher = counter.till, counter.shop.ann, await holds(counter.shop, TENTH, counter.shop.ann)
    items = [{"name": "Philadelphia", "quantity": 2, "sum_minor": 76_000}]
    quote = (await till.post("/quotes", counter.bill(items=items, points=500))).json
    assert (quote["voucher_id"], quote["voucher_off_minor"], quote["outlet_id"]) == (voucher, 10_000, counter.central)
    assert (quote["points_most"], quote["points"], quote["points_why"]) == (270, 270, "spend.limited_by_share")
    assert (quote["to_pay_minor"], quote["earns"]) == (63_000, 31)

    hold = await counter.hold(270, eligible_minor=90_000)
    assert (hold.status, hold.json["state"], hold.json["pays_minor"]) == (201, "held", 27_000)
    slip = {"terminal": "T1", "receipt": "00042"}
    sale = counter.bill(items=items, hold=hold.json["id"], quote=quote["quote"], slip=slip)
    first = await till.post("/sales", sale, idempotency_key="k1")
    assert (first.status, first.json["to_pay_minor"], first.json["earned"]) == (201, 63_000, 31), first.json
    assert first.json["available"] == 30 + 31 + WELCOME
    again = await till.post("/sales", sale, idempotency_key="k1")
    assert (again.body, again.headers["Idempotent-Replayed"]) == (first.body, "true")
    renewed = [await till.post("/sales", sale) for _ in range(3)]
    assert [(each.status, each.body) for each in renewed] == [(201, first.body)] * 3

    other = await till.post("/sales", sale | {"amount_minor": 99_000}, idempotency_key="k1")
    assert (other.status, other.code) == (422, "command.key_reused")
    differs = await till.post("/sales", sale | {"amount_minor": 99_000})
    assert (differs.status, differs.code) == (409, "slip.differs")
    assert (await till.get(f"/quotes/{quote['quote']}")).json["order_id"] == first.json["order_id"]
    assert await points_of(counter.shop, ann) == (30 + 31 + WELCOME, 0)


async def test_an_order_of_a_site_goes_all_its_way_over_http(counter: Counter) -> None:
    site, shop = counter.site, counter.shop
    asked = await site.post("/holds", counter.bill() | {"points": 100, "eligible_minor": 100_000, "amount_minor": 1})
    assert asked.status == 422, "unknown fields are refused"
    wanted = {"member_id": shop.ann, "points": 100, "eligible_minor": 100_000, "currency": "RUB"}
    hold = (await site.post("/holds", wanted)).json
    assert hold["state"] == "asked"
    assert (await site.post("/orders", counter.bill(hold=hold["id"]))).code == "spending.not_agreed"
    await spendings.agree(counter.api.db, await shop.actor(ANN), hold["id"], at=NOON)
    assert (await site.get(f"/holds/{hold['id']}")).json["state"] == "held"

    delivery = {"fee_minor": 15_000, "address": "Nevsky 1", "campaign": "autumn", "hold": hold["id"]}
    placed = await site.post("/orders", counter.bill(**delivery))
    order, path = placed.json, f"/orders/{placed.json['id']}"
    assert (placed.status, order["state"], order["channel"], order["points"]) == (201, "placed", "site", 45)
    assert (order["paid_minor"], order["to_pay_minor"], order["campaign"]) == (10_000, 105_000, "autumn")
    assert (await site.post(f"{path}/start")).code == "delivery.accept_first"
    assert (await site.post(f"{path}/assign", {"courier_id": shop.carl})).json["courier_id"] == shop.carl
    for step, state in (
        ("accept", "accepted"),
        ("start", "on_the_way"),
        ("deliver", "delivered"),
        ("deliver", "delivered"),
    ):
        assert (await site.post(f"{path}/{step}")).json["state"] == state
    assert (await points_of(shop, shop.ann)) == (200 + 45 + WELCOME, 0)
    late = await site.post(f"{path}/cancel", {"reason": "too late"})
    assert (late.status, late.code) == (409, "order.already_delivered")
    assert await shop.told(CARL) == ["order.assigned", "order.taken_off"]
    listed = (await site.get(f"/orders?member_id={shop.ann}&limit=1")).json
    assert ([each["id"] for each in listed["items"]], listed["next"]) == ([order["id"]], None)
    assert (await site.get(f"/orders/{order['id'] + 1}")).status == 404


async def test_a_cancelled_order_gives_everything_back(counter: Counter) -> None:
    site, shop, voucher = counter.site, counter.shop, await holds(counter.shop, TENTH, counter.shop.ann)
    hold = (await counter.hold(by=site)).json["id"]
    order = (await site.post("/orders", counter.bill(hold=hold, voucher_id=voucher))).json
    assert (order["discount_minor"], order["points_paid"]) == (10_000, 100)
    assert (await site.post(f"/holds/{hold}/release")).code == "spending.in_use"
    cancelled = await site.post(f"/orders/{order['id']}/cancel", {"reason": "sold_out"})
    assert cancelled.json["state"] == "cancelled"
    assert await points_of(shop, shop.ann) == (300, 0)
    assert [each["id"] for each in (await site.get(f"/members/{shop.ann}/vouchers")).json] == [voucher]


async def test_a_quote_holds_though_the_rules_change_and_a_code_is_used_with_it(counter: Counter) -> None:
    site, shop, db = counter.site, counter.shop, counter.api.db
    await a_code(db, kind=BenefitKind.PERCENT, value=2_000, member_limit=1)
    quote = (await site.post("/quotes", counter.bill(code="SUSHI10"))).json
    assert (quote["code"], quote["voucher_off_minor"], quote["earns"]) == ("SUSHI10", 20_000, 40)
    refused = (await site.post("/quotes", counter.bill(code="NOTHING"))).json
    assert (refused["code"], refused["code_refused"], refused["to_pay_minor"]) == (None, "code.unknown", 100_000)
    async with db.begin() as session:
        worse = to_json(SUSHI) | {"earn_rate_bp": 100}
        later = {"effective_at": NOON, "published_at": NOON, "published_by": None}
        session.add(ProgramVersion(version=2, settings=worse, **later))
    smaller = await site.post("/orders", counter.bill(99_000, quote=quote["quote"]))
    assert (smaller.status, smaller.code) == (409, "quote.differs")
    kept, fresh = [
        (await site.post("/orders", counter.bill(**given))).json for given in ({"quote": quote["quote"]}, {})
    ]
    assert (kept["discount_minor"], kept["points"], fresh["points"]) == (20_000, 40, 10)
    assert (await site.post("/orders", counter.bill(quote=quote["quote"]))).code == "quote.used"
    assert (await counter.till.post("/sales", counter.bill(quote=quote["quote"]))).code == "quote.unknown"
    other = (await site.post("/quotes", counter.bill())).json["quote"]
    counter.api.clock.advance(timedelta(minutes=15))
    assert (await site.post("/orders", counter.bill(quote=other))).code == "quote.expired"
    assert shop.ann == kept["member_id"]


async def test_bad_input_has_its_sentence_and_changes_nothing(counter: Counter) -> None:
    till, shop = counter.till, counter.shop
    far = await outlet(shop, "Airport")
    too_much = {"items": [{"name": "Tea", "sum_minor": 100_001}]}
    asked: dict[str, list[dict[str, Any]]] = {
        "api.invalid": [
            *({"amount_minor": sum_} for sum_ in (1.5, "100", True, -1, 0, 10**13)),
            {"currency": "roubles"},
            {"unknown": 1},
            {"items": [{"name": "Tea", "quantity": 0, "sum_minor": 1}]},
            {"occurred_at": 1_795_000_000},
        ],
        "api.currency": [{"currency": "EUR"}],
        "order.items_exceed": [too_much],
        "order.member_unknown": [{"member_id": 999}],
        "outlet.not_yours": [{"outlet_id": far}],
        "spending.unknown": [{"hold": 999}],
        "voucher.unknown": [{"voucher_id": 999}],
        "quote.unknown": [{"quote": "nothing"}],
        "sale.from_the_future": [{"occurred_at": "2026-11-21T12:06:00+00:00"}],
        "sale.too_old": [{"occurred_at": "2026-11-20T11:59:00+00:00"}],
    }
    for code, bodies in asked.items():
        for body in bodies:
            answer = await till.post("/sales", counter.bill() | body)
            assert (answer.code, answer.status < 500) == (code, True), (body, answer.json)
            assert answer.json["detail"]
    hold = (await counter.hold(200)).json["id"]
    above = await till.post(f"/holds/{hold}/capture", {"points": 201})
    assert (above.status, above.code) == (409, "spending.too_many")
    assert (await till.post(f"/holds/{hold}/capture", {"points": 50})).json["captured"] == 50
    wrong = await till.post(
        "/holds", {"member_id": shop.ann, "points": 50, "eligible_minor": 100_000, "shown": "000000"}
    )
    assert wrong.code == "spending.code_wrong"
    async with counter.api.db.read() as session:
        assert not await session.scalar(select(func.count()).select_from(Order))


async def test_a_key_bound_to_an_outlet_knows_of_no_other_ones_orders(counter: Counter) -> None:
    far = await outlet(counter.shop, "Airport")
    theirs = (await counter.site.post("/orders", counter.bill(outlet_id=far))).json["id"]
    mine = (await counter.till.post("/orders", counter.bill())).json["id"]
    till = counter.till
    for method, path in (("GET", ""), ("POST", "/accept"), ("POST", "/deliver")):
        answer = await till.asks(method, f"/orders/{theirs}{path}")
        assert (answer.status, answer.code) == (404, "order.unknown")
    assert (await till.post(f"/orders/{theirs}/cancel", {"reason": "no"})).status == 404
    assert [each["id"] for each in (await till.get("/orders")).json["items"]] == [mine]
    assert (await till.get(f"/orders?outlet_id={far}")).code == "outlet.not_yours"
    reader = await counter.api.caller(Scope.READ)
    assert (await reader.get(f"/orders/{theirs}")).status == 200
    assert (await reader.post(f"/orders/{theirs}/accept")).code == "access.denied"
    assert (await reader.post("/sales", counter.bill())).code == "access.denied"
