"""Segments: saved ones, and how many members belong to each; nobody by name."""

from typing import Annotated

from fastapi import APIRouter, Depends

from bot.http.api.door import Call, Door
from bot.http.api.operation import does
from bot.http.api.problems import answers
from bot.http.api.schemas.segments import SegmentCountOut, SegmentOut
from bot.http.api.schemas.shared import Id
from bot.usecases import audience_reads


def router(door: Door) -> APIRouter:
    routes = APIRouter(prefix="/segments", tags=["Segments"])
    Caller = Annotated[Call, Depends(door)]  # noqa: N806 - a type

    @routes.get("", summary="Saved ones", responses=answers(), openapi_extra=does("segments.see"))
    async def listed(call: Caller) -> list[SegmentOut]:
        """By name; nobody is counted."""
        return [SegmentOut.of(line) for line in await audience_reads.segments(call.db, call.client, at=call.now)]

    @routes.get("/{segment_id}", summary="How many", responses=answers(404), openapi_extra=does("segments.see"))
    async def count(call: Caller, segment_id: Id) -> SegmentCountOut:
        """One, with its members counted now."""
        return SegmentCountOut.of(await audience_reads.segment(call.db, call.client, segment_id, at=call.now))

    return routes
