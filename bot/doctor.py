"""`python -m bot doctor`: everything that is wrong with the settings and the machine, all at once, a sentence each."""

import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from bot.i18n import ENGLISH, LOCALES
from bot.settings import BadSettings, Settings
from bot.usecases import books
from db.address import dialect_of, understood
from db.migrations import run as migrations
from db.migrations.run import SchemaTooNew
from db.session import Database, DatabaseUnfit, now

FREE_BYTES = 500_000_000
CLOCK_SECONDS = 60
OLDEST_SQLITE = (3, 35, 0)  # RETURNING
# SQLite's locks are not kept there, or only sometimes: two processes would write at once.
FAR_AWAY = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "fuse.glusterfs", "ceph", "afs"}
MOUNTS = Path("/proc/mounts")


async def examine(settings: Settings) -> list[str]:
    """One sentence for each thing that is wrong; an empty list when the bot can start. Changes nothing."""
    found = _machine(settings)
    try:
        return [*found, *await _database(settings)]
    except SchemaTooNew as newer:
        return [*found, str(newer)]


async def before_start(settings: Settings) -> None:
    """Raises BadSettings with all that is wrong, or SchemaTooNew."""
    if found := [*_machine(settings), *await _database(settings)]:
        raise BadSettings(found)


def _machine(settings: Settings) -> list[str]:
    found = []
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        found.append("SQLite 3.35 or newer is needed.")
    if settings.default_language != ENGLISH and not (LOCALES / settings.default_language).is_dir():
        found.append(f"DEFAULT_LANGUAGE: there is no folder “{settings.default_language}” in locales.")
    folder = _existing(settings.data_dir)
    if not _writable(folder):
        found.append(f"DATA_DIR: {settings.data_dir} can't be written to.")
    elif shutil.disk_usage(folder).free < FREE_BYTES:
        found.append(f"DATA_DIR: less than 500 MB are free on the disk of {settings.data_dir}.")
    return found


async def _database(settings: Settings) -> list[str]:
    if far := _far_away(settings):
        return [far]
    if not settings.exists:
        return []  # made at the first start
    db = Database.connect(settings.database)
    try:
        await db.self_test()
        return [*await _clock(db), *await _contents(db, settings.bot_id)]
    except SchemaTooNew:
        raise
    except DatabaseUnfit as unfit:
        return [str(unfit)]
    except Exception as error:  # whatever the driver raises: the sentence must name the setting, never the password
        name = "DATABASE_URL" if settings.database_url else "DATA_DIR"
        return [f"{name}: the database does not answer ({type(error).__name__})."]
    finally:
        await db.close()


async def _clock(db: Database) -> list[str]:
    async with db.read() as session:
        apart = abs((await now(session) - datetime.now(UTC)).total_seconds())
    return [f"The database's clock and this machine's are {apart:.0f} seconds apart."] if apart > CLOCK_SECONDS else []


async def _contents(db: Database, bot_id: int) -> list[str]:
    at = await migrations.current(db)
    if at is None:
        return []
    if not migrations.known(at):
        raise SchemaTooNew(at)
    if other := await books.other_bot(db, bot_id):
        return [
            f"BOT_TOKEN is bot {bot_id}'s, and the database was kept by bot {other}, whose chats no other bot can "
            "write to: choose another DATABASE_URL or DATA_DIR."
        ]
    return []


def _far_away(settings: Settings) -> str | None:
    """A sentence when the SQLite file would lie on another machine."""
    url = understood(settings.database)
    if dialect_of(url) == "postgresql" or not MOUNTS.exists():
        return None
    path = str(Path(str(url.database)).absolute())
    mounts = [line.split()[1:3] for line in MOUNTS.read_text().splitlines() if len(line.split()) > 2]
    holding = [mount for mount in mounts if path.startswith(mount[0].rstrip("/") + "/")]
    _, kind = max(holding, key=lambda mount: len(mount[0]), default=["", ""])
    if kind not in FAR_AWAY:
        return None
    return (
        f"DATA_DIR: SQLite can't be kept on {kind}, a file system of another machine; use PostgreSQL or a local disk."
    )


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
