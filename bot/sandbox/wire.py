"""``/bot<token>/<method>`` over HTTP: reads what bots send, lets it be judged and played, answers as Telegram does."""

import asyncio
import json
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
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


@dataclass
class _Asked:
    """One call on its way: what came over the wire, what goes wrong with it, and its line in the log."""

    token: str
    name: str
    fields: Fields
    files: Mapping[str, Upload]
    began: float = field(default_factory=time.perf_counter)
    fault: Fault | None = None
    line: Line = field(default_factory=dict)

    def __post_init__(self) -> None:
        text = str(self.fields.get("text") or self.fields.get("caption") or "")
        chat = self.fields.get("chat_id")
        paid = str(self.fields.get("allow_paid_broadcast", "")).lower() == "true"
        self.line = {"method": self.name, "chat": chat, "text": text, "ok": True, "error": "", "warnings": []}
        self.line |= {"paid": True} if paid else {}

    @property
    def trouble(self) -> str:
        return self.fault.kind if self.fault else ""


class BotApi:
    """The ASGI application behind the bot's address."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        token, _, name = scope["path"].removeprefix("/bot").partition("/")
        asked = _Asked(unquote(token), name, *await _read(scope, receive))
        asked.fault = self._fault(asked)
        if asked.fault and asked.trouble == "slow":
            await asyncio.sleep(asked.fault.seconds)
        if asked.trouble == "drop_before":
            self._log(asked, error="connection cut before delivery")
            await _cut(send)
            return
        body = await self._body(asked)
        self._log(asked, error=f"sandbox fault: {asked.trouble}" if asked.trouble in _AFTER else "")
        if asked.trouble == "drop_after":
            await _cut(send)
        else:
            await _respond(send, body, broken=asked.trouble == "broken_json")

    async def _body(self, asked: _Asked) -> dict[str, Any]:
        """The whole answer as a dictionary, refusals included."""
        refusal = asked.fault.refusal if asked.fault else None
        try:
            if refusal and asked.trouble not in _AFTER:
                raise refusal
            if asked.token != self._stage.world.identity.token:
                raise Refusal(401, "Unauthorized")
            answer = await self._played(asked)
            if refusal:
                raise refusal
        except Refusal as said:
            return self._refused(asked, said)
        except Exception as error:
            _LOG.exception("the sandbox itself failed at %s", asked.name)
            return self._refused(asked, Refusal(500, f"Sandbox: its own mistake: {error!r}"))
        return {"ok": True, "result": answer}

    def _refused(self, asked: _Asked, refusal: Refusal) -> dict[str, Any]:
        asked.line |= {"ok": False, "error": refusal.description}
        return refusal.body()

    async def _played(self, asked: _Asked) -> Any:
        call = judge(asked.name, asked.fields, asked.files)
        asked.line |= {"method": call.method, "warnings": call.warnings}
        answer = play_of(call.method)(self._stage, call)
        if asyncio.iscoroutine(answer):
            answer = await answer
        if self._stage.world.strict and call.method != "getUpdates":  # updates are checked when they are made
            check_answer(call.method, answer)
        asked.line["empty"] = answer == []
        return answer

    def _fault(self, asked: _Asked) -> Fault | None:
        return self._stage.world.faults.strike(asked.name, asked.line["chat"], asked.line["text"])

    def _log(self, asked: _Asked, *, error: str = "") -> None:
        line = asked.line
        if line.pop("empty", False) and not error:
            return
        line["ok"] = line["ok"] and not error
        line["error"] = line["error"] or error
        line["ms"] = round((time.perf_counter() - asked.began) * 1000, 2)
        self._stage.world.log(line, _TEXT_SHOWN)


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
