"""The bakery's own till over HTTP: from a hold to a sale to a return, and a month that adds up."""

import asyncio

from db.enums import Scope
from db.session import Database
from tests.support.api import served
from tests.support.orders import opened
from tests.support.partners import bakery
from tests.support.spending import has, points_of, shows


async def test_a_sale_from_the_hold_to_the_return(sqlite_db: Database) -> None:
    shop = await opened(sqlite_db)
    place = await bakery(shop)
    await has(shop, shop.bob, 500)
    async with served(sqlite_db) as api:
        till = await api.caller(Scope.PARTNER, partner_id=place.id)
        bill = {"member_id": shop.bob, "amount_minor": 100_000, "currency": "RUB"}
        outlook = (await till.post("/partner-sales/preview", bill)).json
        assert (outlook["discount_minor"], outlook["points_most"], outlook["earns"]) == (10_000, 450, 45)
        held = await till.post(
            "/holds",
            {"member_id": shop.bob, "points": 300, "eligible_minor": 90_000, "shown": await shows(shop, shop.bob)},
        )
        assert held.status == 201, held.json
        sale = bill | {"hold": held.json["id"], "slip": {"terminal": "T1", "receipt": "R1"}}
        three = await asyncio.gather(*(till.post("/partner-sales", sale) for _ in range(3)))
        assert {(answer.status, answer.json["id"]) for answer in three} == {(201, three[0].json["id"])}
        sold = three[0].json
        assert (sold["to_pay_minor"], sold["earned"], sold["available"]) == (60_000, 30, 230)
        back = await till.post(f"/partner-sales/{sold['id']}/returns", {"amount_minor": 45_000})
        assert (back.status, back.json["money_minor"], back.json["points_given"]) == (201, 30_000, 150)
        over = await till.post(f"/partner-sales/{sold['id']}/returns", {"amount_minor": 45_001})
        assert (over.status, over.code) == (409, "partner.return_too_much")
        month = (await till.get("/partner-sales/statement")).json
        assert (month["points_given"], month["points_taken"], month["reconciles"]) == (15, 150, True)
        assert (await till.get("/partner-sales/statement?month=2026-13")).status == 422
    assert await points_of(shop, shop.bob) == (365, 0)


async def test_another_currency_sum_or_partner_is_refused(sqlite_db: Database) -> None:
    shop = await opened(sqlite_db)
    place, florist = await bakery(shop), await bakery(shop, chat_id=52, name="Florist")
    async with served(sqlite_db) as api:
        till = await api.caller(Scope.PARTNER, partner_id=place.id)
        bill = {"member_id": shop.bob, "amount_minor": 100_000}
        for wrong, status in (
            ({"currency": "EUR"}, 422),
            ({"amount_minor": 0}, 409),
            ({"amount_minor": 10.5}, 422),
            ({"amount_minor": "100"}, 422),
            ({"amount_minor": -1}, 422),
            ({"member_id": 999}, 404),
            ({"hold": 999}, 404),
            ({"tip": 1}, 422),
        ):
            answer = await till.post("/partner-sales", bill | wrong)
            assert answer.status == status, (wrong, answer.json)
        sold = (await till.post("/partner-sales", bill)).json
        stranger = await api.caller(Scope.PARTNER, partner_id=florist.id)
        for path in ("returns", "undo"):
            assert (await stranger.post(f"/partner-sales/{sold['id']}/{path}", {})).status == 404
        assert (await stranger.get(f"/partner-sales/{sold['id']}")).code == "partner.sale_unknown"
        site = await api.caller(Scope.SITE)
        assert (await site.post("/partner-sales", bill)).code == "access.denied"
        undone = await till.post(f"/partner-sales/{sold['id']}/undo", None)
        assert (undone.status, undone.json["left_minor"]) == (200, 0)
