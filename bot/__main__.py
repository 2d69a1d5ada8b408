"""python -m bot: run (the default), sandbox, migrate, seed, doctor, verify, owner add."""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from bot import logs
from bot.settings import BadSettings, Settings, load

USAGE, SCHEMA, RUNNING, CONFIGURATION = 64, 65, 75, 78  # exit codes, as sysexits.h has them
Command = Callable[[Settings, argparse.Namespace], Awaitable[int]]


async def run(settings: Settings, asked: argparse.Namespace) -> int:
    """With a BOT_TOKEN the bot at Telegram, without one the sandbox."""
    from bot import run as running

    await (running.with_telegram(settings) if settings.bot_token else running.sandbox(settings))
    return 0


async def sandbox(settings: Settings, asked: argparse.Namespace) -> int:
    from bot import run as running

    await running.sandbox(settings)
    return 0


async def migrate(settings: Settings, asked: argparse.Namespace) -> int:
    from db.migrations.run import head
    from db.migrations.run import migrate as bring_up

    settings.data_dir.mkdir(parents=True, exist_ok=True)
    await bring_up(settings.database)
    return _say(f"The database is at revision {head()}.")


async def seed(settings: Settings, asked: argparse.Namespace) -> int:
    from bot.seed import plant, remove

    return _say(await (remove(settings) if asked.remove else plant(settings)))


async def doctor(settings: Settings, asked: argparse.Namespace) -> int:
    from bot.doctor import examine

    return _complain(await examine()) or _say("All is well.")


async def verify(settings: Settings, asked: argparse.Namespace) -> int:
    from bot.usecases import books

    report = await books.verify(settings.database)
    for sentence in report.problems:
        sys.stderr.write(f"{sentence}\n")
    return 1 if report.problems else _say(report.summary)


async def owner(settings: Settings, asked: argparse.Namespace) -> int:
    from bot.usecases import staff
    from db.session import Database

    db = Database.connect(settings.database)
    try:
        new = await staff.ensure_owners(db, {asked.id}, at=datetime.now(UTC), restore=True)
    finally:
        await db.close()
    return _say(f"{asked.id} is an owner now." if new else f"{asked.id} is an owner already, or can't be one.")


COMMANDS: dict[str, Command] = {
    "run": run,
    "sandbox": sandbox,
    "migrate": migrate,
    "seed": seed,
    "doctor": doctor,
    "verify": verify,
    "owner": owner,
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
    adding.add_parser("add", help="make a Telegram id an owner").add_argument("id", type=int)
    return made


def main(arguments: list[str] | None = None) -> int:
    """Runs the command; returns the exit code."""
    made = parser()
    try:
        asked = made.parse_args(arguments)
    except SystemExit as stopped:
        return USAGE if stopped.code else 0
    try:
        settings = load()
    except BadSettings as bad:
        return _complain(bad.sentences)
    logs.set_up(settings.log_level)
    try:
        return asyncio.run(_carried_out(COMMANDS[asked.command or "run"], settings, asked))
    except KeyboardInterrupt:
        return 0


async def _carried_out(command: Command, settings: Settings, asked: argparse.Namespace) -> int:
    from db.migrations.run import SchemaTooNew
    from db.session import AlreadyRunning, DatabaseUnfit

    try:
        return await command(settings, asked)
    except SchemaTooNew as newer:
        return _complain([str(newer)], SCHEMA)
    except AlreadyRunning as other:
        return _complain([str(other)], RUNNING)
    except DatabaseUnfit as unfit:
        return _complain([str(unfit)])
    except OSError as error:
        if error.errno in (98, 48):
            return _complain([f"HTTP_PORT: port {settings.http_port} is taken; choose another one."])
        raise


def _say(sentence: str) -> int:
    sys.stdout.write(f"{sentence}\n")
    return 0


def _complain(sentences: list[str], code: int = CONFIGURATION) -> int:
    for sentence in sentences:
        sys.stderr.write(f"{sentence}\n")
    return code if sentences else 0


if __name__ == "__main__":
    sys.exit(main())
