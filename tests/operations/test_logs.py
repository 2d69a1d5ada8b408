"""The log: a line for machines or people, and nothing in it that must stay secret."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot import logs
from tests.operations.processes import SECRET, TOKEN

PASSWORD, PHONE = "hunter22-and-more", "+48600765432"
URL = f"postgresql://shop:{PASSWORD}@host/shop"
PLANTED = (TOKEN, TOKEN.split(":")[1], SECRET, PASSWORD, PHONE, PHONE[1:])


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    """The log is the whole process's: afterwards it is set up as the other tests have it."""
    root, configured = logging.getLogger(), structlog.get_config()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in logs.TALKATIVE}
    yield
    root.handlers[:], root.level = handlers, level
    for name, kept in levels.items():
        logging.getLogger(name).setLevel(kept)
    structlog.reset_defaults()
    structlog.configure(**configured)


def everything_is_said() -> None:
    """By our own loggers and the libraries', in all the ways a secret gets into a line."""
    own, theirs = structlog.get_logger("bot.test"), logging.getLogger("some.library")
    own.debug("asked", url=f"https://api.telegram.org/bot{TOKEN}/getMe", phone=PHONE, app_secret=SECRET)
    own.info(f"contact of {PHONE}", database=URL, token=TOKEN, nested={"password": PASSWORD})
    theirs.debug("phone_number='%s' secret=%s", PHONE[1:], SECRET)
    theirs.info("%s", {"phone_number": PHONE[1:], "api_key": SECRET})
    try:
        raise ConnectionError(f"{URL} refused {TOKEN} for {PHONE} with {SECRET}")
    except ConnectionError:
        own.exception("database.away")
        theirs.exception("away")


@pytest.mark.parametrize("colours", [False, True], ids=["for machines", "for people"])
def test_no_secret_is_ever_written(capsys: pytest.CaptureFixture[str], colours: bool) -> None:
    logs.set_up("DEBUG", known=(TOKEN, SECRET, PASSWORD), colours=colours)
    everything_is_said()
    written = capsys.readouterr().err
    assert written.count("ConnectionError") >= 2
    assert "database.away" in written
    assert not [secret for secret in PLANTED if secret in written]


def test_what_looks_like_a_secret_is_hidden_though_nobody_named_it(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up("DEBUG", colours=False)
    structlog.get_logger("bot.test").info("asked", url=URL, token=TOKEN, phone=PHONE, of="123456789:" + "A" * 35)
    written = capsys.readouterr().err
    assert not [secret for secret in (*PLANTED, "A" * 35) if secret in written]


def test_a_machine_reads_one_object_a_line_with_the_exception_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up("INFO", colours=False)
    everything_is_said()
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line["level"] for line in lines] == ["info", "info", "error", "error"]
    assert all(line["timestamp"].endswith("Z") for line in lines)
    assert all("Traceback" in line["exception"] for line in lines[-2:])


def test_libraries_do_not_tell_what_people_wrote(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up("DEBUG", colours=False)
    for name in ("sqlalchemy.engine", "aiosqlite", "aiogram.event", "asyncio"):
        logging.getLogger(name).info("INSERT INTO people VALUES ('Ann')")
    assert capsys.readouterr().err == ""
