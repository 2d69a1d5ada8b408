"""Members: found, enrolled with a proof, seen, changed, erased."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response

from bot.http.api.door import Call, Door, IdempotencyKey
from bot.http.api.operation import does, link
from bot.http.api.problems import answers
from bot.http.api.replay import Done, once
from bot.http.api.schemas.context import ContextOut
from bot.http.api.schemas.members import ChangesIn, ErasedOut, FindIn, MemberIn, MemberOut, OffersIn
from bot.http.api.schemas.shared import Id
from bot.usecases import card_renewal, enrolments, member_changes, member_context, member_lookup

ONE = "/{member_id:int}"  # so that /find is none
OF_BODY = {"member_id": "id"}
LEADS = [
    *(link(f"members.{name}", member_id="id") for name in ("see", "change", "card", "erase", "offers", "context")),
    *(link(name, member_id="id") for name in ("points.balance", "points.lines", "points.adjust")),
    *(link(name, member_id="id") for name in ("vouchers.held", "referrals.see")),
    *(link(name, body=OF_BODY) for name in ("promo_codes.check", "quotes.make", "orders.place", "holds.make")),
    link("sales.post", body=OF_BODY),
]
WRITES: dict[str, Any] = {"responses": answers(400, 404, 409, 413)}


def router(door: Door) -> APIRouter:
    routes = APIRouter(prefix="/members", tags=["Members"])
    _known(routes, door)
    _enrolment(routes, door)
    _changes(routes, door)
    _card(routes, door)
    _erasing(routes, door)
    return routes


def _known(routes: APIRouter, door: Door) -> None:
    Caller = Annotated[Call, Depends(door)]  # noqa: N806 - a type
    found_leads = does("members.find", {200: LEADS})

    @routes.post("/find", summary="Find one", responses=answers(404, 413), openapi_extra=found_leads)
    async def find(call: Caller, body: FindIn) -> MemberOut:
        """By phone, number or card, in the body, so that nothing personal stands in an address. Points are taken by a
        fresh card or its digits only at `holds`: finding proves nothing."""
        found = await member_lookup.find(call.db, call.client, body.read(), at=call.now, card_key=call.card_key)
        return MemberOut.of(found)

    @routes.get(ONE, summary="See one", responses=answers(404), openapi_extra=does("members.see"))
    async def see(call: Caller, member_id: Id) -> MemberOut:
        """As far as the key goes: see the fields."""
        return MemberOut.of(await member_lookup.look(call.db, call.client, member_id, at=call.now))

    said = does("members.context")

    @routes.get("/{member_id}/context", summary="What was said", responses=answers(404), openapi_extra=said)
    async def context(call: Caller, member_id: Id) -> ContextOut:
        """For any channel, before it speaks: talks, messages, vouchers they may use, and the order under way."""
        return ContextOut.of(await member_context.look(call.db, call.client, member_id, at=call.now))


def _enrolment(routes: APIRouter, door: Door) -> None:
    Caller = Annotated[Call, Depends(door)]  # noqa: N806 - a type

    @routes.post(
        "",
        status_code=201,
        response_model=MemberOut,
        summary="Enrol somebody",
        responses=answers(400, 409, 413),
        openapi_extra=does("members.create", {201: LEADS}),
    )
    async def create(call: Caller, key: IdempotencyKey, body: MemberIn) -> Response:
        """They are a member by their phone alone, with the proof of what they agreed to. They hear nothing until they
        open the bot; sharing the same phone there makes them this member. `registration.phone_known`: somebody is."""

        async def work() -> Done:
            seen = await enrolments.enrol(call.db, call.client, body.read(), at=call.now, new=call.new)
            return Done(201, MemberOut.of(seen), seen.id)

        return await once(call, key, "POST /members", body, work)


def _changes(routes: APIRouter, door: Door) -> None:
    Caller = Annotated[Call, Depends(door)]  # noqa: N806 - a type
    writes = WRITES | {"response_model": MemberOut, "openapi_extra": does("members.change")}

    @routes.patch(ONE, summary="Change one", **writes)
    async def change(call: Caller, member_id: Id, key: IdempotencyKey, body: ChangesIn) -> Response:
        """Name and birthday, by the rules of the chat: a birthday can be changed once a year."""

        async def work() -> Done:
            seen = await member_changes.change(call.db, call.client, member_id, body.read(), at=call.now)
            return Done(200, MemberOut.of(seen), member_id)

        return await once(call, key, f"PATCH /members/{member_id}", body, work)

    @routes.put("/{member_id}/offers", summary="Offers: yes or no", **writes)
    async def offers(call: Caller, member_id: Id, key: IdempotencyKey, body: OffersIn) -> Response:
        """They get advertising from now on, or none, by this proof."""

        async def work() -> Done:
            proof = body.consent.read()
            seen = await member_changes.offers(call.db, call.client, member_id, body.wanted, proof, at=call.now)
            return Done(200, MemberOut.of(seen), member_id)

        return await once(call, key, f"PUT /members/{member_id}/offers", body, work)


def _card(routes: APIRouter, door: Door) -> None:
    Caller = Annotated[Call, Depends(door)]  # noqa: N806 - a type
    renews = WRITES | {"response_model": MemberOut, "openapi_extra": does("members.card")}

    @routes.post("/{member_id}/card", summary="A new card", **renews)
    async def card(call: Caller, member_id: Id, key: IdempotencyKey) -> Response:
        """For a card that was lost or got about: the old one finds nobody any more. Number and points stay; the member
        is told."""

        async def work() -> Done:
            await card_renewal.renew(call.db, call.client, member_id, at=call.now, new=call.new)
            return Done(200, MemberOut.of(await member_lookup.look(call.db, call.client, member_id, at=call.now)))

        return await once(call, key, f"POST /members/{member_id}/card", None, work)


def _erasing(routes: APIRouter, door: Door) -> None:
    Caller = Annotated[Call, Depends(door)]  # noqa: N806 - a type
    writes = WRITES | {"response_model": ErasedOut, "openapi_extra": does("members.erase")}

    @routes.delete(ONE, summary="Erase one", **writes)
    async def erase(call: Caller, member_id: Id, key: IdempotencyKey) -> Response:
        """The person is gone for good, their points are forfeited; the books keep a number."""

        async def work() -> Done:
            gone = await member_changes.erase(call.db, call.client, member_id, at=call.now)
            return Done(200, ErasedOut.of(gone))

        answer = await once(call, key, f"DELETE /members/{member_id}", None, work)
        await call.db.scrub()  # within the request's own unit it could not
        return answer
