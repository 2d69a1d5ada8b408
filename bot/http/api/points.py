"""Points of a member: by state, line by line, and given or taken with a reason."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from bot.http.api.door import Call, Door, IdempotencyKey
from bot.http.api.operation import does
from bot.http.api.problems import answers
from bot.http.api.replay import Done, once, own_key
from bot.http.api.schemas.points import AdjustedOut, AdjustIn, BalanceOut, LineOut, history
from bot.http.api.schemas.shared import Cursor, Id, Limit, Page
from bot.usecases import adjustments, member_lookup


def router(door: Door) -> APIRouter:
    routes = APIRouter(prefix="/members/{member_id}", tags=["Points"])
    Caller = Annotated[Call, Depends(door)]  # noqa: N806 - a type

    @routes.get("/balance", summary="By state", responses=answers(404), openapi_extra=does("members.see"))
    async def balance(call: Caller, member_id: Id) -> BalanceOut:
        """What can be spent, what is set aside or on its way, what ends soon, and the way to the next level."""
        return BalanceOut.of(await member_lookup.points_of(call.db, call.client, member_id, at=call.now))

    @routes.get("/history", summary="Line by line", responses=answers(404), openapi_extra=does("members.see"))
    async def lines(call: Caller, member_id: Id, limit: Limit = 20, cursor: Cursor = None) -> Page[LineOut]:
        """Every movement, the newest first."""
        seen = await member_lookup.history(call.db, call.client, member_id, before=cursor, limit=limit, at=call.now)
        return history(seen)

    _by_hand(routes, door)
    return routes


def _by_hand(routes: APIRouter, door: Door) -> None:
    Caller = Annotated[Call, Depends(door)]  # noqa: N806 - a type

    @routes.post(
        "/points",
        status_code=201,
        response_model=AdjustedOut,
        summary="Give or take",
        responses=answers(400, 404, 409, 413),
        openapi_extra=does("points.adjust"),
    )
    async def adjust(call: Caller, member_id: Id, key: IdempotencyKey, body: AdjustIn) -> Response:
        """Up to what a manager may, with a reason the member reads; it stands in the audit log."""

        async def work() -> Done:
            mine = own_key(call, key)
            done = await adjustments.adjust(
                call.db, call.client, member_id, body.points, body.reason, mine, at=call.now
            )
            return Done(201, AdjustedOut.of(done), member_id)

        return await once(call, key, f"POST /members/{member_id}/points", body, work)
