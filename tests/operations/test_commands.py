"""The commands as an operator types them: what they do, what they say, and the exit code."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot import doctor
from bot.settings import Settings
from tests.operations.processes import ROOT, TOKEN, Ended, begun, bot, ended
from tests.support.databases import in_a_loop_of_its_own

NEVER = ("aiogram", "fastapi", "uvicorn", "apscheduler")
ASKING = f"""
import sys
from bot.__main__ import main
code = main(sys.argv[1:])
loaded = [name for name in {NEVER} if name in sys.modules]
sys.exit(f"loaded {{loaded}}" if loaded else code)
"""


@pytest.fixture(scope="session")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose data/ holds the demo shop; to be copied."""
    folder = tmp_path_factory.mktemp("planted")
    in_a_loop_of_its_own(bot(folder, "seed"))
    return folder


@pytest.fixture
def demo(planted: Path, tmp_path: Path) -> Path:
    """A folder of the test's own with the demo shop in it."""
    shutil.copytree(planted / "data", tmp_path / "data")
    return tmp_path


def in_file(folder: Path, *statements: str) -> list[tuple[object, ...]]:
    """Runs statements as somebody with a database browser would; returns the last one's rows."""
    with closing(sqlite3.connect(folder / "data" / "sandbox.db", isolation_level=None)) as file:
        return [file.execute(statement).fetchall() for statement in statements][-1]


async def without_telegram(folder: Path, *words: str) -> Ended:
    """The command, which fails when it has imported what it must not."""
    script = folder / "asking.py"
    script.write_text(ASKING)
    return await ended(await begun(folder, "asking", *words, PYTHONPATH=f"{ROOT}:{folder}"))


