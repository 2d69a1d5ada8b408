"""Sales at the till: looked at, and posted."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from bot.http.api.door import Call, Door, IdempotencyKey
from bot.http.api.operation import does, link
from bot.http.api.problems import answers
from bot.http.api.replay import Done, once, own_key
from bot.http.api.schemas.sales import SaleIn, SaleOut, SaleOutlookOut
from bot.usecases import sale_posting

ON = [link("returns.take", order_id="order_id"), link("orders.see", order_id="order_id")]


def router(door: Door) -> APIRouter:
    routes = APIRouter(prefix="/sales", tags=["Sales"])
    Caller = Annotated[Call, Depends(door)]  # noqa: N806 - a type

    @routes.post("/preview", summary="Look at one", responses=answers(404, 409), openapi_extra=does("sales.post"))
    async def preview(call: Caller, body: SaleIn) -> SaleOutlookOut:
        """What it would cost and bring, and what the member may use for it. Nothing changes."""
        draft = body.draft("preview")
        return SaleOutlookOut.of(await sale_posting.preview(call.db, call.client, draft, at=call.now))

    @routes.post(
        "",
        status_code=201,
        response_model=SaleOut,
        summary="Post one",
        responses=answers(400, 404, 409, 413),
        openapi_extra=does("sales.post", {201: ON}),
    )
    async def post(call: Caller, key: IdempotencyKey, body: SaleIn) -> Response:
        """Placed and delivered at once: its points are there, what was set aside is taken, its voucher is used, the
        member has the receipt. The same `slip` under another key is the same sale, and answered so."""

        async def work() -> Done:
            draft = body.draft(own_key(call, key))
            posted = await sale_posting.post(call.db, call.client, draft, at=call.now, card_key=call.card_key)
            return Done(201, SaleOut.of(posted), posted.member_id)

        return await once(call, key, "POST /sales", body, work)

    return routes
