"""A list of members is brought in from a file, or only weighed (`--dry-run`)."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import TextIOWrapper
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

from bot.clock import Clock
from bot.move_in.report import Progress, Report
from bot.move_in.seen import OnDisk
from bot.rules import timing
from bot.rules.import_columns import columns
from bot.rules.import_files import encoding_of, table
from bot.rules.imports import Reading, read_all
from bot.rules.people import region_of
from bot.usecases import imports
from bot.usecases.import_rows import Read
from bot.usecases.imports import Totals
from bot.usecases.makers import Makers
from bot.usecases.program import Rules
from db.enums import Tier
from db.session import Database

Pages = Iterator[Sequence[Read]]
PAGE = 1_000  # rows in one transaction
CHUNK = 1 << 16


@dataclass(frozen=True)
class Wanted:
    """What the operator asked for. `columns`: field → name of a column that no list knows; `tiers`: level of old →
    level here; `decimal`: which sign begins a fraction."""

    path: Path
    dry_run: bool = False
    encoding: str | None = None
    columns: dict[str, str] = field(default_factory=dict)
    tiers: dict[str, Tier] = field(default_factory=dict)
    decimal: str | None = None


@dataclass(frozen=True)
class Tools:
    """What an import works with."""

    db: Database
    report: Report
    clock: Clock
    new: Makers


async def bring(wanted: Wanted, tools: Tools) -> None:
    """Reads the file once to know it, and once more to bring it in, a page at a time; stopped in the middle and called
    again, it goes on. Raises BadFile, OSError; refuses what bot/usecases/imports.py refuses."""
    rules = await imports.rules_for(tools.db, tools.clock.now())
    with wanted.path.open("rb") as file:
        digest, encoding = _known(file)
        file.seek(0)
        pages = _pages(file, wanted, rules, encoding, tools)
        totals = await (_weigh(pages, tools) if wanted.dry_run else _bring(pages, wanted.path.name, digest, tools))
    tools.report.ends(totals, rules.program.welcome_points, dry_run=wanted.dry_run)


async def _weigh(pages: Pages, tools: Tools) -> Totals:
    totals = Totals()
    for page in pages:
        found = await imports.weigh(tools.db, page)
        tools.report.page(page, found.faults)
        totals += found.totals
    return totals


async def _bring(pages: Pages, name: str, digest: str, tools: Tools) -> Totals:
    """What was done before is passed over. Raises BadFile before anything is written where the file is none."""
    first = next(pages, [])
    underway = await imports.begin(tools.db, name, digest, at=tools.clock.now())
    if underway.ended_at:
        tools.report.say("This very list is in already: nothing is done.")
    elif underway.done:
        tools.report.say(f"{underway.done:,} rows were brought in before; going on from there.")
    done = 0
    for page in chain([first], pages):
        if done >= underway.done:
            found = await imports.bring(tools.db, underway, done, page, at=tools.clock.now(), new=tools.new)
            tools.report.page(page, found.faults)
        done += len(page)
    return await imports.finish(tools.db, underway, at=tools.clock.now())


def _known(file: BinaryIO) -> tuple[str, str]:
    """The file's digest and its encoding."""
    digest = hashlib.sha256()

    def chunks() -> Iterator[bytes]:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            yield chunk

    read = chunks()
    encoding = encoding_of(read)
    for _ in read:  # whatever the encoding was told by, the digest is of the whole
        continue
    return digest.hexdigest(), encoding


def _pages(file: BinaryIO, wanted: Wanted, rules: Rules, encoding: str, tools: Tools) -> Pages:
    """The file's records, a page at a time; the bar moves as they are read."""
    with TextIOWrapper(file, wanted.encoding or encoding, errors="replace", newline="") as text:
        found = table(text)
        known = columns(found.header, wanted.columns)
        tools.report.begins(wanted.path.name, text.encoding, known)
        region, today = region_of(rules.program.time_zone), timing.local_date(tools.clock.now(), rules.zone)
        reading = Reading(known, region, today, wanted.tiers, wanted.decimal)
        records = read_all(found.records, reading, OnDisk())
        progress = Progress(tools.report.out, wanted.path.stat().st_size)
        while page := list(islice(records, PAGE)):
            yield page
            progress.at(file.tell())
