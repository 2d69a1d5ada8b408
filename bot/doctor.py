"""`python -m bot doctor`: everything that is wrong with the settings and the machine, all at once, a sentence each."""

import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.settings import BadSettings, Settings, load
from db.migrations import run as migrations
from db.session import Database, DatabaseUnfit, now

FREE_BYTES = 500_000_000
CLOCK_SECONDS = 60
OLDEST_SQLITE = (3, 35, 0)  # RETURNING


async def examine(env_file: str | None = ".env") -> list[str]:
    """One sentence for each thing that is wrong; an empty list when the bot can start."""
    try:
        settings = load(env_file)
    except BadSettings as bad:
        return bad.sentences
    return [*_machine(settings), *await _database(settings)]


def _machine(settings: Settings) -> list[str]:
    found = []
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        found.append("SQLite 3.35 or newer is needed.")
    folder = _existing(settings.data_dir)
    if not _writable(folder):
        found.append(f"DATA_DIR: {settings.data_dir} can't be written to.")
    elif shutil.disk_usage(folder).free < FREE_BYTES:
        found.append(f"DATA_DIR: less than 500 MB are free on the disk of {settings.data_dir}.")
    ZoneInfo(settings.tz)
    return found


async def _database(settings: Settings) -> list[str]:
    if settings.database.startswith("sqlite") and not settings.database_url and not settings.data_dir.exists():
        return []  # made at the first start
    db = Database.connect(settings.database)
    try:
        await db.self_test()
        async with db.read() as session:
            apart = abs((await now(session) - datetime.now(UTC)).total_seconds())
        if apart > CLOCK_SECONDS:
            return [f"The database's clock and this machine's are {apart:.0f} seconds apart."]
        return await _schema(db)
    except DatabaseUnfit as unfit:
        return [str(unfit)]
    except Exception as error:  # whatever the driver raises: the sentence must name the setting, never the password
        return [f"DATABASE_URL: the database does not answer ({type(error).__name__})."]
    finally:
        await db.close()


async def _schema(db: Database) -> list[str]:
    at = await migrations.current(db)
    return [str(migrations.SchemaTooNew(at))] if at and not migrations.known(at) else []


def _existing(folder: Path) -> Path:
    folder = folder.absolute()
    while not folder.exists():
        folder = folder.parent
    return folder


def _writable(folder: Path) -> bool:
    probe = folder / ".okaeri-probe"
    try:
        probe.touch()
        probe.unlink()
    except OSError:
        return False
    return True
