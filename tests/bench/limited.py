"""A Bot API that answers after a latency and refuses whoever sends more than so many messages in any second; a process
of its own, with as little work as a server can do: `python -m tests.bench.limited`, then its port is on its output.

`GET /begin?rate=30&latency=0.05` starts a run; `GET /end` tells how it went. Stricter than Telegram, whose real rule is
not public: refused calls do not count, but the window slides.
"""

import asyncio
import contextlib
import json
import os
import sys
from collections import deque
from collections.abc import Callable, Mapping
from urllib.parse import parse_qsl, urlsplit

HEAD = "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
MESSAGE = {
    "date": 1_800_000_000,
    "chat": {"id": 1, "type": "private", "first_name": "Ann"},
    "from": {"id": 42, "is_bot": True, "first_name": "Okaeri", "username": "okaeri_bot"},
    "text": "Two for one until eight: rolls with salmon, tuna and eel. Come by, or order as always.",
    "entities": [{"type": "bold", "offset": 0, "length": 11}],
}
PULSE = 0.002
BOT = {"id": 42, "is_bot": True, "first_name": "Okaeri", "username": "okaeri_bot"}


class Run:
    """What was asked since it began."""

    def __init__(self, rate: float = 1e9, latency: float = 0.0) -> None:
        self.rate, self.latency = rate, latency
        self.window: deque[float] = deque()
        self.moments: list[float] = []
        self.refused = self.paid = self.number = 0
        self.stalled = 0.0

    def takes(self, now: float) -> bool:
        while self.window and self.window[0] <= now - 1:
            self.window.popleft()
        if len(self.window) >= self.rate:
            self.refused += 1
            return False
        self.window.append(now)
        self.moments.append(now)
        return True

    def told(self) -> dict[str, float]:
        seconds = self.moments[-1] - self.moments[0] if len(self.moments) > 1 else 0.0
        counted = {"sent": len(self.moments), "refused": self.refused, "paid": self.paid}
        return {**counted, "seconds": seconds, "stalled": self.stalled}


class Server:
    """The runs, one after the other."""

    def __init__(self) -> None:
        self.run = Run()

    def answer(self, path: str, body: bytes, now: float) -> tuple[float, bytes]:
        """After how long, and with which answer."""
        asked = urlsplit(path)
        if asked.path == "/begin":
            self.run = Run(**{name: float(value) for name, value in parse_qsl(asked.query)})
            return 0, _http("200 OK", {})
        if asked.path == "/end":
            return 0, _http("200 OK", self.run.told())
        return self.run.latency, self._called(asked.path, body, now)

    def _called(self, path: str, body: bytes, now: float) -> bytes:
        if path.endswith("getMe"):
            return _http("200 OK", {"ok": True, "result": BOT})
        if not path.endswith(("sendMessage", "copyMessage")):
            return _http("200 OK", {"ok": True, "result": True})
        if not self.run.takes(now):
            words = {"error_code": 429, "description": "Too Many Requests: retry after 1"}
            return _http("429 Too Many Requests", {"ok": False, **words, "parameters": {"retry_after": 1}})
        self.run.paid += b"allow_paid_broadcast" in body
        self.run.number += 1
        return _http("200 OK", {"ok": True, "result": {"message_id": self.run.number, **MESSAGE}})


class Talk(asyncio.Protocol):
    """One connection, kept alive; a request's body comes with its length."""

    def __init__(self, server: Server) -> None:
        self.server, self.buffer = server, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while b"\r\n\r\n" in self.buffer:
            head, _, rest = self.buffer.partition(b"\r\n\r\n")
            lines = head.lower().split(b"\r\n")
            length = next((int(line[15:]) for line in lines if line.startswith(b"content-length:")), 0)
            if len(rest) < length:
                return
            body, self.buffer = rest[:length], rest[length:]
            loop = asyncio.get_running_loop()
            seconds, answer = self.server.answer(head.split(b" ", 2)[1].decode(), body, loop.time())
            loop.call_later(seconds, self._write, answer)

    def _write(self, answer: bytes) -> None:
        if not self.transport.is_closing():
            self.transport.write(answer)


def _http(status: str, answer: Mapping[str, object]) -> bytes:
    content = json.dumps(answer).encode()
    return HEAD.format(status=status, length=len(content)).encode() + content


async def _feel(server: Server) -> None:
    """For how long at most the machine kept us from counting: what came meanwhile seems to have come at once."""
    loop = asyncio.get_running_loop()
    while True:
        before = loop.time()
        await asyncio.sleep(PULSE)
        server.run.stalled = max(server.run.stalled, loop.time() - before - PULSE)


async def serve(ready: Callable[[int], None]) -> None:
    server = Server()
    listening = await asyncio.get_running_loop().create_server(lambda: Talk(server), "127.0.0.1", 0)
    feeling = asyncio.create_task(_feel(server))
    ready(listening.sockets[0].getsockname()[1])
    await asyncio.gather(listening.serve_forever(), feeling)


def _say(port: int) -> None:
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    with contextlib.suppress(PermissionError):
        os.nice(-15)  # Telegram does not wait for our processor
    asyncio.run(serve(_say))
