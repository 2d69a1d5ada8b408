"""`make bench`: a table of ratios, each taken in one run with both sides interleaved, and build/bench.json."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from tests.bench import calendar, imports, ledger, orders, screens, segments, sending

ROOT = Path(__file__).parents[2]
COLUMNS = ("metric", "ours", "peer", "limit", "ratio")


async def measure(names: list[str]) -> list[dict[str, Any]]:
    parts = {"screens": screens, "ledger": ledger, "calendar": calendar, "segments": segments, "sending": sending}
    parts |= {"orders": orders}
    parts |= {"imports": imports}
    benches = {name: part.bench for name, part in parts.items()}
    rows: list[dict[str, Any]] = []
    for name in names or list(benches):
        rows += await benches[name]()
    return rows


def table(rows: list[dict[str, Any]]) -> str:
    """Plain columns; numbers with as many digits as mean something."""
    lines = [COLUMNS, *([_shown(row[column]) for column in COLUMNS] for row in rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(COLUMNS))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines)


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.2f}" if abs(value) < 100 else f"{value:,.0f}"
    return "–" if value is None else str(value)


def main() -> None:
    rows = asyncio.run(measure(sys.argv[1:]))
    (ROOT / "build").mkdir(exist_ok=True)
    (ROOT / "build" / "bench.json").write_text(json.dumps(rows, indent=1))
    sys.stdout.write(table(rows) + "\n")


if __name__ == "__main__":
    main()
