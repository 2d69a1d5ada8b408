"""python -m bot: run (the default), sandbox, migrate, seed, doctor, verify, owner add, import, export."""

import argparse
import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

from bot import doctor as examination
from bot import logs
from bot.clock import SystemClock
from bot.move_in import options
from bot.settings import BadSettings, Settings, load, person_ids
from db.migrations import run as migrations
from db.migrations.run import NotMigrated, SchemaTooNew
from db.session import AlreadyRunning, Database, DatabaseUnfit, claim_file

TAMPERED, USAGE, SCHEMA, UNREADABLE, RUNNING, CONFIGURATION, INTERRUPTED = (
    1,
    64,
    65,
    66,
    75,
    78,
    130,
)  # sysexits.h's from 64 on
Command = Callable[[Settings, argparse.Namespace], Coroutine[Any, Any, int]]


async def run(settings: Settings, asked: argparse.Namespace) -> int:
    """With a BOT_TOKEN the bot at Telegram, without one the sandbox."""
    if not settings.bot_token:
        return await sandbox(settings, asked)
    async with _alone(settings):
        from bot import run as running

        return await running.with_telegram(settings)


async def sandbox(settings: Settings, asked: argparse.Namespace) -> int:
    settings = settings.in_the_sandbox()
    async with _alone(settings):
        from bot import run as running

        return await running.sandbox(settings)


async def migrate(settings: Settings, asked: argparse.Namespace) -> int:
    async with _alone(settings):
        await migrations.migrate(settings.database)
    return _say(f"The database is at revision {migrations.head()}.")


async def seed(settings: Settings, asked: argparse.Namespace) -> int:
    from bot.seed import plant, remove

    settings = settings.in_the_sandbox()
    async with _alone(settings):
        return _say(await (remove(settings) if asked.remove else plant(settings)))


async def doctor(settings: Settings, asked: argparse.Namespace) -> int:
    return _complain(await examination.examine(settings)) or _say("All is well.")


async def verify(settings: Settings, asked: argparse.Namespace) -> int:
    from bot.usecases import books

    async with _connected(settings) as db:
        report = await books.verify(db)
    return _complain(report.problems, TAMPERED) or _say(report.summary)


async def owner(settings: Settings, asked: argparse.Namespace) -> int:
    """Works beside a running bot; a database that is not there yet is made first."""
    from bot.usecases import staff

    try:
        async with _connected(settings) as db:
            new = await staff.ensure_owners(db, {asked.id}, at=SystemClock().now(), restore=True)
    except NotMigrated:
        await migrate(settings, asked)
        return await owner(settings, asked)
    return _say(f"{asked.id} is an owner now." if new else f"{asked.id} is an owner already.")


async def bring_in(settings: Settings, asked: argparse.Namespace) -> int:
    """Works beside a running bot: each page of the list is a transaction of its own."""
    from bot.move_in import command

    async with _connected(settings) as db:
        return _complain(await command.bring_in(db, asked), UNREADABLE)


async def take_out(settings: Settings, asked: argparse.Namespace) -> int:
    from bot.move_in import command

    async with _connected(settings) as db:
        return _complain(await command.take_out(db, asked), UNREADABLE)


@contextlib.asynccontextmanager
async def _alone(settings: Settings) -> AsyncIterator[None]:
    """Within the block everything is fit, and on a SQLite file no other process works. Raises AlreadyRunning."""
    await examination.before_start(settings)
    with claim_file(settings.database) or contextlib.nullcontext():
        yield


@contextlib.asynccontextmanager
async def _connected(settings: Settings) -> AsyncIterator[Database]:
    """The database as it stands. Raises NotMigrated where there is work for `migrate` first."""
    await examination.before_start(settings)
    if not settings.exists:
        raise NotMigrated(None)
    db = Database.connect(settings.database)
    try:
        await migrations.ready(db)
        yield db
    finally:
        await db.close()


COMMANDS: dict[str, Command] = {
    "run": run,
    "sandbox": sandbox,
    "migrate": migrate,
    "seed": seed,
    "doctor": doctor,
    "verify": verify,
    "owner": owner,
    "import": bring_in,
    "export": take_out,
}


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="python -m bot", description="Okaeri, the loyalty programme.")
    of = made.add_subparsers(dest="command")
    of.add_parser("run", help="the bot: at Telegram with a BOT_TOKEN, else in the sandbox (the default)")
    of.add_parser("sandbox", help="a page with phones to play the whole story on, no token needed")
    of.add_parser("migrate", help="bring the database to the newest schema")
    planting = of.add_parser("seed", help="a demo shop with members, orders and history, for the sandbox")
    planting.add_argument("--remove", action="store_true", help="take the demo shop away again")
    of.add_parser("doctor", help="every wrong setting at once, a sentence each")
    of.add_parser("verify", help="derive balances, lots, holds and chains anew, and name the first bad row")
    adding = of.add_parser("owner", help="who may set the shop up").add_subparsers(dest="act", required=True)
    adding.add_parser("add", help="make a Telegram id an owner").add_argument("id", type=_person)
    options.add(of)
    return made


def _person(text: str) -> int:
    """One id, judged as OWNER_IDS is."""
    try:
        (found,) = person_ids(text)
    except ValueError as wrong:
        raise argparse.ArgumentTypeError(str(wrong)) from None
    return found


def main(arguments: list[str] | None = None) -> int:
    """Runs the command; returns the exit code."""
    try:
        asked = parser().parse_args(arguments)
    except SystemExit as stopped:
        return USAGE if stopped.code else 0
    try:
        settings = load()
        logs.set_up(settings.log_level, known=settings.secrets)
        return asyncio.run(COMMANDS[asked.command or "run"](settings, asked))
    except BadSettings as bad:
        return _complain(bad.sentences)
    except DatabaseUnfit as unfit:
        return _complain([str(unfit)])
    except (SchemaTooNew, NotMigrated) as schema:
        return _complain([str(schema)], SCHEMA)
    except AlreadyRunning as other:
        return _complain([str(other)], RUNNING)
    except KeyboardInterrupt:
        return INTERRUPTED


def _say(sentence: str) -> int:
    sys.stdout.write(f"{sentence}\n")
    return 0


def _complain(sentences: list[str], code: int = CONFIGURATION) -> int:
    for sentence in sentences:
        sys.stderr.write(f"{sentence}\n")
    return code if sentences else 0


if __name__ == "__main__":
    sys.exit(main())
