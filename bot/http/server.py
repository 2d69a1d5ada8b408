"""The one HTTP server of the process: health and metrics, the webhook, and in the sandbox the page with the phones."""

import asyncio
import contextlib
import errno
import socket
from collections.abc import AsyncIterator, Iterator
from typing import Any

import uvicorn
from fastapi import FastAPI
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp

from bot.http.api import bodies, problems
from bot.http.docs import page
from bot.i18n import Catalogue
from bot.settings import BadSettings

MANNERS: dict[str, Any] = {
    "log_config": None,
    "access_log": False,
    "lifespan": "off",
    "proxy_headers": False,  # who calls is proved by a secret, never by X-Forwarded-For
    "timeout_keep_alive": 75,  # seconds; Telegram keeps its connections open
    "timeout_graceful_shutdown": 2,
}


class Server(uvicorn.Server):
    """uvicorn, without its own signal handlers: it would raise SIGTERM again after its stop and cut ours short."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.asynccontextmanager
async def serving(app: ASGIApp, host: str, port: int) -> AsyncIterator[int]:
    """Serves *app* within the block; yields the port it listens on (a free one was chosen when *port* is 0).

    Raises BadSettings when the address cannot be had.
    """
    listening = _door(host, port)
    server = Server(uvicorn.Config(app, **MANNERS))
    task = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        while not server.started:
            if task.done():
                task.result()
            await asyncio.sleep(0.01)
        yield listening.getsockname()[1]
    finally:
        server.should_exit = True
        await task


def application(catalogue: Catalogue | None = None) -> FastAPI:
    """An empty application; /openapi.json and /docs describe whatever is put into it."""
    said = "The loyalty programme that lives in a Telegram bot."
    made = FastAPI(title="Okaeri", description=said, version="1", docs_url=None, redoc_url=None)
    made.state.demo = {}  # the sandbox's own keys by scope

    @made.get("/docs", include_in_schema=False)
    async def docs() -> HTMLResponse:
        return HTMLResponse(page(made.openapi(), made.state.demo, problems.sentences()))

    made.add_middleware(bodies.Weighed)
    problems.install(made, catalogue or Catalogue.load())
    return made


def _door(host: str, port: int) -> socket.socket:
    """With the protocol named: asyncio turns Nagle off only then, and each answer comes 40 ms sooner."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    door = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((host, port))
        door.listen(1024)
    except OSError as error:
        door.close()
        raise BadSettings([_sentence(error, host, port)]) from None
    return door


def _sentence(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"HTTP_PORT: port {port} is taken by another program; choose another one, or 0 for any."
    if error.errno == errno.EACCES:
        return f"HTTP_PORT: port {port} may not be used without special rights; choose one above 1024."
    return f"HTTP_HOST: “{host}” is not an address of this machine."
