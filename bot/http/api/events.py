"""Events: what members do on a site or in an app, told to the same profile."""

from typing import Annotated

from fastapi import APIRouter, Depends

from bot.http.api.door import Call, Door
from bot.http.api.operation import does
from bot.http.api.problems import answers
from bot.http.api.schemas.events import EventOut, EventsIn
from bot.usecases import site_events


def router(door: Door) -> APIRouter:
    routes = APIRouter(prefix="/events", tags=["Events"])
    Caller = Annotated[Call, Depends(door)]  # noqa: N806 - a type

    @routes.post("", summary="Tell some", responses=answers(409, 413), openapi_extra=does("events.tell"))
    async def tell(call: Caller, body: EventsIn) -> list[EventOut]:
        """Up to 100, each once by its own `event_id`, however often it is told; one that cannot be kept leaves the
        others alone. What became of each, in their order."""
        events = [event.read() for event in body.events]
        return [EventOut.of(each) for each in await site_events.tell(call.db, call.client, events, at=call.now)]

    return routes
