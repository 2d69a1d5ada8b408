"""A till and a site bring goods back: in whole kopecks, of their own orders, once for each request."""

import pytest

from db.enums import Scope
from db.session import Database
from tests.support.api import served
from tests.support.orders import opened
from tests.support.returning import handed_over
from tests.support.spending import outlet


async def test_a_half_and_the_rest_once_each(db: Database) -> None:
    shop = await opened(db)
    order_id = await handed_over(shop, shop.bob)
    async with served(db) as api:
        site, path = await api.caller(Scope.SITE), f"/orders/{order_id}/returns"
        seen = await site.post(f"{path}/preview", {"reason": "cold", "amount_minor": 620_00})
        assert (seen.status, seen.json["points_taken"], seen.json["left_minor"]) == (200, 31, 1_240_00)
        half = {"reason": "cold", "amount_minor": 620_00, "currency": "RUB"}
        first = await site.post(path, half, idempotency_key="one")
        assert (first.status, first.json["points_taken"], first.json["whole"]) == (201, 31, False)
        again = await site.post(path, half, idempotency_key="one")
        assert (again.body, again.headers["Idempotent-Replayed"]) == (first.body, "true")
        assert (await site.post(path, {"reason": "cold"})).json["whole"]
        nothing = await site.post(path, {"reason": "cold"})
        assert (nothing.status, nothing.code) == (422, "return.nothing_left")
        assert [each["amount_minor"] for each in (await site.get(path)).json] == [620_00, 620_00]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"reason": "cold", "amount_minor": 1_240_01}, 422, "return.too_much"),
        ({"reason": "cold", "amount_minor": "620"}, 422, "api.invalid"),
        ({"reason": "cold", "amount_minor": 6.5}, 422, "api.invalid"),
        ({"reason": "cold", "amount_minor": -1}, 422, "api.invalid"),
        ({"reason": "cold", "items": [{"name": "Eel", "quantity": 1}]}, 422, "return.no_such_item"),
        ({"reason": "cold", "currency": "EUR"}, 422, "api.currency"),
        ({"reason": "cold", "member_id": 1}, 409, "return.not_theirs"),
        ({"amount_minor": 1}, 422, "api.invalid"),
    ],
)
async def test_what_makes_no_sense_is_said_so(sqlite_db: Database, body: object, status: int, code: str) -> None:
    shop = await opened(sqlite_db)
    order_id = await handed_over(shop, shop.bob)
    async with served(sqlite_db) as api:
        answer = await (await api.caller(Scope.TILL)).post(f"/orders/{order_id}/returns", body)
        assert (answer.status, answer.code) == (status, code)


async def test_another_outlets_order_is_unknown_and_a_reader_may_not(sqlite_db: Database) -> None:
    shop = await opened(sqlite_db)
    here, there = await outlet(shop, "Central"), await outlet(shop, "North")
    order_id = await handed_over(shop, shop.bob, outlet_id=here)
    async with served(sqlite_db) as api:
        path, body = f"/orders/{order_id}/returns", {"reason": "cold"}
        assert (await (await api.caller(Scope.TILL, outlets=(there,))).post(path, body)).code == "order.unknown"
        assert (await (await api.caller(Scope.READ)).post(path, body)).status == 403
        assert (await (await api.caller(Scope.TILL, outlets=(here,))).post(path, body)).status == 201
