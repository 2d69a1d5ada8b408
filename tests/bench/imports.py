"""A hundred thousand members brought in on SQLite with durable commits: how long it takes, and how the memory goes."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from db.migrations.run import migrate
from db.session import Database
from tests.support.guests import open_shop

MEMBERS = 100_000
MOST_SECONDS = 60.0
MOST_GROWN, MOST_LAST = 100.0, 5.0  # megabytes; the database's own cache takes 64 of the first
NAMES = ("Мария Иванова", "Paweł Wójcik", "Grace Hopper", "=SUM(A1)", "Дмитрий О'Нил")
LEVELS = ("", "", "", "", "", "", "", "серебро", "", "gold")


async def bench() -> list[dict[str, Any]]:
    """Rows of {metric, ours, peer, limit, ratio}."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/shop.db"
        await migrate(url)
        db = Database.connect(url)
        await open_shop(db)
        await db.close()
        told = _brought(url, Path(folder, "members.csv"))
    name = f"import of {MEMBERS:,} members on SQLite"
    return [
        _row(f"{name}, s", told["seconds"], MOST_SECONDS),
        _row(f"CPU of it, s, {name}", told["cpu"], None),
        _row(f"memory, MB more with the database's cache of 64, {name}", told["grown"], MOST_GROWN),
        _row(f"memory, MB more in the last quarter, {name}", told["last"], MOST_LAST),
    ]


def _row(metric: str, ours: float, limit: float | None) -> dict[str, Any]:
    return {"metric": metric, "ours": ours, "peer": None, "limit": limit, "ratio": ours / limit if limit else None}


def _brought(url: str, file: Path) -> dict[str, float]:
    """Of a process of its own."""
    file.write_text("".join(lines(MEMBERS)), encoding="cp1251", errors="replace")
    command = [sys.executable, "-m", "tests.bench.importing", url, str(file)]
    told: dict[str, float] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return told


def lines(members: int) -> Iterator[str]:
    """A list as shops have them: every third with an old card, some with a level, birthdays, fractions of points."""
    yield "ФИО;Телефон;Дата рождения;Баланс бонусов;Номер карты;Уровень;Последний заказ\r\n"
    for n in range(members):
        born = f"{1 + n % 28:02d}.{1 + n % 12:02d}.{1950 + n % 55}" if n % 2 else ""
        card = f"77{n:08d}" if n % 3 == 0 else ""
        name, level = NAMES[n % len(NAMES)], LEVELS[n % len(LEVELS)]
        yield f"{name} {n};8 9{n:09d};{born};{n % 900},50;{card};{level};{1 + n % 28:02d}.10.2026\r\n"
