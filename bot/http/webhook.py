"""/telegram/webhook: an update is answered 200 only after it is stored; a wrong secret is 401 before the body is read."""

import hmac
import json
from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter, Request, Response

LARGEST_BODY = 1_000_000  # bytes; Telegram's updates are far smaller
Take = Callable[[list[dict[str, Any]]], Awaitable[int]]


def router(secret: str, take: Take) -> APIRouter:
    """The route; *take* stores updates durably and may raise, which makes Telegram send them again."""
    routes = APIRouter()
    expected = secret.encode()

    @routes.post("/telegram/webhook", include_in_schema=False)
    async def receive(request: Request) -> Response:
        given = [value for name, value in request.scope["headers"] if name == b"x-telegram-bot-api-secret-token"]
        if len(given) != 1 or not hmac.compare_digest(given[0], expected):
            return Response(status_code=401)
        body = await _body(request)
        if body is None:
            return Response(status_code=413)
        update = _update(body)
        if update is None:
            return Response(status_code=400)
        await take([update])
        return Response(status_code=200)

    return routes


async def _body(request: Request) -> bytes | None:
    read = bytearray()
    async for chunk in request.stream():
        read += chunk
        if len(read) > LARGEST_BODY:
            return None
    return bytes(read)


def _update(body: bytes) -> dict[str, Any] | None:
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return None
    sound = isinstance(update, dict) and isinstance(update.get("update_id"), int)
    return update if sound else None
