"""Promo codes: what one would give. It is used with a quote, an order or a sale."""

from typing import Annotated

from fastapi import APIRouter, Depends

from bot.http.api.door import Call, Door
from bot.http.api.operation import does
from bot.http.api.problems import answers
from bot.http.api.schemas.promo_codes import PromoCheckIn
from bot.http.api.schemas.vouchers import BenefitOut
from bot.usecases import promo_checks


def router(door: Door) -> APIRouter:
    routes = APIRouter(prefix="/promo-codes", tags=["Promo codes"])
    Caller = Annotated[Call, Depends(door)]  # noqa: N806 - a type

    @routes.post("/check", summary="Look at one", responses=answers(404, 409, 413), openapi_extra=does("promo.check"))
    async def check(call: Caller, body: PromoCheckIn) -> BenefitOut:
        """What it would give this member now, or why not. Nothing is counted and nothing changes."""
        found = await promo_checks.check(
            call.db, call.client, body.member_id, body.code, outlet_id=body.outlet_id, at=call.now
        )
        return BenefitOut.of(found)

    return routes
