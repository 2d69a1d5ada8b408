"""Returns: goods of a delivered order or sale come back, whole or in part."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from bot.http.api.door import Call, Door, IdempotencyKey
from bot.http.api.operation import does, link
from bot.http.api.problems import answers
from bot.http.api.replay import Done, once, own_key
from bot.http.api.schemas.returns import ReturnIn, ReturnOut, ReturnOutlookOut
from bot.http.api.schemas.shared import Id
from bot.usecases import returns

ACT = returns.ACT


def router(door: Door) -> APIRouter:
    routes = APIRouter(prefix="/orders/{order_id}/returns", tags=["Returns"])
    for part in (_read, _taken):
        part(routes, door)
    return routes


def _read(routes: APIRouter, door: Door) -> None:
    Caller = Annotated[Call, Depends(door)]  # noqa: N806 - a type

    @routes.get("", summary="What came back", responses=answers(404), openapi_extra=does(ACT))
    async def every(call: Caller, order_id: Id) -> list[ReturnOut]:
        """Each time that goods of the order came back, in turn."""
        return [ReturnOut.of(one) for one in await returns.listed(call.db, call.client, order_id, at=call.now)]

    @routes.post("/preview", summary="What it would do", responses=answers(400, 404, 409, 413), openapi_extra=does(ACT))
    async def preview(call: Caller, order_id: Id, body: ReturnIn) -> ReturnOutlookOut:
        """The money and the points of such a return, and what is left of each dish; nothing changes."""
        wanted = body.wanted("preview", order_id)
        return ReturnOutlookOut.of(await returns.preview(call.db, call.client, wanted, at=call.now))


def _taken(routes: APIRouter, door: Door) -> None:
    Caller = Annotated[Call, Depends(door)]  # noqa: N806 - a type

    @routes.post(
        "",
        status_code=201,
        response_model=ReturnOut,
        summary="Goods come back",
        responses=answers(400, 404, 409, 413),
        openapi_extra=does(
            ACT, {201: [link("returns.every", order_id="order_id"), link("orders.see", order_id="order_id")]}
        ),
    )
    async def take(call: Caller, order_id: Id, key: IdempotencyKey, body: ReturnIn) -> Response:
        """⌊points earned × what came back ÷ what had earned⌋ are taken, of all that came back so far; points that had
        paid come back to their own lots; the member reads the arithmetic."""

        async def work() -> Done:
            wanted = body.wanted(own_key(call, key), order_id)
            done = await returns.take(call.db, call.client, wanted, at=call.now)
            return Done(201, ReturnOut.of(done), done.member_id)

        return await once(call, key, f"POST /orders/{order_id}/returns", body, work)
