"""Telegram for tests: a real Bot API server on the loopback, and people who speak to the bot in whole sentences.

Everything goes over HTTP, so the same test runs against a sandbox in another process: ``FakeTelegram.at(url)``.
"""

import asyncio
import contextlib
import itertools
import socket
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Any, Self

import aiohttp
import uvicorn

from bot.clock import MovableClock
from bot.sandbox.records import Person as Resident
from bot.sandbox.server import build_sandbox, make_strict
from tests.support.people import Person, Screen

Json = dict[str, Any]

TOKEN = "42:sandbox"
USERNAME = "okaeri_test_bot"

_ids = itertools.count(5_000_001)


class QuietServer(uvicorn.Server):
    """A server inside the test's own loop: it takes no signals, tells when it listens, stops at once."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listens = asyncio.Event()
        self.stops = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listens.set()

    async def main_loop(self) -> None:
        await self.on_tick(0)
        await self.stops.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Without uvicorn's polite tenth of a second: a suite starts hundreds of these."""
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        if self.server_state.tasks:
            await asyncio.wait(self.server_state.tasks, timeout=1)
        await self.lifespan.shutdown()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class FakeTelegram:
    """``async with FakeTelegram() as tg``: the server runs until the block ends."""

    def __init__(
        self,
        *,
        clock: MovableClock | None = None,
        people: tuple[Resident, ...] = (),
        pulse: Callable[[], float] | None = None,
        strict: bool = True,
        token: str = TOKEN,
    ) -> None:
        self.token, self.username = token, USERNAME
        self.clock = clock or MovableClock()
        extra = {"pulse": pulse} if pulse else {}
        self.app: Any = build_sandbox(self.clock, token=token, username=USERNAME, people=people, **extra)
        if strict:
            make_strict(self.app)
        self.url = ""

    @classmethod
    def at(cls, url: str, *, token: str = TOKEN, username: str = USERNAME) -> Self:
        """The same for a sandbox that already runs at *url*; its clock is moved by ``moves_clock`` only."""
        tg = cls.__new__(cls)
        tg.url, tg.token, tg.username, tg.app = url.rstrip("/"), token, username, None
        tg.clock = MovableClock()
        return tg

    async def __aenter__(self) -> Self:
        if self.app is not None:
            await self._listen()
        self._http = aiohttp.ClientSession()
        return self

    async def _listen(self) -> None:
        # With the protocol named: asyncio turns Nagle off only then, and each answer comes 40 ms sooner.
        door = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        door.bind(("127.0.0.1", 0))
        config = uvicorn.Config(self.app, log_config=None, access_log=False)
        self._server = QuietServer(config)
        self._running = asyncio.create_task(self._server.serve(sockets=[door]))
        await self._server.listens.wait()
        self.url = f"http://127.0.0.1:{door.getsockname()[1]}"

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.close()
        if self.app is not None:
            self.app.state.close()
            self._server.stops.set()
            await self._running

    # The wire

    async def get(self, path: str, **query: Any) -> Any:
        """``GET /sim/<path>``."""
        params = {key: str(value) for key, value in query.items() if value is not None}
        async with self._http.get(f"{self.url}/sim/{path}", params=params) as answer:
            return await self._read(answer)

    async def post(self, path: str, **body: Any) -> Any:
        """``POST /sim/<path>``; raises ``AssertionError`` with the sandbox's reason when it cannot be done."""
        async with self._http.post(f"{self.url}/sim/{path}", json=body) as answer:
            return await self._read(answer)

    async def _read(self, answer: aiohttp.ClientResponse) -> Any:
        content = await answer.json(content_type=None)
        if answer.status >= 400:
            raise AssertionError(content.get("detail", content))
        return content

    async def download(self, path: str) -> bytes:
        """The bytes behind a picture or document of a chat."""
        async with self._http.get(self.url + path) as answer:
            assert answer.status == 200, f"{path}: {answer.status}"
            return await answer.read()

    async def call(self, method: str, **fields: Any) -> tuple[int, Json]:
        """A Bot API call made by hand: (HTTP status, answer)."""
        async with self._http.post(f"{self.url}/bot{self.token}/{method}", json=fields) as answer:
            return answer.status, await answer.json(content_type=None)

    # People

    def person(
        self, name: str, *, language: str = "en", note: str = "customer", user_id: int | None = None, phone: str = ""
    ) -> Person:
        """Somebody new with a phone; they are known here, and to the bot once they write."""
        body = {"name": name, "language": language, "note": note, "phone": phone}
        return Person(self, user_id or next(_ids), name, body)

    async def somebody(self, name: str) -> Person:
        """A person who is already there, by name."""
        for found in await self.get("users"):
            if found["name"] == name:
                return Person(self, found["id"], name, None)
        raise AssertionError(f"nobody here is called {name}")

    def link(self, payload: str) -> str:
        """A deep link to the bot."""
        return f"https://t.me/{self.username}?start={payload}"

    # The stage

    async def calls(self, method: str | None = None, chat: Person | int | None = None, after: int = 0) -> list[Json]:
        """The log of Bot API calls."""
        number = chat.id if isinstance(chat, Person) else chat
        found: list[Json] = await self.get("calls", method=method, chat=number, after=after)
        return found

    async def deliveries(self, chat: Person | int | None = None, text: str = "", at_least: int = 1) -> list[Json]:
        """How often each text arrived in each chat."""
        number = chat.id if isinstance(chat, Person) else chat
        found: list[Json] = await self.get("deliveries", chat=number, text=text, at_least=at_least)
        return found

    async def fail(self, kind: str, **how: Any) -> Json:
        """From now on calls go wrong: see ``/sim/faults`` for *how* (count, method, chat, text, seconds …)."""
        fault: Json = await self.post("faults", kind=kind, **how)
        return fault

    async def heals(self) -> None:
        """No more faults."""
        async with self._http.delete(f"{self.url}/sim/faults"):
            pass

    async def limits(self, per_second: int | None = None, per_chat_per_second: int | None = None) -> None:
        await self.post("limits", per_second=per_second, per_chat_per_second=per_chat_per_second)

    async def moves_clock(self, *, seconds: float = 0, days: float = 0) -> None:
        await self.post("clock", advance_seconds=seconds, advance_days=days)

    async def redelivers(self, count: int = 1) -> list[int]:
        """The last confirmed updates come again; their ids."""
        answer = await self.post("redeliver", count=count)
        ids: list[int] = answer["update_ids"]
        return ids

    async def sends_raw(self, update: Json) -> Json:
        """Any update, as it is."""
        sent: Json = await self.post("raw", **update)
        return sent


__all__ = ["FakeTelegram", "Person", "Resident", "Screen"]
