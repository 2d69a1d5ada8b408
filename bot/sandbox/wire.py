"""``/bot<token>/<method>`` over HTTP: reads what bots send, lets it be judged and played, answers as Telegram does."""

import asyncio
import json
import logging
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from bot.sandbox.faults import Fault
from bot.sandbox.honesty import check_answer
from bot.sandbox.judge import Upload, judge
from bot.sandbox.methods import Stage, play_of
from bot.sandbox.refusal import Refusal

Fields = dict[str, Any]
Line = dict[str, Any]

_LOG = logging.getLogger(__name__)
_TEXT_SHOWN = 120
_AFTER = ("500_after", "502_after", "drop_after", "broken_json")


class BotApi:
    """The ASGI application behind the bot's address."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        token, _, name = scope["path"].removeprefix("/bot").partition("/")
        fields, files = await _read(scope, receive)
        began = time.perf_counter()
        line = self._line(name, fields)
        fault = self._fault(name, line)
        if fault and fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
        if fault and fault.kind == "drop_before":
            self._log(line, began, error="connection cut before delivery")
            await _cut(send)
            return
        body = await self._body(unquote(token), name, fields, files, fault, line)
        lost = fault and fault.kind == "drop_after"
        self._log(line, began, error=f"sandbox fault: {fault.kind}" if fault and fault.kind in _AFTER else "")
        await (_cut(send) if lost else _respond(send, body, broken=bool(fault and fault.kind == "broken_json")))

    async def _body(
        self, token: str, name: str, fields: Fields, files: Mapping[str, Upload], fault: Fault | None, line: Line
    ) -> dict[str, Any]:
        early = fault.refusal if fault and fault.kind not in _AFTER else None
        try:
            if early:
                raise early
            if token != self._stage.world.identity.token:
                raise Refusal(401, "Unauthorized")
            answer = await self._played(name, fields, files, line)
            if fault and fault.refusal:
                raise fault.refusal
        except Refusal as refusal:
            return self._refused(refusal, line)
        except Exception as error:
            _LOG.exception("the sandbox itself failed at %s", name)
            return self._refused(Refusal(500, f"Sandbox: its own mistake: {error!r}"), line)
        return {"ok": True, "result": answer}

    def _refused(self, refusal: Refusal, line: Line) -> dict[str, Any]:
        line |= {"ok": False, "error": refusal.description}
        return refusal.body()

    async def _played(self, name: str, fields: Fields, files: Mapping[str, Upload], line: Line) -> Any:
        call = judge(name, fields, files)
        line["method"] = call.method
        line["warnings"] = call.warnings
        answer = play_of(call.method)(self._stage, call)
        if asyncio.iscoroutine(answer):
            answer = await answer
        if self._stage.world.strict and call.method != "getUpdates":  # updates are checked when they are made
            check_answer(call.method, answer)
        line["empty"] = answer == []
        return answer

    def _fault(self, name: str, line: Line) -> Fault | None:
        """Polling goes on under faults, unless they name it."""
        faults = self._stage.world.faults
        if not faults.all:
            return None
        if name.lower() == "getupdates" and not any(fault.method for fault in faults.all):
            return None
        return faults.strike(name, line["chat"], line["text"])

    def _line(self, name: str, fields: Fields) -> Line:
        text = str(fields.get("text") or fields.get("caption") or "")
        return {"method": name, "chat": fields.get("chat_id"), "text": text, "ok": True, "error": "", "warnings": []}

    def _log(self, line: Line, began: float, *, error: str = "") -> None:
        if line.pop("empty", False) and not error:
            return
        world = self._stage.world
        line["ok"] = line["ok"] and not error
        line["error"] = line["error"] or error
        line["ms"] = round((time.perf_counter() - began) * 1000, 2)
        world.log(line, _TEXT_SHOWN)


async def _read(scope: Scope, receive: Receive) -> tuple[Fields, dict[str, Upload]]:
    """The parameters, from the address, a form, a multipart body or JSON, and the files."""
    request = Request(scope, receive)
    fields: Fields = dict(parse_qsl(scope["query_string"].decode(), keep_blank_values=True))
    kind = request.headers.get("content-type", "")
    if kind.startswith("multipart/form-data"):
        return await _read_multipart(request, fields)
    body = await request.body()
    if kind.startswith("application/json"):
        try:
            given = json.loads(body or b"{}")
        except ValueError:
            given = {}
        return fields | (given if isinstance(given, dict) else {}), {}
    return fields | dict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True)), {}


async def _read_multipart(request: Request, fields: Fields) -> tuple[Fields, dict[str, Upload]]:
    files: dict[str, Upload] = {}
    async with request.form(max_part_size=16 * 1024 * 1024) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                mime = value.content_type or "application/octet-stream"
                files[name] = Upload(value.filename or name, await value.read(), mime)
            else:
                fields[name] = value
    return fields, files


async def _respond(send: Send, body: dict[str, Any], *, broken: bool) -> None:
    content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    if broken:
        content = content[: len(content) // 2]
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(content)).encode())]
    await send({"type": "http.response.start", "status": body.get("error_code", 200), "headers": headers})
    await send({"type": "http.response.body", "body": content})


async def _cut(send: Send) -> None:
    """Promises an answer and gives none: the server closes the connection, and the bot cannot know what happened."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
