"""/telegram/webhook: an update is answered 200 only once it is stored; a wrong secret, before its body is read."""

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response

LARGEST_BODY = 1_000_000  # bytes; Telegram's updates are far smaller
BODY_SECONDS = 10
LARGEST_NUMBER = 2**63 - 1
SECRET = b"x-telegram-bot-api-secret-token"
ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"description": "The update is stored and will be handled, even if the process dies now."},
    400: {"description": "Not JSON, or not an update."},
    401: {"description": "The secret is missing, wrong or given twice."},
    408: {"description": "The body took too long."},
    413: {"description": "The body is larger than a megabyte."},
    415: {"description": "The body is compressed."},
    503: {"description": "The bot is starting or stopping; send it again."},
}
Take = Callable[[list[dict[str, Any]]], Awaitable[int]]


def router(secret: str, door: Callable[[], Take | None]) -> APIRouter:
    """The route. *door* gives what stores updates durably (it may raise: Telegram sends them again), or None while the
    bot is not open."""
    routes = APIRouter(tags=["Telegram"])
    expected = secret.encode()

    @routes.post("/telegram/webhook", summary="Updates from Telegram", responses=ANSWERS, response_class=Response)
    async def receive(request: Request) -> Response:
        """For Telegram alone, which proves itself by the header X-Telegram-Bot-Api-Secret-Token."""
        _let_in(request, expected)
        update = _update(await _body(request))
        take = door()
        if take is None:
            raise HTTPException(503, headers={"Retry-After": "1"})
        await take([update])
        return Response(status_code=200)

    return routes


def _let_in(request: Request, expected: bytes) -> None:
    """The header's bytes are compared as they came: whatever else they hold, they are not our secret."""
    given = [value for name, value in request.scope["headers"] if name == SECRET]
    if len(given) != 1 or not hmac.compare_digest(given[0], expected):
        raise HTTPException(401)
    if request.headers.get("content-encoding", "identity") != "identity":
        raise HTTPException(415)
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) > LARGEST_BODY:
        raise HTTPException(413)


async def _body(request: Request) -> bytes:
    read = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                read += chunk
                if len(read) > LARGEST_BODY:
                    raise HTTPException(413)
    except TimeoutError:
        raise HTTPException(408) from None
    return bytes(read)


def _update(body: bytes) -> dict[str, Any]:
    """An object with a number, of text that can be stored: a lone surrogate could not."""
    try:
        update = json.loads(body, parse_constant=_refuse)
        json.dumps(update, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise HTTPException(400) from None
    number = update.get("update_id") if isinstance(update, dict) else None
    if type(number) is not int or not 0 <= number <= LARGEST_NUMBER:
        raise HTTPException(400)
    return dict(update)


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")
