"""Partner sales: members earn and pay at another company's till, through that company's own account."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response

from bot.http.api.door import Call, Door, IdempotencyKey
from bot.http.api.operation import does, link
from bot.http.api.problems import answers
from bot.http.api.replay import Done, once, own_key
from bot.http.api.schemas.partner_sales import (
    PartnerOutlookOut,
    PartnerReturnIn,
    PartnerReturnOut,
    PartnerSaleIn,
    PartnerSaleOut,
    PartnerSoldOut,
    PartnerStatementOut,
)
from bot.http.api.schemas.shared import Id
from bot.usecases import partner_returns, partner_sales, partner_statements

ACT = partner_sales.ACT
ON = [link(f"partner_sales.{name}", sale_id="id") for name in ("see", "take_back", "undo")]
Month = Annotated[
    str | None, Query(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$", description="Like 2026-11; else this one.")
]


def router(door: Door) -> APIRouter:
    routes = APIRouter(prefix="/partner-sales", tags=["Partner sales"])
    Caller = Annotated[Call, Depends(door)]  # noqa: N806 - a type

    @routes.get("/statement", summary="What a month comes to", responses=answers(409), openapi_extra=does(ACT))
    async def statement(call: Caller, month: Month = None) -> PartnerStatementOut:
        """Points given and taken, and what each side owes the other; it agrees with the ledger, entry by entry."""
        return PartnerStatementOut.of(await partner_statements.own(call.db, call.client, month, at=call.now))

    @routes.get("/{sale_id:int}", summary="One sale", responses=answers(404), openapi_extra=does(ACT, {200: ON}))
    async def see(call: Caller, sale_id: Id) -> PartnerSaleOut:
        """Of the caller's own; another partner's is not there."""
        return PartnerSaleOut.of(await partner_returns.look(call.db, call.client, sale_id, at=call.now))

    @routes.post(
        "/preview", summary="What a bill would cost", responses=answers(400, 404, 409, 413), openapi_extra=does(ACT)
    )
    async def preview(call: Caller, body: PartnerSaleIn) -> PartnerOutlookOut:
        """The members' discount, what points may pay, and what it would earn; nothing changes."""
        return PartnerOutlookOut.of(
            await partner_sales.preview(call.db, call.client, body.draft("preview"), at=call.now)
        )

    _sells(routes, door)
    _brings_back(routes, door)
    return routes


def _sells(routes: APIRouter, door: Door) -> None:
    Caller = Annotated[Call, Depends(door)]  # noqa: N806 - a type

    @routes.post(
        "",
        status_code=201,
        summary="A sale",
        response_model=PartnerSoldOut,
        responses=answers(400, 404, 409, 413),
        openapi_extra=does(ACT, {201: ON}),
    )
    async def post(call: Caller, key: IdempotencyKey, body: PartnerSaleIn) -> Response:
        """The points of `hold` are taken, the rest of the bill earns; the member has the receipt in their chat."""

        async def work() -> Done:
            sold = await partner_sales.post(call.db, call.client, body.draft(own_key(call, key)), at=call.now)
            return Done(201, PartnerSoldOut.of(sold), sold.member_id)

        return await once(call, key, "POST /partner-sales", body, work)


def _brings_back(routes: APIRouter, door: Door) -> None:
    Caller = Annotated[Call, Depends(door)]  # noqa: N806 - a type
    back: dict[str, Any] = {"response_model": PartnerReturnOut, "responses": answers(400, 404, 409, 413)}

    @routes.post("/{sale_id}/returns", status_code=201, summary="Goods come back", openapi_extra=does(ACT), **back)
    async def take_back(call: Caller, sale_id: Id, key: IdempotencyKey, body: PartnerReturnIn) -> Response:
        """Points that paid come back, points that were earned are taken, in proportion; parts add up to the whole."""

        async def work() -> Done:
            done = await partner_returns.take_back(call.db, call.client, body.wanted(sale_id), at=call.now)
            return Done(201, PartnerReturnOut.of(done), done.member_id)

        return await once(call, key, f"POST /partner-sales/{sale_id}/returns", body, work)

    @routes.post("/{sale_id}/undo", summary="It was a slip", openapi_extra=does(ACT), **back)
    async def undo(call: Caller, sale_id: Id, key: IdempotencyKey) -> Response:
        """For two minutes, by the same key: as if it had never been."""

        async def work() -> Done:
            done = await partner_returns.undo(call.db, call.client, sale_id, at=call.now)
            return Done(200, PartnerReturnOut.of(done), done.member_id)

        return await once(call, key, f"POST /partner-sales/{sale_id}/undo", None, work)
