"""Members over HTTP: found without a phone in an address, told as far as the key goes, enrolled, changed, erased."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from bot.rules.codes import sign_card
from db.enums import ConsentKind, Scope
from db.models.audit import AuditLine
from db.models.members import Consent, Member, Person
from db.session import Database
from tests.support.api import CARDS, served
from tests.support.orders import NOON, opened

READ = {"version": "2026-12", "at": "2026-11-20T10:00:00+01:00", "proof": "form 4711 on shop.example"}
EWA = {"phone": "+48 600 100 777", "name": " Ewa\u200b Nowak ", "consent": READ, "offers": True, "campaign": "autumn"}


async def row(db: Database, model: Any, *where: Any) -> Any:
    async with db.read() as session:
        return (await session.scalars(select(model).where(*where))).one()


async def test_a_member_is_found_by_what_they_say_or_show_and_told_as_far_as_the_key_goes(db: Database) -> None:
    shop = await opened(db)
    ann = await row(db, Member, Member.id == shop.ann)
    async with served(db) as api:
        site, till, reader = [await api.caller(scope) for scope in (Scope.SITE, Scope.TILL, Scope.READ)]
        shown = sign_card(ann.card_code, NOON - timedelta(seconds=30), CARDS)
        old = sign_card(ann.card_code, NOON - timedelta(minutes=5), CARDS)
        static = f"https://t.me/okaeri_bot?start=m_{ann.card_code}"
        for said in ({"phone": "+48 600-100-221"}, {"number": ann.number}):
            found = await till.post("/members/find", said)
            assert (found.status, found.json["id"], found.json["just_shown"]) == (200, shop.ann, None)
        for card, fresh in ((shown, True), (old, False), (static, False)):
            assert (await till.post("/members/find", {"card": card})).json["just_shown"] is fresh
        forged = shown[:-1] + ("0" if shown[-1] != "0" else "1")
        assert (await till.post("/members/find", {"card": forged})).code == "card.forged"
        assert (await till.post("/members/find", {"number": ann.number, "phone": "+48600100221"})).status == 422
        assert (await till.post("/members/find", {"phone": "+48600100299"})).code == "member.unknown"
        seen = [(await by.get(f"/members/{shop.ann}")).json for by in (site, till, reader)]
    assert [each["phone"] for each in seen] == ["+48600100221", "+48 ••• 0221", None]
    assert [each["name"] for each in seen] == ["Ann Green", "Ann Green", None]


async def test_who_joins_at_the_site_is_a_member_by_a_proof_and_once(db: Database) -> None:
    await opened(db)
    async with served(db) as api:
        site = await api.caller(Scope.SITE)
        first, again = [await site.post("/members", EWA, idempotency_key="ewa") for _ in range(2)]
        assert (first.status, first.json["name"], first.json["in_chat"]) == (201, "Ewa Nowak", False)
        assert (first.body, again.headers["Idempotent-Replayed"]) == (again.body, "true")
        other = await site.post("/members", {**EWA, "name": "Eve"}, idempotency_key="ewa")
        assert (other.status, other.code) == (422, "command.key_reused")
        known = await site.post("/members", {**EWA, "name": "Eve"})
        assert (known.status, known.code, known.json["facts"]) == (409, "registration.phone_known", {})
        late = await site.post("/members", {**EWA, "consent": {**READ, "at": "2027-01-01T00:00:00Z"}})
        assert (late.status, late.code) == (422, "consent.from_the_future")
        ewa = first.json["id"]
        assert (await site.get(f"/members/{ewa}/balance")).json["available"] == 0
    assert (await row(db, Member, Member.id == ewa)).source == "autumn"
    proof = await row(db, Consent, Consent.member_id == ewa, Consent.kind == ConsentKind.ADVERTISING)
    assert (proof.text_version, proof.proof) == ("2026-12", READ["proof"])
    assert (proof.at.isoformat(), proof.source[:4]) == ("2026-11-20T09:00:00+00:00", "key:")


async def test_what_a_site_changes_follows_the_rules_of_the_chat(sqlite_db: Database) -> None:
    shop = await opened(sqlite_db)
    async with served(sqlite_db) as api:
        site = await api.caller(Scope.SITE)
        bob = f"/members/{shop.bob}"
        changed = await site.asks("PATCH", bob, {"name": "Bobby", "birthday": {"day": 29, "month": 2, "year": 1992}})
        assert (changed.json["name"], changed.json["birthday"]["day"]) == ("Bobby", 29)
        again = await site.asks("PATCH", bob, {"birthday": {"day": 1, "month": 3}})
        assert (again.status, again.code) == (409, "birthday.locked")
        never = await site.asks("PATCH", f"/members/{shop.ann}", {"birthday": {"day": 31, "month": 2}})
        assert (never.status, never.code) == (422, "date.no_such_day")
        wants = await site.asks("PUT", f"{bob}/offers", {"wanted": True, "consent": READ})
        assert wants.json["offers"] is True
        assert (await site.asks("PUT", f"{bob}/offers", {"wanted": False, "consent": READ})).json["offers"] is False


async def test_points_by_hand_have_a_cap_a_reason_and_a_line_in_the_audit_log(sqlite_db: Database) -> None:
    shop = await opened(sqlite_db)
    async with served(sqlite_db) as api:
        site = await api.caller(Scope.SITE)
        bob = f"/members/{shop.bob}"
        for number in range(1, 6):
            given = await site.post(f"{bob}/points", {"points": number, "reason": "A poll"})
            assert given.status == 201
        over = await site.post(f"{bob}/points", {"points": 1_001, "reason": "A gift"})
        assert (over.status, over.code, over.json["facts"]) == (409, "points.over_cap", {"points": 1_000})
        few = await site.post(f"{bob}/points", {"points": -100, "reason": "A mistake"})
        assert (few.code, few.json["facts"]) == ("points.not_enough", {"available": 15})
        pages, cursor = [], ""
        while cursor is not None:
            page = (await site.get(f"{bob}/history?limit=2{cursor and '&cursor=' + cursor}")).json
            pages.append([line["points"] for line in page["items"]])
            cursor = page["next"]
        assert pages == [[5, 4], [3, 2], [1]]
    async with sqlite_db.read() as session:
        lines = await session.scalar(select(func.count()).where(AuditLine.act == "points.adjust"))
        assert lines == 5


async def test_who_is_erased_by_the_site_leaves_a_number_and_no_word_in_any_answer(sqlite_db: Database) -> None:
    await opened(sqlite_db)
    async with served(sqlite_db) as api:
        site = await api.caller(Scope.SITE)
        ewa = (await site.post("/members", EWA, idempotency_key="ewa")).json["id"]
        await site.post(f"/members/{ewa}/points", {"points": 7, "reason": "A poll"})
        gone = await site.asks("DELETE", f"/members/{ewa}", idempotency_key="gone")
        assert (gone.status, gone.json) == (200, {"id": ewa, "forfeited": 7})
        assert (await site.asks("DELETE", f"/members/{ewa}")).json == {"id": ewa, "forfeited": 0}
        assert (await site.get(f"/members/{ewa}")).code == "member.unknown"
        assert (await site.post("/members", EWA, idempotency_key="ewa")).code == "command.forgotten"
    async with sqlite_db.read() as session:
        assert await session.scalar(select(func.count()).select_from(Person).where(Person.member_id == ewa)) == 0
    path = sqlite_db._engines[0].url.database
    assert path
    with open(path, "rb") as file:  # noqa: ASYNC230 - a small one
        assert b"Nowak" not in file.read()


async def test_a_card_that_got_about_is_replaced_by_the_site_once_for_a_key(sqlite_db: Database) -> None:
    shop = await opened(sqlite_db)
    async with served(sqlite_db) as api:
        site, till = await api.caller(Scope.SITE), await api.caller(Scope.TILL)
        card, new = f"/members/{shop.ann}/card", Member.id == shop.ann
        old = (await row(sqlite_db, Member, new)).card_code
        assert (await till.post(card)).code == "access.denied"
        assert (await site.post(card, idempotency_key="lost")).status == 200
        fresh = (await row(sqlite_db, Member, new)).card_code
        assert (await site.post(card, idempotency_key="lost")).status == 200
        assert fresh == (await row(sqlite_db, Member, new)).card_code != old
        assert (await till.post("/members/find", {"card": f"m_{old}"})).code == "member.unknown"
        assert (await till.post("/members/find", {"card": f"m_{fresh}"})).json["id"] == shop.ann
        assert (await site.post("/members/999/card")).code == "member.unknown"
