"""Whatever the OpenAPI document promises is so: schemathesis asks for everything it allows, and for what it doesn't."""

import asyncio
import json
import os
import secrets
import sys
from pathlib import Path

import pytest

from bot.http.api import door
from bot.rules.access import SCOPES
from db.ledger.verify import verify
from db.session import Database
from tests.support.demo_api import demo
from tests.support.described import document, operations

SOAK = os.environ.get("OKAERI_SOAK") == "1"
EXAMPLES = 500 if SOAK else 5
# ignored_auth: test_matrix.py asks every operation without a key. positive_data_acceptance: tests/support/fuzzing.py.
WITHOUT = "ignored_auth,positive_data_acceptance"


def test_every_operation_says_what_it_is_what_it_needs_and_leads_somewhere() -> None:
    found = {operation.id: operation.said for operation in operations(document())}
    assert len(found) >= 24
    for name, said in found.items():
        assert said["summary"], name
        assert said["description"], name
        assert said["x-act"] in SCOPES, name
        for answer in said["responses"].values():
            assert set(answer.get("links", {})) <= set(found), name


@pytest.mark.xdist_group("demo")
@pytest.mark.timeout(1800 if SOAK else 300)
async def test_it_keeps_what_it_promises(demo_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No 5xx, every answer as described, whatever is not described refused; links are followed from step to step."""
    monkeypatch.setattr(door, "WRONG_A_MINUTE", 10**6)  # one of its questions is what happens without a key
    seed = secrets.randbelow(10**6)
    async with demo(demo_file) as (shop, keys):
        said = {"SCHEMATHESIS_HOOKS": "tests.support.fuzzing"}
        said["OKAERI_KEYS"] = json.dumps({scope.value: key for scope, key in keys.items()})
        options = f"--no-color --warnings off --generation-database none --exclude-checks {WITHOUT}"
        options += f" -n {EXAMPLES} --seed {seed}"
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "schemathesis.cli", "run", f"{shop.url}/openapi.json", *options.split()),
            env=os.environ | said,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        told, _ = await process.communicate()
    assert process.returncode == 0, f"seed {seed}\n{told.decode()}"
    await _books_are_right(demo_file)


async def _books_are_right(path: Path) -> None:
    db = Database.connect(f"sqlite:///{path}")
    try:
        async with db.read(long=True) as session:
            report = await verify(session)
        assert report.ok, report.problems
    finally:
        await db.close()
