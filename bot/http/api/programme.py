"""The programme: the rules in force."""

from typing import Annotated

from fastapi import APIRouter, Depends

from bot.http.api.door import Call, Door
from bot.http.api.operation import does
from bot.http.api.problems import answers
from bot.http.api.schemas.programme import ProgrammeOut
from bot.usecases import program


def router(door: Door) -> APIRouter:
    routes = APIRouter(prefix="/programme", tags=["Programme"])
    Caller = Annotated[Call, Depends(door)]  # noqa: N806 - a type

    @routes.get("", summary="The rules in force", responses=answers(409), openapi_extra=does("program.see"))
    async def see(call: Caller) -> ProgrammeOut:
        """What an order earns, what points pay, and where levels begin. Refuses `program.not_set_up`."""
        return ProgrammeOut.of(await program.seen_by(call.db, call.client, at=call.now))

    return routes
