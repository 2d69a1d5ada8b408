"""The sandbox alone, in its own process: ``python -m bot.sandbox --port 8081``."""

import argparse
import asyncio
import logging
import secrets
import sys

import uvicorn

from bot.clock import MovableClock
from bot.sandbox.records import Person
from bot.sandbox.server import build_sandbox

PEOPLE = (
    Person(1001, "Ann", "en", "customer"),
    Person(1002, "Bob", "pl", "customer"),
    Person(1003, "Carl", "ru", "courier"),
    Person(1004, "Olga", "ru", "owner"),
)


class Server(uvicorn.Server):
    """Says where it listens once it does; lets the waiting go before it stops."""

    async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        await super().startup()
        if self.started:
            port = self.servers[0].sockets[0].getsockname()[1]
            sys.stdout.write(f"sandbox: http://127.0.0.1:{port}\n")
            sys.stdout.flush()

    async def shutdown(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        self.config.app.state.close()  # type: ignore[union-attr]
        await super().shutdown()


def main() -> None:
    """Runs until it is told to stop; only this computer can reach it."""
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=8081, help="0 takes a free one (default: 8081)")
    parser.add_argument("--token", default="1:sandbox")
    parser.add_argument("--username", default="okaeri_sandbox_bot")
    asked = parser.parse_args()
    first = secrets.randbelow(1_000_000_000)
    app = build_sandbox(MovableClock(), token=asked.token, username=asked.username, people=PEOPLE, first=first)
    config = uvicorn.Config(app, host="127.0.0.1", port=asked.port, log_level=logging.WARNING, access_log=False)
    asyncio.run(Server(config).serve())


if __name__ == "__main__":
    main()
