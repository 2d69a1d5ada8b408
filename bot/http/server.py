"""The one HTTP server of the process: health and metrics, the webhook, and in the sandbox the page with the phones."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator

import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp


class Server(uvicorn.Server):
    """uvicorn, without its own signal handlers: it would raise SIGTERM again after its stop and cut ours short."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.asynccontextmanager
async def serving(app: ASGIApp, host: str, port: int) -> AsyncIterator[int]:
    """Serves *app* within the block; yields the port it listens on (a free one was chosen when *port* is 0).

    Raises OSError when the address is taken.
    """
    config = uvicorn.Config(app, host=host, port=port, log_config=None, access_log=False, lifespan="off")
    config.load()
    server = Server(config)
    listening = config.bind_socket()
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # inherited; without it every answer waits 40 ms
    task = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        while not server.started:
            if task.done():
                task.result()
            await asyncio.sleep(0.01)
        yield listening.getsockname()[1]
    finally:
        server.should_exit = True
        server.force_exit = True
        await task


def application() -> FastAPI:
    """An empty application with the project's name on its documentation page."""
    return FastAPI(title="Okaeri", description="The loyalty programme that lives in a Telegram bot.", version="1")
