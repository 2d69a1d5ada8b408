"""Holds: points a member agreed to pay with, until a bill takes them or they are let go."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response

from bot.http.api.door import Call, Door, IdempotencyKey
from bot.http.api.operation import does, link
from bot.http.api.problems import answers
from bot.http.api.replay import Done, once, own_key
from bot.http.api.schemas.holds import CaptureIn, HoldIn, HoldOut
from bot.http.api.schemas.shared import Id
from bot.usecases import spendings
from bot.usecases.spendings import SpendSeen

ON = [link(f"holds.{name}", hold_id="id") for name in ("see", "capture", "release")]
FOR = [link(name, body={"hold": "id", "member_id": "member_id"}) for name in ("orders.place", "sales.post")]


def router(door: Door) -> APIRouter:
    routes = APIRouter(prefix="/holds", tags=["Holds"])
    Caller = Annotated[Call, Depends(door)]  # noqa: N806 - a type

    @routes.get("/{hold_id}", summary="One hold", responses=answers(404), openapi_extra=does("points.hold", {200: ON}))
    async def see(call: Caller, hold_id: Id) -> HoldOut:
        """Whether the member has agreed, and what has become of it."""
        return HoldOut.of(await spendings.look(call.db, call.client, hold_id, at=call.now))

    _begun(routes, door)
    _ends(routes, door)
    return routes


def _done(seen: SpendSeen, status: int = 200) -> Done:
    return Done(status, HoldOut.of(seen), seen.member_id)


def _begun(routes: APIRouter, door: Door) -> None:
    Caller = Annotated[Call, Depends(door)]  # noqa: N806 - a type
    same: dict[str, Any] = {"response_model": HoldOut, "responses": answers(400, 404, 409, 413)}
    leads = does("points.hold", {201: [*ON, *FOR]})

    @routes.post("", status_code=201, summary="Ask for points, or set them aside", openapi_extra=leads, **same)
    async def make(call: Caller, key: IdempotencyKey, body: HoldIn) -> Response:
        """Points are never taken without the member: they press Yes in their chat, or show a fresh code. Name the hold
        in the order or the sale; no bill within the programme's `hold_minutes`, and they can be spent again."""

        async def work() -> Done:
            wanted = body.wanted(own_key(call, key), call.client)
            if body.shown is None:
                return _done(await spendings.ask(call.db, call.client, wanted, at=call.now), 201)
            seen = await spendings.hold(call.db, call.client, wanted, body.shown, at=call.now, card_key=call.card_key)
            return _done(seen, 201)

        return await once(call, key, "POST /holds", body, work)


def _ends(routes: APIRouter, door: Door) -> None:
    Caller = Annotated[Call, Depends(door)]  # noqa: N806 - a type
    same: dict[str, Any] = {"response_model": HoldOut, "responses": answers(400, 404, 409, 413)}

    @routes.post("/{hold_id}/capture", summary="Take them", openapi_extra=does("orders.settle"), **same)
    async def capture(call: Caller, hold_id: Id, key: IdempotencyKey, body: CaptureIn) -> Response:
        """For a bill that is not told to the programme. A hold that an order or a sale names is taken with it."""

        async def work() -> Done:
            return _done(await spendings.capture(call.db, call.client, hold_id, body.points, at=call.now))

        return await once(call, key, f"POST /holds/{hold_id}/capture", body, work)

    @routes.post("/{hold_id}/release", summary="Let them go", openapi_extra=does("points.hold"), **same)
    async def release(call: Caller, hold_id: Id, key: IdempotencyKey) -> Response:
        """They can be spent again, or are asked for no longer. Over before: nothing changes."""

        async def work() -> Done:
            return _done(await spendings.cancel(call.db, call.client, hold_id, at=call.now))

        return await once(call, key, f"POST /holds/{hold_id}/release", None, work)
