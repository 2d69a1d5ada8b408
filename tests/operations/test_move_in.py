"""`import` and `export` as an operator types them; one import is killed in the middle, and called again."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.__main__ import main, parser
from bot.move_in import command
from db.session import Database
from tests.operations.processes import begun, bot, ended
from tests.support.guests import open_shop

PEOPLE = 4_000


@pytest.fixture
async def shop(sqlite_url: str) -> str:
    db = Database.connect(sqlite_url)
    await open_shop(db)
    await db.close()
    return sqlite_url


def asked(url: str, question: str) -> int:
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as file:
        row = file.execute(question).fetchone()
        return int(row[0]) if row else 0


async def test_an_import_killed_in_the_middle_goes_on_with_the_same_totals(shop: str, tmp_path: Path) -> None:
    file = tmp_path / "members.csv"
    rows = (f"+48{600_000_000 + n};Guest {n};{n % 500};77{n:06d}\n" for n in range(PEOPLE))
    file.write_text("phone;name;points;card\n" + "".join(rows))
    process = await begun(tmp_path, "bot", "import", str(file), DATABASE_URL=shop)
    while asked(shop, "SELECT rows FROM imports") < 1_000:  # noqa: ASYNC110 - another process: no event to wait for
        await asyncio.sleep(0.005)
    process.kill()
    await ended(process)
    reached = asked(shop, "SELECT rows FROM imports")
    assert reached < PEOPLE, "it was too quick to be killed"
    assert asked(shop, "SELECT count(*) FROM members") == reached
    done = await bot(tmp_path, "import", str(file), DATABASE_URL=shop)
    assert (done.code, done.complained) == (0, "")
    assert f"{reached:,} rows were brought in before; going on from there." in done.said
    points = sum(n % 500 for n in range(PEOPLE))
    assert f"{PEOPLE:,} rows: {PEOPLE:,} are new members" in done.said
    assert f"together they bring {points:,} points." in done.said
    assert asked(shop, "SELECT sum(available) FROM balances") == points
    assert asked(shop, "SELECT count(*) FROM old_cards") == PEOPLE
    verified = await bot(tmp_path, "verify", DATABASE_URL=shop)
    assert (verified.code, verified.said.endswith("everything adds up.\n")) == (0, True), verified


async def test_what_cannot_be_done_is_told_in_a_sentence(sqlite_db: Database, tmp_path: Path) -> None:
    await open_shop(sqlite_db)
    book, names = tmp_path / "members.xlsx", tmp_path / "names.csv"
    book.write_bytes(b"PK\x03\x04")
    names.write_text("name;e-mail\nAnn;a@b\n")

    async def told(*words: str) -> str:
        asking = parser().parse_args(list(words))
        do = command.bring_in if asking.command == "import" else command.take_out
        return " ".join(await do(sqlite_db, asking))

    assert "Save it as CSV first" in await told("import", str(book))
    assert "--column phone=NAME" in await told("import", str(names))
    assert (await told("import", str(names), "--encoding", "klingon")).endswith("encoding called klingon.")
    assert (await told("import", str(tmp_path / "none.csv"))).endswith("none.csv: No such file or directory")
    assert (await told("export", str(names))).endswith("names.csv: File exists")


@pytest.mark.parametrize("words", [("--tier", "VIP=diamond"), ("--column", "phone"), ("--decimal", "both")])
def test_an_option_that_means_nothing_is_told_with_its_usage(
    words: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", "members.csv", *words]) == 64
    assert "usage: python -m bot import" in capsys.readouterr().err
