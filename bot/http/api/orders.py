"""Orders: placed, looked at, moved on, delivered, cancelled."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response

from bot.http.api.door import Call, Door, IdempotencyKey
from bot.http.api.operation import does, link
from bot.http.api.problems import answers
from bot.http.api.replay import Done, once, own_key
from bot.http.api.schemas.orders import AssignIn, CancelIn, OrderIn, OrderOut, page
from bot.http.api.schemas.shared import Cursor, Id, Limit, Page, Whose
from bot.usecases import order_moves, order_sight, orders
from bot.usecases.order_sight import OrderSeen, OrdersWanted
from db.enums import OrderState

ON = [link(f"orders.{name}", order_id="id") for name in ("see", "accept", "start", "deliver", "cancel")]


def router(door: Door) -> APIRouter:
    routes = APIRouter(prefix="/orders", tags=["Orders"])
    for part in (_read, _placed, _given, _moves, _ends):
        part(routes, door)
    return routes


def _read(routes: APIRouter, door: Door) -> None:
    Caller = Annotated[Call, Depends(door)]  # noqa: N806 - a type

    @routes.get("", summary="Some of them", responses=answers(), openapi_extra=does("orders.see"))
    async def every(
        call: Caller,
        member_id: Whose = None,
        outlet_id: Whose = None,
        state: OrderState | None = None,
        limit: Limit = 20,
        cursor: Cursor = None,
    ) -> Page[OrderOut]:
        """The newest first. A key bound to outlets sees theirs alone."""
        wanted = OrdersWanted(member_id, outlet_id, state, cursor, limit + 1)
        return page(await order_sight.listed(call.db, call.client, wanted, at=call.now), limit)

    @routes.get("/{order_id}", summary="One order", responses=answers(404), openapi_extra=does("orders.see", {200: ON}))
    async def see(call: Caller, order_id: Id) -> OrderOut:
        """Its state, its sums, and what it brings."""
        return OrderOut.of(await order_sight.look(call.db, call.client, order_id, at=call.now))


def _done(seen: OrderSeen, status: int = 200) -> Done:
    return Done(status, OrderOut.of(seen), seen.member_id)


def _placed(routes: APIRouter, door: Door) -> None:
    Caller = Annotated[Call, Depends(door)]  # noqa: N806 - a type
    same: dict[str, Any] = {"response_model": OrderOut, "responses": answers(400, 404, 409, 413)}

    @routes.post("", status_code=201, summary="Place one", openapi_extra=does("orders.place", {201: ON}), **same)
    async def place(call: Caller, key: IdempotencyKey, body: OrderIn) -> Response:
        """The member gets it in their chat with the code for the courier; its points are on their way. What came off,
        what points pay and what it earns is fixed by the rules of this moment (or of its quote)."""

        async def work() -> Done:
            draft = body.draft(own_key(call, key), call.client.scope)
            placed = await orders.place(call.db, call.client, draft, at=call.now, new=call.new)
            return _done(placed.seen, 201)

        return await once(call, key, "POST /orders", body, work)


def _given(routes: APIRouter, door: Door) -> None:
    Caller = Annotated[Call, Depends(door)]  # noqa: N806 - a type
    same: dict[str, Any] = {"response_model": OrderOut, "responses": answers(400, 404, 409, 413)}

    @routes.post("/{order_id}/assign", summary="Give to a courier", openapi_extra=does("orders.place"), **same)
    async def assign(call: Caller, order_id: Id, key: IdempotencyKey, body: AssignIn) -> Response:
        """It begins from the start with them; both couriers are told."""

        async def work() -> Done:
            card = await orders.assign(call.db, call.client, order_id, body.courier_id, at=call.now)
            return _done(card.seen)

        return await once(call, key, f"POST /orders/{order_id}/assign", body, work)


def _moves(routes: APIRouter, door: Door) -> None:
    Caller = Annotated[Call, Depends(door)]  # noqa: N806 - a type
    same: dict[str, Any] = {"response_model": OrderOut, "responses": answers(400, 404, 409, 413)}

    @routes.post("/{order_id}/accept", summary="Accepted", openapi_extra=does("orders.move"), **same)
    async def accept(call: Caller, order_id: Id, key: IdempotencyKey) -> Response:
        """Somebody has taken it on; the member sees it."""

        async def work() -> Done:
            return _done(await order_moves.accept(call.db, call.client, order_id, at=call.now))

        return await once(call, key, f"POST /orders/{order_id}/accept", None, work)

    @routes.post("/{order_id}/start", summary="On its way", openapi_extra=does("orders.move"), **same)
    async def start(call: Caller, order_id: Id, key: IdempotencyKey) -> Response:
        """It has left; the member sees it."""

        async def work() -> Done:
            return _done(await order_moves.start(call.db, call.client, order_id, at=call.now))

        return await once(call, key, f"POST /orders/{order_id}/start", None, work)


def _ends(routes: APIRouter, door: Door) -> None:
    Caller = Annotated[Call, Depends(door)]  # noqa: N806 - a type
    same: dict[str, Any] = {"response_model": OrderOut, "responses": answers(400, 404, 409, 413)}

    @routes.post("/{order_id}/deliver", summary="Delivered", openapi_extra=does("orders.settle"), **same)
    async def deliver(call: Caller, order_id: Id, key: IdempotencyKey) -> Response:
        """By your word, without the courier's code: its points can be spent, what was set aside for it is taken."""

        async def work() -> Done:
            return _done(await order_moves.deliver(call.db, call.client, order_id, at=call.now))

        return await once(call, key, f"POST /orders/{order_id}/deliver", None, work)

    @routes.post("/{order_id}/cancel", summary="Cancel", openapi_extra=does("orders.cancel"), **same)
    async def cancel(call: Caller, order_id: Id, key: IdempotencyKey, body: CancelIn) -> Response:
        """It will not come: its voucher and the points that were to pay for it are the member's again. One that is
        delivered is returned instead."""

        async def work() -> Done:
            card = await orders.cancel(call.db, call.client, order_id, body.reason, at=call.now)
            return _done(card.seen)

        return await once(call, key, f"POST /orders/{order_id}/cancel", body, work)
