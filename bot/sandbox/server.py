"""The sandbox as one ASGI application: the Bot API, the files, ``/sim`` and the page with the phones.

An honest stand-in, with limits it admits: only private chats live here; limits that Telegram keeps to its servers are
played where they are known; flood numbers are not published, so pace limits are off until set; a webhook may be
``http`` on the loopback, which Telegram would refuse; markdown and methods marked 501 are judged but not played.
"""

import importlib
import pkgutil
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.staticfiles import StaticFiles

import bot.sandbox.methods
from bot.clock import MovableClock
from bot.sandbox.docs import docs_page
from bot.sandbox.honesty import check_update
from bot.sandbox.methods import Stage
from bot.sandbox.phones import Impossible
from bot.sandbox.records import Identity, Person
from bot.sandbox.refusal import Refusal
from bot.sandbox.sim import control, people
from bot.sandbox.webhook import Webhook
from bot.sandbox.wire import BotApi
from bot.sandbox.world import World

PAGE = Path(__file__).parent / "page"

for _module in pkgutil.iter_modules(bot.sandbox.methods.__path__):
    importlib.import_module(f"{bot.sandbox.methods.__name__}.{_module.name}")


def build_sandbox(
    clock: MovableClock,
    *,
    token: str,
    username: str,
    people: Sequence[Person],
    pulse: Callable[[], float] = time.monotonic,
    first: int = 0,
) -> FastAPI:
    """The application; it speaks to one bot and begins with *people*.

    *clock* is the time in messages; *pulse* (seconds, only differences matter) measures what real time measures at
    Telegram: how long a press may wait, how fast messages come. Updates and messages are numbered on from *first*: a
    bot that remembers those of an earlier run needs another one each time.
    ``app.state.on_reset`` takes async callables that run after a reset; ``app.state.close()`` lets all waiting go.
    """
    world = World(clock, Identity(token, username), people, pulse, first)
    webhook = Webhook(world.mailbox)

    def close() -> None:
        world.close()
        webhook.remove()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        close()

    app = FastAPI(title="Sandbox", docs_url=None, redoc_url=None, openapi_url="/sim/openapi.json", lifespan=lifespan)
    app.state.world, app.state.on_reset, app.state.close = world, [], close
    _lay_out(app, Stage(world, webhook))
    return app


def make_strict(app: FastAPI) -> FastAPI:
    """From now on every answer and update must fit aiogram's models, or the call fails loudly: for tests."""
    world: World = app.state.world
    world.strict, world.mailbox.check = True, check_update
    return app


def _lay_out(app: FastAPI, stage: Stage) -> None:
    app.router.routes.append(Route("/bot{token}/{method}", BotApi(stage)))
    app.add_api_route("/file/bot{token}/{path:path}", _download, include_in_schema=False)
    app.include_router(people.router)
    app.include_router(control.router)
    app.add_api_route("/sim/docs", _docs, include_in_schema=False, response_class=HTMLResponse)
    app.add_api_route("/", _page, include_in_schema=False)
    app.mount("/page", StaticFiles(directory=PAGE), name="page")
    app.add_exception_handler(Impossible, _impossible)
    app.add_exception_handler(Refusal, _impossible)


async def _page() -> Response:
    return FileResponse(PAGE / "index.html", headers={"Cache-Control": "no-cache"})


async def _docs(request: Request) -> Response:
    return HTMLResponse(docs_page(request.app.openapi()))


async def _download(token: str, path: str, request: Request) -> Response:
    """``/file/bot<token>/<file_path>``, as ``getFile`` announced it."""
    world: World = request.app.state.world
    if token != world.identity.token:
        return JSONResponse(Refusal(401, "Unauthorized").body(), 401)
    file = next((file for file in world.files.values() if file.path == path), None)
    if file is None:
        return JSONResponse(Refusal(404, "Not Found").body(), 404)
    return Response(file.content, media_type=file.mime)


async def _impossible(_: Request, error: Exception) -> Response:
    said = error.description if isinstance(error, Refusal) else str(error)
    return JSONResponse({"detail": said}, 409)


__all__ = ["Person", "build_sandbox", "make_strict"]
