"""The two commands: what they do, and the sentence when they cannot."""

import argparse
import sys

from bot.clock import SystemClock
from bot.move_in.bring import Tools, Wanted, bring
from bot.move_in.report import Report
from bot.move_in.take_out import take_out as written_out
from bot.rules.import_files import BadFile
from bot.usecases import makers
from bot.usecases.errors import Refused
from db.session import Database, TryAgain

SIGNS = {"comma": ",", "point": ".", None: None}
WHY_NOT = {
    "import.empty": "There is nothing in this file.",
    "import.workbook": "This is an Excel workbook. Save it as CSV first, and bring that in.",
    "import.torn": "Line {line}: a quote is opened there or before and never closed; nothing after it can be read.",
    "import.columns": (
        "I find neither phones nor cards, or not a column you named. The columns are: {header}. "
        "Say which is which: --column phone=NAME"
    ),
    "import.elsewhere": "Another process is bringing in this very file. Let it, or stop it first.",
    "program.not_set_up": "The shop is not set up yet: open the bot as its owner first.",
}


async def bring_in(db: Database, asked: argparse.Namespace) -> list[str]:
    """The list is in, or weighed; else a sentence that says why not."""
    wanted = Wanted(
        asked.file, asked.dry_run, asked.encoding, dict(asked.column), dict(asked.tier), SIGNS[asked.decimal]
    )
    try:
        tools = Tools(db, Report(sys.stdout, asked.report), SystemClock(), makers.from_system())
        await bring(wanted, tools)
    except (BadFile, Refused) as bad:
        return [_sentence(bad)]
    except LookupError:
        return [f"There is no encoding called {asked.encoding}."]
    except OSError as error:
        return [f"{error.filename}: {error.strerror}"]
    except TryAgain:
        return ["The database is busy. Call this once more: it goes on where it stopped."]
    return []


def _sentence(bad: BadFile | Refused) -> str:
    facts = bad.facts | {"header": ", ".join(f"“{name}”" for name in bad.facts.get("header", ()))}
    return WHY_NOT.get(bad.code, bad.code).format(**facts)


async def take_out(db: Database, asked: argparse.Namespace) -> list[str]:
    """The list is written; else a sentence that says why not."""
    try:
        taken = await written_out(db, asked.file, at=SystemClock().now())
    except OSError as error:
        return [f"{error.filename}: {error.strerror}"]
    sys.stdout.write(f"{taken.members:,} members with {taken.points:,} points are in {asked.file}.\n")
    return []
