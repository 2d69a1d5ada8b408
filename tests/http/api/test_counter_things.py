"""Vouchers, codes, events and what was said, over HTTP."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from bot.rules.codes import format_voucher
from bot.usecases import promo_desk
from db.enums import BenefitKind, ConversationState, Scope
from db.models.clients import SiteEvent
from db.models.feedback import Conversation, ConversationMessage
from db.session import Database
from tests.support.api import owner, served
from tests.support.orders import NOON, opened
from tests.support.vouchers import TEN_PERCENT, issued


async def test_a_voucher_is_checked_and_used_once_at_the_till_and_withdrawn_by_the_site(db: Database) -> None:
    shop = await opened(db)
    miso, other = await issued(db, shop.bob), await issued(db, shop.bob)
    multiplied = await issued(db, shop.bob, type(TEN_PERCENT)(BenefitKind.MULTIPLIER, value=20_000))
    async with served(db) as api:
        till, site = await api.caller(Scope.TILL), await api.caller(Scope.SITE)
        checked = await till.post("/vouchers/check", {"code": format_voucher(miso.code).lower()})
        assert (checked.json["voucher"]["id"], checked.json["with_order"]) == (miso.voucher_id, False)
        assert checked.json["voucher"]["benefit"]["names"]["pl"] == "Zupa miso"
        used = await till.post(f"/vouchers/{miso.voucher_id}/use", {}, idempotency_key="one")
        assert (used.status, used.json["voucher"]["state"]) == (200, "used")
        again = await till.post(f"/vouchers/{miso.voucher_id}/use", {}, idempotency_key="one")
        assert (again.body, again.headers["Idempotent-Replayed"]) == (used.body, "true")
        assert (await site.post(f"/vouchers/{miso.voucher_id}/use", {})).code == "voucher.used"
        with_order = await till.post(f"/vouchers/{multiplied.voucher_id}/use", {})
        assert (with_order.status, with_order.code) == (409, "voucher.with_order")
        gone = await site.post(f"/vouchers/{other.voucher_id}/void", {"reason": "Issued by mistake"})
        assert gone.json["state"] == "voided"
        assert (await till.post("/vouchers/check", {"code": other.code})).code == "voucher.ended"
        assert (await till.post("/vouchers/check", {"code": "0000000000"})).status == 404
        held = (await till.get(f"/members/{shop.bob}/vouchers")).json
        assert [line["id"] for line in held] == [multiplied.voucher_id]


async def test_what_happened_on_the_site_is_in_the_profile_once(db: Database) -> None:
    shop = await opened(db)
    left = {"event_id": "a", "member_id": shop.bob, "kind": "cart.left", "at": NOON.isoformat(), "facts": {"sum": 7}}
    odd: list[dict[str, Any]] = [
        {**left, "event_id": "b", "member_id": 999},
        {**left, "event_id": "c", "outlet_id": 77},
        {**left, "event_id": "d", "at": (NOON + timedelta(minutes=10)).isoformat()},
    ]
    async with served(db) as api:
        site, app = await api.caller(Scope.SITE), await api.caller(Scope.SITE)
        told = (await site.post("/events", {"events": [left, *odd, left]})).json
        codes = [None, "member.unknown", "outlet.unknown", "event.from_the_future", None]
        assert [each["code"] for each in told] == codes
        assert [each["already"] for each in told] == [False, False, False, False, True]
        assert (await app.post("/events", {"events": [left]})).json[0]["already"] is False  # a number of its own
        for wrong in ({"kind": "Cart Left"}, {"facts": {"sum": 1.5}}, {"at": "2026-11-21T12:00:00"}, {"who": 1}):
            assert (await site.post("/events", {"events": [{**left, **wrong}]})).status == 422
        assert (await site.post("/events", {"events": [left] * 101})).status == 422
    async with db.read() as session:
        kept = (await session.execute(select(SiteEvent.event_id, SiteEvent.kind, SiteEvent.facts))).all()
    assert kept == [("a", "cart.left", {"sum": 7})] * 2


async def test_a_code_is_looked_at_and_nothing_is_counted(sqlite_db: Database) -> None:
    shop = await opened(sqlite_db)
    wanted = promo_desk.NewPromo(BenefitKind.PERCENT, 1_000, typed="SUSHI10")
    await promo_desk.create(sqlite_db, await owner(sqlite_db), wanted, at=NOON)
    async with served(sqlite_db) as api:
        till = await api.caller(Scope.TILL)
        for _ in range(2):
            seen = await till.post("/promo-codes/check", {"member_id": shop.bob, "code": "sushi-10"})
            assert (seen.status, seen.json["kind"], seen.json["value"]) == (200, "percent", 1_000)
        for code, status, why in (("SUSHI11", 404, "code.unknown"), ("!!!", 422, "code.letters")):
            refused = await till.post("/promo-codes/check", {"member_id": shop.bob, "code": code})
            assert (refused.status, refused.code) == (status, why)


async def test_any_channel_sees_what_was_said_and_what_is_open(sqlite_db: Database) -> None:
    shop = await opened(sqlite_db)
    order = (await shop.place()).order_id
    voucher = await issued(sqlite_db, shop.bob)
    async with sqlite_db.begin() as session:
        talk = Conversation(member_id=shop.bob, state=ConversationState.OPEN, about="question", opened_at=NOON)
        session.add(talk)
        await session.flush()
        said = ConversationMessage(conversation_id=talk.id, member_id=shop.bob, text="Where is my soup?", at=NOON)
        session.add(said)
    async with served(sqlite_db) as api:
        seen = (await (await api.caller(Scope.SITE)).get(f"/members/{shop.bob}/context")).json
        till = await (await api.caller(Scope.TILL)).get(f"/members/{shop.bob}/context")
    assert (seen["open_order"], seen["reachable"]) == (order, True)
    assert [(word["by_shop"], word["text"]) for word in seen["words"]] == [(False, "Where is my soup?")]
    assert [line["id"] for line in seen["vouchers"]] == [voucher.voucher_id]
    assert till.code == "access.denied"
