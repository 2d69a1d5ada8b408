"""Quotes: what a bill would cost, use and bring, kept for a while."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response
from pydantic import Field

from bot.http.api.door import Call, Door, IdempotencyKey
from bot.http.api.operation import does, link
from bot.http.api.problems import answers
from bot.http.api.replay import Done, once
from bot.http.api.schemas.quotes import QuoteIn, QuoteOut
from bot.usecases import quotes

SAME = {name: name for name in ("quote", "member_id", "amount_minor", "fee_minor")}
ON = [link("quotes.see", quote="quote"), link("orders.place", body=SAME)]
Key = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,32}$"), Path()]


def router(door: Door) -> APIRouter:
    routes = APIRouter(prefix="/quotes", tags=["Quotes"])
    Caller = Annotated[Call, Depends(door)]  # noqa: N806 - a type

    @routes.post(
        "",
        status_code=201,
        response_model=QuoteOut,
        summary="Make one",
        responses=answers(400, 404, 409, 413),
        openapi_extra=does("quotes.make", {201: ON}),
    )
    async def make(call: Caller, key: IdempotencyKey, body: QuoteIn) -> Response:
        """What comes off the bill, in its order, how many points may pay and why not more, and what it brings. Nothing
        is set aside and no code is used: an order or a sale that names the quote does that."""

        async def work() -> Done:
            wanted = body.wanted(call.client.scope)
            seen = await quotes.make(call.db, call.client, wanted, at=call.now, new=call.new)
            return Done(201, QuoteOut.of(seen), seen.member_id)

        return await once(call, key, "POST /quotes", body, work)

    @routes.get("/{quote}", summary="One quote", responses=answers(404), openapi_extra=does("quotes.make"))
    async def see(call: Caller, quote: Key) -> QuoteOut:
        """As it was made, and the order it has become."""
        return QuoteOut.of(await quotes.look(call.db, call.client, quote, at=call.now))

    return routes
