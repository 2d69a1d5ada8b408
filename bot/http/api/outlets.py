"""Outlets: where members buy."""

from typing import Annotated

from fastapi import APIRouter, Depends

from bot.http.api.door import Call, Door
from bot.http.api.operation import does
from bot.http.api.problems import answers
from bot.http.api.schemas.outlets import OutletOut
from bot.usecases import outlets


def router(door: Door) -> APIRouter:
    routes = APIRouter(prefix="/outlets", tags=["Outlets"])
    Caller = Annotated[Call, Depends(door)]  # noqa: N806 - a type

    @routes.get("", summary="All outlets", responses=answers(), openapi_extra=does("outlets.see"))
    async def every(call: Caller) -> list[OutletOut]:
        """Open ones first. A key bound to outlets sees these alone."""
        return [OutletOut.of(line) for line in await outlets.every(call.db, call.client)]

    return routes
