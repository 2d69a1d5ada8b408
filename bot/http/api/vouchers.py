"""Vouchers: what a member holds; one that is shown, checked, used, withdrawn."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response

from bot.http.api.door import Call, Door, IdempotencyKey
from bot.http.api.operation import does, link
from bot.http.api.problems import answers
from bot.http.api.replay import Done, once
from bot.http.api.schemas.shared import Id
from bot.http.api.schemas.vouchers import CheckedOut, CheckIn, UsedOut, UseIn, VoidIn, VoucherOut
from bot.usecases import sales, voucher_checks, vouchers

LEADS = [link("vouchers.use", voucher_id="voucher/id"), link("vouchers.void", voucher_id="voucher/id")]


def router(door: Door) -> APIRouter:
    routes = APIRouter(tags=["Vouchers"])
    Caller = Annotated[Call, Depends(door)]  # noqa: N806 - a type

    @routes.get(
        "/members/{member_id}/vouchers",
        summary="What a member holds",
        responses=answers(404),
        openapi_extra=does("vouchers.see"),
    )
    async def held(call: Caller, member_id: Id) -> list[VoucherOut]:
        """What they may use now, the soonest to end first."""
        lines = await voucher_checks.held(call.db, call.client, member_id, at=call.now)
        return [VoucherOut.of(line) for line in lines]

    @routes.post(
        "/vouchers/check",
        summary="Look at one that is shown",
        responses=answers(404, 409, 413),
        openapi_extra=does("vouchers.see", {200: LEADS}),
    )
    async def check(call: Caller, body: CheckIn) -> CheckedOut:
        """By its code, link or QR: whether it can be used (at this outlet) now. Nothing changes."""
        seen = await voucher_checks.check(call.db, call.client, body.code, outlet_id=body.outlet_id, at=call.now)
        return CheckedOut.of(seen)

    _changes(routes, door)
    return routes


def _changes(routes: APIRouter, door: Door) -> None:
    Caller = Annotated[Call, Depends(door)]  # noqa: N806 - a type

    writes: dict[str, Any] = {"responses": answers(400, 404, 409, 413)}
    use_it = writes | {"response_model": UsedOut, "openapi_extra": does("sales.redeem")}
    void_it = writes | {"response_model": VoucherOut, "openapi_extra": does("vouchers.void")}

    @routes.post("/vouchers/{voucher_id}/use", summary="Use one", **use_it)
    async def use(call: Caller, voucher_id: Id, key: IdempotencyKey, body: UseIn) -> Response:
        """It is used, once, and the member has a receipt: now give what it promises. One that takes something off a
        bill is named by the order or the sale instead."""

        async def work() -> Done:
            used = await sales.use(call.db, call.client, voucher_id, at=call.now, outlet_id=body.outlet_id)
            return Done(200, UsedOut.of(used), used.line.member_id)

        return await once(call, key, f"POST /vouchers/{voucher_id}/use", body, work)

    @routes.post("/vouchers/{voucher_id}/void", summary="Withdraw one", **void_it)
    async def void(call: Caller, voucher_id: Id, key: IdempotencyKey, body: VoidIn) -> Response:
        """It is worth nothing any more; the member is told why."""

        async def work() -> Done:
            line = await vouchers.void(call.db, call.client, voucher_id, body.reason, at=call.now)
            return Done(200, VoucherOut.of(line), line.member_id)

        return await once(call, key, f"POST /vouchers/{voucher_id}/void", body, work)
