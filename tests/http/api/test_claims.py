"""A till lets points wait: behind a link on its receipt, or on a phone number; and takes them back."""

import io

import zxingcpp
from PIL import Image

from bot.rules import claim_links
from bot.usecases import claiming
from bot.usecases.actor import read
from bot.usecases.claims import look as looked
from db.enums import Scope
from db.session import Database
from tests.support.api import SECRET, Caller, served
from tests.support.orders import ANN, NOON, OLGA, opened


async def pictured(till: Caller, path: str) -> bytes:
    """A PNG, which is no JSON."""
    async with till.http.get(f"{till.url}/api/v1{path}", headers={"Authorization": f"Bearer {till.key}"}) as answer:
        assert answer.content_type == "image/png"
        return await answer.read()


async def test_a_receipt_has_a_link_and_a_picture_and_is_claimed_once(db: Database) -> None:
    await opened(db)
    async with served(db) as api:
        till = await api.caller(Scope.TILL)
        sale = {"amount_minor": 124_000, "items": [{"name": "Philadelphia", "sum_minor": 76_000}]}
        made = await till.post("/claims", sale, idempotency_key="one")
        assert (made.status, made.json["points"], made.json["state"], made.json["phone"]) == (201, 62, "open", None)
        assert (await till.post("/claims", sale, idempotency_key="one")).body == made.body
        number, link = made.json["id"], made.json["link"]
        picture = await pictured(till, f"/claims/{number}/picture")
        (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)).convert("L"))
        assert code.text == link
        sealed = claim_links.unsealed(link.rpartition("v_")[2], claim_links.claim_key(SECRET))
        await claiming.claim(db, await read(db, ANN, NOON), sealed, at=NOON)
        seen = (await till.get(f"/claims/{number}")).json
        assert (seen["state"], seen["order_id"]) == ("claimed", 1)
        assert (await till.post(f"/claims/{number}/void")).code == "claim.claimed_already"
        assert (await looked(db, await read(db, OLGA, NOON), number, at=NOON)).order_id == 1


async def test_points_wait_on_a_number_unless_somebody_has_it(db: Database) -> None:
    await opened(db)
    async with served(db) as api:
        till = await api.caller(Scope.TILL)
        waits = (await till.post("/claims", {"amount_minor": 5_000, "phone": "+48600400001"})).json
        assert (waits["phone"], waits["link"], waits["kind"]) == ("+48 ••• 0001", None, "phone")
        assert (await till.get(f"/claims/{waits['id']}/picture")).code == "claim.no_link"
        for wrong, status in (
            ({"amount_minor": 0}, 422),
            ({"amount_minor": 5_000, "phone": "12"}, 422),
            ({"amount_minor": 5_000, "currency": "EUR"}, 422),
            ({"amount_minor": 5_000, "slip": {"terminal": "T", "receipt": "1"}}, 409),
        ):
            assert (await till.post("/claims", wrong)).status == status, wrong
        gone = await till.post(f"/claims/{waits['id']}/void")
        assert (gone.json["state"], gone.json["phone"]) == ("voided", None)
        assert (await till.get("/claims/999")).status == 404


async def test_a_guest_of_the_site_claims_by_the_link_on_its_last_page(sqlite_db: Database) -> None:
    await opened(sqlite_db)
    async with served(sqlite_db) as api:
        site, reader = await api.caller(Scope.SITE), await api.caller(Scope.READ)
        assert (await reader.post("/claims", {"amount_minor": 124_000})).code == "access.denied"
        made = (await site.post("/claims", {"amount_minor": 124_000})).json
        sealed = claim_links.unsealed(made["link"].rpartition("v_")[2], claim_links.claim_key(SECRET))
        await claiming.claim(sqlite_db, await read(sqlite_db, ANN, NOON), sealed, at=NOON)
        order = (await site.get(f"/claims/{made['id']}")).json["order_id"]
        assert (await site.get(f"/orders/{order}")).json["channel"] == "site"
