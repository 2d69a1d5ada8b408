"""A list brought in by a process of its own: `python -m tests.bench.importing <database> <file>` prints how long it
took and how its memory went, as JSON."""

import asyncio
import io
import json
import sys
import time
from pathlib import Path
from typing import Any

from bot.clock import SystemClock
from bot.move_in.bring import Tools, Wanted, bring
from bot.move_in.report import Report
from bot.usecases import makers
from db.session import Database


class Watched(Report):
    """Notes what is resident after each page."""

    def __init__(self) -> None:
        super().__init__(io.StringIO())
        self.megabytes = [resident()]

    def page(self, *told: Any) -> None:
        super().page(*told)
        self.megabytes.append(resident())


def resident() -> float:
    line = next(each for each in Path("/proc/self/status").read_text().splitlines() if each.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


async def main(url: str, file: Path) -> dict[str, float]:
    db, report = Database.connect(url), Watched()
    began, cpu = time.perf_counter(), time.process_time()
    await bring(Wanted(file), Tools(db, report, SystemClock(), makers.from_system()))
    seconds, used = time.perf_counter() - began, time.process_time() - cpu
    await db.close()
    all_of_it, quarter = report.megabytes, len(report.megabytes) // 4
    last = max(all_of_it[-quarter:]) - all_of_it[-quarter - 1]
    return {"seconds": seconds, "cpu": used, "grown": max(all_of_it) - all_of_it[0], "last": last}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(main(sys.argv[1], Path(sys.argv[2])))))
