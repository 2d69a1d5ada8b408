"""Points that wait: on a phone number, or behind a link that the till prints on its receipt."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response

from bot.http.api.door import Call, Door, IdempotencyKey
from bot.http.api.operation import does, link
from bot.http.api.problems import answers
from bot.http.api.replay import Done, once, own_key
from bot.http.api.schemas.claims import ClaimIn, ClaimOut
from bot.http.api.schemas.shared import Id
from bot.pictures.qr import qr_png
from bot.rules import claim_links
from bot.usecases import claims, program
from bot.usecases.claims import ClaimSeen
from bot.usecases.errors import Refused

LEADS = [link("claims.see", claim_id="id"), link("claims.picture", claim_id="id"), link("claims.void", claim_id="id")]
PICTURE: dict[int | str, dict[str, Any]] = {
    200: {"description": "The QR code.", "content": {"image/png": {"schema": {"type": "string"}}}}
}


def router(door: Door) -> APIRouter:
    routes = APIRouter(prefix="/claims", tags=["Claims"])
    Caller = Annotated[Call, Depends(door)]  # noqa: N806 - a type

    @routes.get("/{claim_id}", summary="What waits", responses=answers(404, 409), openapi_extra=does("claims.make"))
    async def see(call: Caller, claim_id: Id) -> ClaimOut:
        """Whether somebody has claimed it yet."""
        return _told(call, await claims.look(call.db, call.client, claim_id, at=call.now))

    @routes.get(
        "/{claim_id}/picture",
        summary="Its QR code",
        response_class=Response,
        responses={**answers(404, 409), **PICTURE},
        openapi_extra=does("claims.make"),
    )
    async def picture(call: Caller, claim_id: Id) -> Response:
        """The link as a PNG, for a receipt. Refuses `claim.no_link`: what waits on a phone number needs none."""
        address = _link(call, await claims.look(call.db, call.client, claim_id, at=call.now))
        if address is None:
            raise Refused("claim.no_link")
        return Response(qr_png(address, dark="#000000", scale=6), media_type="image/png")

    _making(routes, door)
    _taking_back(routes, door)
    return routes


def _making(routes: APIRouter, door: Door) -> None:
    Caller = Annotated[Call, Depends(door)]  # noqa: N806 - a type

    @routes.post(
        "",
        status_code=201,
        response_model=ClaimOut,
        summary="Let points wait",
        responses=answers(400, 404, 409, 413),
        openapi_extra=does("claims.make", {201: LEADS}),
    )
    async def make(call: Caller, key: IdempotencyKey, body: ClaimIn) -> Response:
        """For a customer who is no member yet. Whoever opens the link, or joins with the number, has the points of this
        sale. Refuses `claim.phone_known` (with the `member`) when somebody has joined with it: post a sale instead."""

        async def work() -> Done:
            if body.currency is not None:
                program.same_currency(await program.current(call.db, call.now), body.currency)
            sale = body.sale(own_key(call, key))
            if body.phone is None:
                seen = await claims.make_receipt(call.db, call.client, sale, at=call.now, new=call.new)
            else:
                seen = await claims.wait_on_phone(call.db, call.client, body.phone, sale, at=call.now)
            return Done(201, _told(call, seen))

        return await once(call, key, "POST /claims", body, work)


def _taking_back(routes: APIRouter, door: Door) -> None:
    Caller = Annotated[Call, Depends(door)]  # noqa: N806 - a type

    @routes.post(
        "/{claim_id}/void",
        response_model=ClaimOut,
        summary="Take it back",
        responses=answers(400, 404, 409, 413),
        openapi_extra=does("claims.make"),
    )
    async def void(call: Caller, claim_id: Id, key: IdempotencyKey) -> Response:
        """The goods came back before anybody claimed the points: nobody can any more."""

        async def work() -> Done:
            return Done(200, _told(call, await claims.void(call.db, call.client, claim_id, at=call.now)))

        return await once(call, key, f"POST /claims/{claim_id}/void", None, work)


def _link(call: Call, seen: ClaimSeen) -> str | None:
    if seen.code is None:
        return None
    return claim_links.link(seen.code, claim_links.claim_key(call.shop.settings.app_secret), call.shop.username)


def _told(call: Call, seen: ClaimSeen) -> ClaimOut:
    return ClaimOut.of(seen, _link(call, seen))
