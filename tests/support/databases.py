"""Real databases for tests: `db` gives each test both of them, and checks the ledger's books after it."""

import asyncio
import os
import pwd
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Coroutine, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
import pytest_asyncio

from db.ledger.verify import verify
from db.migrations.run import migrate
from db.session import Database

POSTGRES_BIN = Path("/usr/lib/postgresql/15/bin")
SETTINGS = {
    "fsync": "off",  # of the throw-away cluster only: a test that is about fsync starts its own
    "full_page_writes": "off",
    "shared_buffers": "16MB",
    "max_connections": "200",
    "listen_addresses": "''",
    "autovacuum": "off",
}
NO_POSTGRES = "PostgreSQL 15 is not installed"


class Cluster:
    """A PostgreSQL server in a temporary folder, reached through a socket there, gone when stopped."""

    def __init__(self, settings: Mapping[str, str] | None = None) -> None:
        self._settings = SETTINGS | dict(settings or {})
        self.folder = Path(tempfile.mkdtemp(prefix="okaeri-pg-"))
        self._prefix: list[str] = []
        if os.geteuid() == 0:  # the server refuses to run as root
            user = _unprivileged()
            os.chown(self.folder, user.pw_uid, user.pw_gid)
            self._prefix = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]

    def start(self) -> None:
        self._run("initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-N", "-E", "UTF8", "--locale=C")
        options = " ".join(f"-c {name}={value}" for name, value in self._settings.items())
        options += f" -c unix_socket_directories={self.folder}"
        self._run("pg_ctl", "-D", self.data, "-w", "-l", f"{self.folder}/log", "-o", options, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def data(self) -> str:
        return str(self.folder / "data")

    def url(self, name: str) -> str:
        return f"postgresql+asyncpg://postgres@/{name}?host={self.folder}"

    async def sql(self, statement: str) -> None:
        connection = await asyncpg.connect(host=str(self.folder), user="postgres", database="postgres")
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    def _run(self, program: str, *args: str) -> None:
        command = [*self._prefix, str(POSTGRES_BIN / program), *args]
        subprocess.run(command, check=True, capture_output=True, cwd="/", timeout=60)


def _unprivileged() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("no user to run PostgreSQL as")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "okaeri.db"
    in_a_loop_of_its_own(migrate(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[Cluster]:
    if not (POSTGRES_BIN / "initdb").exists():
        pytest.skip(NO_POSTGRES)
    cluster = Cluster()
    cluster.start()
    try:
        in_a_loop_of_its_own(cluster.sql("CREATE DATABASE template_okaeri"))
        in_a_loop_of_its_own(migrate(cluster.url("template_okaeri")))
        yield cluster
    finally:
        cluster.stop()


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A migrated SQLite file of the test's own."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'okaeri.db')}"


@pytest_asyncio.fixture
async def postgres_url(postgres_cluster: Cluster) -> AsyncIterator[str]:
    """A migrated PostgreSQL database of the test's own."""
    name = f"test_{uuid4().hex}"
    await postgres_cluster.sql(f"CREATE DATABASE {name} TEMPLATE template_okaeri")
    yield postgres_cluster.url(name)
    await postgres_cluster.sql(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Each test that asks for it runs twice: on SQLite and on PostgreSQL."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url


@pytest_asyncio.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    async for opened in _opened(database_url):
        yield opened


@pytest_asyncio.fixture
async def sqlite_db(sqlite_url: str) -> AsyncIterator[Database]:
    async for opened in _opened(sqlite_url):
        yield opened


@pytest_asyncio.fixture
async def postgres_db(postgres_url: str) -> AsyncIterator[Database]:
    async for opened in _opened(postgres_url):
        yield opened


async def _opened(url: str) -> AsyncIterator[Database]:
    """Open for the test; afterwards its books must be right, whether the test asked or not."""
    opened = Database.connect(url)
    try:
        yield opened
        async with opened.read(long=True) as session:
            report = await verify(session)
        assert report.ok, report.problems
    finally:
        await opened.close()


def in_a_loop_of_its_own(work: Coroutine[Any, Any, Any]) -> None:
    """For session fixtures, which have no loop, whatever loop the tests use."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("OKAERI_NO_SKIPS") == "1" and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_unconfigure(config: pytest.Config) -> None:
    """The very last lines of a run say what did not run."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None:
        return
    reasons = Counter(str(skipped.longrepr[2]) for skipped in reporter.stats.get("skipped", ()))
    for reason, number in reasons.items():
        reporter.write_line(f"{reason.removeprefix('Skipped: ')}: {number} tests skipped")
