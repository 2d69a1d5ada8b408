"""Bodies before anybody reads them: not too large, not too slow, and JSON that says one thing and can be stored."""

import asyncio
import json
from typing import Any

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.http.api.problems import respond
from bot.usecases.errors import Refused

LARGEST = 1_000_000  # bytes
SECONDS = 10


class Weighed:
    """Whatever is sent to /api is read here, whole, and handed on only if it is fit."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith("/api/"):
            await self._app(scope, receive, send)
            return
        try:
            async with asyncio.timeout(SECONDS):
                body = await _read(receive)
            judge(body)
        except TimeoutError:
            await respond(Request(scope), Refused("api.too_slow"))(scope, receive, send)
        except Refused as refusal:
            await respond(Request(scope), refusal)(scope, receive, send)
        else:
            await self._app(scope, _again(body, receive), send)


async def _read(receive: Receive) -> bytes:
    read, more = bytearray(), True
    while more:
        message = await receive()
        read += message.get("body", b"")
        more = message.get("more_body", False)
        if len(read) > LARGEST:
            raise Refused("api.too_large")
    return bytes(read)


def _again(body: bytes, receive: Receive) -> Receive:
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def handed() -> Message:
        return waiting.pop() if waiting else await receive()

    return handed


def judge(body: bytes) -> None:
    """Refuses `api.invalid`: no JSON in UTF-8, a key given twice, NaN, a zero character, half of a surrogate pair."""
    if not body:
        return
    try:
        text = body.decode()
        json.loads(text, parse_constant=_no_constant, object_pairs_hook=_single)
        if "\\u" in text:  # the only way by which these two can come in
            whole = json.dumps(json.loads(text), ensure_ascii=False).encode()
            if b"\\u0000" in whole.replace(b"\\\\", b""):
                raise ValueError("a zero character")
    except (ValueError, RecursionError) as error:
        raise Refused("api.invalid", fields=[f"body: {_said(error)}"]) from None


def _single(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError("a field is given twice")
    return made


def _no_constant(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def _said(error: Exception) -> str:
    if isinstance(error, UnicodeError):
        return "it is not UTF-8, or has half of a surrogate pair"
    return "it is nested too deeply" if isinstance(error, RecursionError) else str(error)[:100]
