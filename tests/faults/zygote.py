"""A process that has imported the bot and does nothing but fork: each fork is a real run of the bot, quick to start and
to be killed. Orders come by standard input, a JSON list a line: [what, database, telegram or first day, its name]."""

import asyncio
import contextlib
import json
import os
import signal
import sys
from datetime import datetime, timedelta

import structlog
from aiohttp import web

from bot.clock import SystemClock
from bot.i18n import Catalogue
from bot.intake.poller import Manners, Poller
from bot.intake.workers import Intake, Patience
from bot.sender.delivery import Means
from bot.sender.gate import Gate
from bot.sender.pace import Pace
from bot.sender.worker import Sender
from bot.telegram import notices
from bot.telegram.presenter import Presenter
from bot.telegram.screen import Screen
from bot.usecases import automation_rounds
from db.session import Database, TryAgain
from tests.support import shop

CATALOGUE = Catalogue.load()
PATIENCE = Patience(claim=timedelta(seconds=1))
notices.WORDINGS["test.said"] = lambda reader, facts: Screen(str(facts["said"]))


async def poll(database: str, telegram: str, _run: str) -> None:
    """Updates by getUpdates."""
    async with shop.a_bot(telegram) as bot:
        db = Database.connect(database)
        intake = Intake(db, bot, shop.counting(db), SystemClock(), patience=PATIENCE)
        poller = Poller(bot, intake.take, vitals=intake.vitals, manners=Manners(first=0.1, aside=0.2))
        await intake.resume()
        await asyncio.gather(intake.run(), poller.run())


async def listen(database: str, port: str, _run: str) -> None:
    """Updates pushed to us, as by a webhook: 200 only when they are kept."""
    async with shop.a_bot() as bot:
        db = Database.connect(database)
        intake = Intake(db, bot, shop.counting(db), SystemClock(), patience=PATIENCE)

        async def keep(request: web.Request) -> web.Response:
            await intake.take([await request.json()])
            return web.Response()

        await intake.resume()
        door = web.Application()
        door.router.add_post("/", keep)
        runner = web.AppRunner(door, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", int(port), reuse_address=True).start()
        await intake.run()


async def send(database: str, telegram: str, run: str) -> None:
    """Everything in the outbox, as fast as it goes."""
    async with shop.a_bot(telegram) as bot:
        db = Database.connect(database)
        gate = Gate(Pace(5000))
        bot.session.middleware(gate)
        await Sender(Means(db, SystemClock(), Presenter(bot), CATALOGUE, gate), owner=run, ttl=1).run()


async def ring(database: str, first: str, _run: str) -> None:
    """The bell of each of forty days, one after the other, as fast as it goes; then silence."""
    db, at = Database.connect(database), datetime.fromisoformat(first)
    for day in range(40):
        with contextlib.suppress(TryAgain):  # the next bell looks again
            await automation_rounds.fire_due(db, at + timedelta(days=day))
    await asyncio.Event().wait()


DEEDS = {"poll": poll, "listen": listen, "send": send, "ring": ring}


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead are not waited for
    for line in sys.stdin:
        what, *given = json.loads(line)
        pid = os.fork()
        if pid == 0:
            asyncio.run(DEEDS[what](*given))
            os._exit(0)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