@pytest.mark.parametrize("words", [("sing",), ("owner",), ("owner", "add"), ("owner", "add", "olga"), ("run", "fast")])
async def test_what_is_not_a_command_is_told_with_its_usage(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = await bot(tmp_path, *words)
    assert done.code == 64
    assert done.complained.startswith("usage: python -m bot")


async def test_telegrams_own_senders_never_own_a_shop(tmp_path: Path) -> None:
    done = await bot(tmp_path, "owner", "add", "777000")
    assert done.code == 64
    assert "Telegram's own senders" in done.complained


async def test_an_owner_is_added_to_a_database_that_is_not_there_yet_and_only_once(tmp_path: Path) -> None:
    first = await without_telegram(tmp_path, "owner", "add", "55")
    assert (first.code, first.sentences) == (0, [])
    assert first.said.endswith("55 is an owner now.\n")
    again = await bot(tmp_path, "owner", "add", "55")
    assert (again.code, again.said) == (0, "55 is an owner already.\n")
    assert in_file(tmp_path, "SELECT chat_id, role, state FROM staff") == [(55, "owner", "active")]


async def test_nothing_is_verified_and_nothing_made_where_there_is_no_database(tmp_path: Path) -> None:
    done = await without_telegram(tmp_path, "verify")
    assert (done.code, done.sentences) == (65, ["The database is empty: run `python -m bot migrate` first."])
    assert not (tmp_path / "data").exists()


async def test_migrating_makes_the_database_and_doing_it_again_changes_nothing(tmp_path: Path) -> None:
    for _ in range(2):
        done = await without_telegram(tmp_path, "migrate")
        assert (done.code, done.said[:27]) == (0, "The database is at revision")
    checked = await without_telegram(tmp_path, "verify")
    assert (checked.code, checked.said) == (0, "0 entries, 0 postings, 0 accounts: everything adds up.\n")


async def test_the_doctor_finds_nothing_on_a_sound_machine_and_leaves_nothing(tmp_path: Path) -> None:
    done = await without_telegram(tmp_path, "doctor")
    assert (done.code, done.said, done.complained) == (0, "All is well.\n", "")
    assert not (tmp_path / "data").exists()


async def test_time_zones_are_known_without_the_machines_own(tmp_path: Path) -> None:
    done = await bot(tmp_path, "doctor", PYTHONTZPATH="", TZ="Asia/Vladivostok")
    assert (done.code, done.complained) == (0, "")


async def test_the_doctor_tells_all_troubles_of_the_machine_without_the_password(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    url = "postgresql://shop:hunter22@127.0.0.1:1/shop"
    done = await bot(tmp_path, "doctor", DATA_DIR=tmp_path / "file", DATABASE_URL=url, DEFAULT_LANGUAGE="qq")
    assert done.code == 78
    assert done.sentences == [
        "DEFAULT_LANGUAGE: there is no folder “qq” in locales.",
        f"DATA_DIR: {tmp_path / 'file'} can't be written to.",
        "DATABASE_URL: the database does not answer (ConnectionRefusedError).",
    ]


async def test_sqlite_is_not_kept_on_another_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nfiler:/shops {tmp_path}/far nfs4 rw 0 0\n")
    monkeypatch.setattr(doctor, "MOUNTS", mounts)
    near, far = (Settings(_env_file=None, data_dir=tmp_path / name) for name in ("near", "far"))
    assert await doctor.examine(near) == []
    assert [said[:38] for said in await doctor.examine(far)] == ["DATA_DIR: SQLite can't be kept on nfs4"]


async def test_a_database_newer_than_the_program_is_left_alone(tmp_path: Path) -> None:
    await bot(tmp_path, "migrate")
    in_file(tmp_path, "UPDATE alembic_version SET version_num = '9999'")
    for command in ("sandbox", "verify"):
        done = await bot(tmp_path, command)
        assert done.code == 65
        assert done.sentences == ["The database is at revision 9999, which this program does not know: update it."]
    assert (await bot(tmp_path, "doctor")).code == 78
    assert in_file(tmp_path, "SELECT version_num FROM alembic_version") == [("9999",)]


async def test_a_token_of_another_bot_does_not_get_this_bots_database(demo: Path) -> None:
    columns = "bot_id, update_id, chat_key, kind, body, state, tries, received_at, due_at"
    row = "4711, 1, 1, 'message', NULL, 'done', 0, '2026-11-21 12:00:00', '2026-11-21 12:00:00'"
    in_file(demo, f"INSERT INTO inbox ({columns}) VALUES ({row})")
    url = f"sqlite:///{demo / 'data' / 'sandbox.db'}"
    done = await bot(demo, "run", BOT_TOKEN=TOKEN, OWNER_IDS=5, DATABASE_URL=url)
    assert done.code == 78
    assert done.complained.startswith("BOT_TOKEN is bot 4242's, and the database was kept by bot 4711")


async def test_the_demo_is_planted_once_adds_up_and_goes_without_a_trace(demo: Path) -> None:
    checked = await bot(demo, "verify")
    assert (checked.code, checked.complained) == (0, "")
    assert int(checked.said.split()[0]) > 100
    again = await without_telegram(demo, "seed")
    assert (again.code, again.said[:44]) == (0, "There is a shop in this database already; no")
    assert (await bot(demo, "seed", "--remove")).said == "The demo shop is gone; the database is empty.\n"
    assert in_file(demo, "SELECT count(*) FROM members") == [(0,)]
    gone = await bot(demo, "seed", "--remove")
    assert gone.said == "This database does not hold a demo shop; nothing was changed.\n"


async def test_a_real_shop_is_never_touched_by_the_demo(demo: Path) -> None:
    in_file(demo, "DELETE FROM job_marks WHERE name = 'demo'")
    before = in_file(demo, "SELECT count(*), max(id) FROM orders")
    for words in (("seed",), ("seed", "--remove")):
        assert (await bot(demo, *words)).code == 0
    assert in_file(demo, "SELECT count(*), max(id) FROM orders") == before


async def test_with_a_token_the_demo_goes_to_the_sandbox_and_not_to_the_real_database(tmp_path: Path) -> None:
    url = "postgresql://shop@127.0.0.1:1/shop"
    done = await bot(tmp_path, "seed", "--remove", BOT_TOKEN=TOKEN, OWNER_IDS=5, DATABASE_URL=url)
    assert (done.code, done.said) == (0, "This database does not hold a demo shop; nothing was changed.\n")


async def test_the_first_bad_row_is_named(demo: Path) -> None:
    for (name,) in in_file(demo, "SELECT name FROM sqlite_master WHERE type = 'trigger'"):
        in_file(demo, f"DROP TRIGGER {name}")
    chained = "SELECT entry_id, seq FROM postings WHERE hash IS NOT NULL ORDER BY entry_id LIMIT 1 OFFSET 20"
    ((entry, leg),) = in_file(demo, chained)
    in_file(demo, f"UPDATE postings SET amount = amount + 1 WHERE entry_id = {entry} AND seq = {leg}")
    done = await without_telegram(demo, "verify")
    assert done.code == 1
    assert f"posting {entry}/{leg}: " in done.complained
    assert "Traceback" not in done.complained
