"""``/sim``: the log, the clock, the bad days, starting over, and the stream of events the page lives on."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import asdict
from datetime import timedelta

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import StreamingResponse

from bot.sandbox.faults import Fault
from bot.sandbox.keyboards import Json
from bot.sandbox.phones import Impossible
from bot.sandbox.sim import asked
from bot.sandbox.sim.people import Stage
from bot.sandbox.world import World

router = APIRouter(prefix="/sim")

_HEARTBEAT = 15.0


@router.get("/bot", tags=["the bot"])
async def bot(world: Stage) -> Json:
    """Who the bot is, and how many updates wait for it."""
    return {**world.bot, "pending_updates": len(world.mailbox.waiting)}


@router.get("/calls", tags=["the bot"])
async def calls(
    world: Stage, method: str | None = None, chat: str | None = None, after: int = 0, limit: int = 20_000
) -> list[Json]:
    """Every Bot API call but empty polls, oldest first; ``after`` leaves out those up to that ``seq``."""
    found = [
        line
        for line in world.calls
        if line["seq"] > after
        and (method is None or line["method"].lower() == method.lower())
        and (chat is None or str(line["chat"]) == chat)
    ]
    return found[-limit:]


@router.get("/deliveries", tags=["the bot"])
async def deliveries(world: Stage, chat: int | None = None, text: str = "", at_least: int = 1) -> list[Json]:
    """How often each text has arrived in each chat; ``at_least=2`` shows the duplicates."""
    return [
        {"chat": who, "text": said, "count": count}
        for (who, said), count in world.deliveries.items()
        if count >= at_least and text in said and chat in (None, who)
    ]


@router.post("/raw", tags=["the bot"])
async def raw(world: Stage, body: asked.RawUpdate) -> Json:
    """Sends the bot any update, valid or not, as it is."""
    return world.mailbox.post_raw(body)


@router.post("/redeliver", tags=["the bot"])
async def redeliver(world: Stage, body: asked.Redelivery) -> Json:
    """Sends the last confirmed updates once more, with the same ids."""
    return {"update_ids": [update["update_id"] for update in world.mailbox.redeliver(body.count)]}


@router.get("/clock", tags=["the stage"])
async def clock(world: Stage) -> Json:
    return {"now": world.clock.now().isoformat()}


@router.post("/clock", tags=["the stage"])
async def move_clock(world: Stage, body: asked.ClockMove) -> Json:
    """Moves the time; what became due happens now."""
    if body.set is not None and body.set.tzinfo is None:
        raise HTTPException(422, "a moment needs a time zone")
    if body.set is not None:
        world.clock.set(body.set)
    step = timedelta(seconds=body.advance_seconds, days=body.advance_days)
    if step < timedelta():
        raise Impossible("time does not run backwards")
    if step:
        world.clock.advance(step)
    return {"now": world.clock.now().isoformat()}


@router.get("/faults", tags=["the stage"])
async def faults(world: Stage) -> list[Json]:
    return [asdict(fault) for fault in world.faults.all]


@router.post("/faults", tags=["the stage"], status_code=201)
async def add_fault(world: Stage, body: asked.NewFault) -> Json:
    """From now on, calls that fit go wrong in this way."""
    return asdict(world.faults.add(Fault(**body.model_dump())))


@router.delete("/faults", tags=["the stage"], status_code=204)
async def clear_faults(world: Stage) -> Response:
    world.faults.all.clear()
    return Response(status_code=204)


@router.post("/limits", tags=["the stage"])
async def limits(world: Stage, body: asked.Limits) -> Json:
    """Answers 429 from now on when the bot writes faster."""
    world.pace.per_second, world.pace.per_chat_per_second = body.per_second, body.per_chat_per_second
    return body.model_dump()


@router.post("/reset", tags=["the stage"])
async def reset(world: Stage, request: Request) -> list[Json]:
    """Everything begins anew: the chats here, and whatever the program around the sandbox starts over."""
    world.reset()
    for listener in request.app.state.on_reset:
        await listener()
    return [{"id": person.id, "name": person.first_name} for person in world.present()]


@router.get("/files/{file_id}", tags=["the stage"])
async def file(world: Stage, file_id: str) -> Response:
    """The bytes behind a picture or a document in a chat."""
    found = world.files.get(file_id)
    if found is None:
        raise HTTPException(404, "no such file")
    headers = {"Cache-Control": "max-age=86400", "X-Content-Type-Options": "nosniff"}
    if not found.mime.startswith("image/"):
        headers["Content-Disposition"] = "attachment"
    return Response(found.content, media_type=found.mime, headers=headers)


@router.get("/events", tags=["the stage"], response_class=StreamingResponse)
async def events(world: Stage) -> StreamingResponse:
    """Server-sent events: chat, call, people, clock, reset, closing."""
    return StreamingResponse(_stream(world), media_type="text/event-stream", headers={"Cache-Control": "no-store"})


async def _stream(world: World) -> AsyncIterator[str]:
    with world.listening() as queue:
        yield "retry: 1000\n\n"
        while not world.closing:
            try:
                event = await asyncio.wait_for(queue.get(), _HEARTBEAT)
            except TimeoutError:
                yield ": still here\n\n"
                continue
            yield f"data: {json.dumps(event, ensure_ascii=False)}\n\n"
