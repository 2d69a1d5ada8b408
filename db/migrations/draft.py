"""Writes a revision from the models: `python -m db.migrations.draft 0003 partners`; read it before committing.

A revision is drafted against those before it. The newest may be drafted anew while nobody has it; an older one is never
touched. A column that may not be empty needs a server_default, or old rows could not have it.
"""

import asyncio
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Literal

import sqlalchemy as sa
from alembic.autogenerate import produce_migrations, render_python_code
from alembic.operations.ops import MigrationScript
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection

from db.migrations.run import migrate, migrator, scripts
from db.models import Base
from db.models.base import UTCDateTime

VERSIONS = Path(__file__).parent / "versions"

REVISION = '''"""{word}"""

import sqlalchemy as sa
from alembic import op

{imports}revision = "{revision}"
down_revision = {down!r}
branch_labels = None
depends_on = None


def upgrade() -> None:
    {up}


def downgrade() -> None:
    {down_code}
'''


def main(revision: str, word: str) -> None:
    path = VERSIONS / f"{revision}_{word}.py"
    path.unlink(missing_ok=True)
    earlier = scripts().get_current_head()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/draft.db"
        script = asyncio.run(_compare(url))
    path.write_text(_written(script, revision, word, earlier))
    for tidy in (["check", "--fix", "--ignore", "E501", "-q"], ["format", "-q"]):
        subprocess.run([sys.executable, "-m", "ruff", *tidy, str(path)], check=True)  # noqa: S603
    print(path)  # noqa: T201


async def _compare(url: str) -> MigrationScript:
    if scripts().get_current_head():
        await migrate(url)
    engine = migrator(url)
    async with engine.connect() as connection:
        script = await connection.run_sync(_difference)
    await engine.dispose()
    return script


def _difference(connection: Connection) -> MigrationScript:
    options = {"render_as_batch": True, "target_metadata": Base.metadata}
    return produce_migrations(MigrationContext.configure(connection, opts=options), Base.metadata)


def _written(script: MigrationScript, revision: str, word: str, earlier: str | None) -> str:
    assert script.upgrade_ops
    assert script.downgrade_ops
    up = render_python_code(script.upgrade_ops, render_as_batch=True, render_item=_plain_types)
    down = render_python_code(script.downgrade_ops, render_as_batch=True, render_item=_plain_types)
    imports = ""
    if earlier is None:
        imports = "from db.migrations import append_only\n\n"
        up += "\n    append_only.guard(*append_only.TABLES)"
        down = "append_only.unguard(*append_only.TABLES)\n    " + down
    return REVISION.format(
        word=word.capitalize() + ".", imports=imports, revision=revision, down=earlier, up=up, down_code=down
    )


def _plain_types(kind: str, thing: Any, _context: object) -> str | Literal[False]:
    """A revision is frozen: it names the column types of the database, not our classes."""
    if kind == "type" and isinstance(thing, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(thing, sa.Enum):
        return f"sa.String(length={thing.length})"
    return False


if __name__ == "__main__":
    main(*sys.argv[1:])
