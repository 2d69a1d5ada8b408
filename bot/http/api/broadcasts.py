"""Broadcasts: read only. They are written, checked and sent in the chat."""

from typing import Annotated

from fastapi import APIRouter, Depends

from bot.http.api.door import Call, Door
from bot.http.api.operation import does
from bot.http.api.problems import answers
from bot.http.api.schemas.broadcasts import BroadcastOut, BroadcastReportOut, page
from bot.http.api.schemas.shared import Cursor, Id, Limit, Page
from bot.usecases import audience_reads


def router(door: Door) -> APIRouter:
    routes = APIRouter(prefix="/broadcasts", tags=["Broadcasts"])
    Caller = Annotated[Call, Depends(door)]  # noqa: N806 - a type

    @routes.get("", summary="The newest", responses=answers(), openapi_extra=does("broadcasts.see"))
    async def listed(call: Caller, limit: Limit = 20, cursor: Cursor = None) -> Page[BroadcastOut]:
        """Those that are no drafts."""
        return page(await audience_reads.broadcasts(call.db, call.client, before=cursor, limit=limit, at=call.now))

    @routes.get(
        "/{broadcast_id}", summary="One in numbers", responses=answers(404), openapi_extra=does("broadcasts.see")
    )
    async def see(call: Caller, broadcast_id: Id) -> BroadcastReportOut:
        """How many messages arrived, failed, wait, and why some were skipped."""
        seen = await audience_reads.broadcast(call.db, call.client, broadcast_id, at=call.now)
        return BroadcastReportOut.told(seen)

    return routes
