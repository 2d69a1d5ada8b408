"""What the two commands can be told."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from bot.rules.import_columns import FIELDS
from db.enums import Tier

T = TypeVar("T")
LEVELS = [tier.value for tier in Tier]


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """`import` and `export`, with all their options."""
    coming = commands.add_parser("import", help="bring in a list of members (CSV) from another programme")
    coming.add_argument("file", type=Path)
    coming.add_argument("--dry-run", action="store_true", help="only say what would come of it")
    coming.add_argument("--report", type=Path, help="write every line that is left out into this file")
    coming.add_argument("--encoding", help="the file's, where it is not told rightly: cp1251, cp1250, utf-8 …")
    coming.add_argument("--decimal", choices=("comma", "point"), help="which sign begins a fraction")
    columns = f"a column by its name in the file; FIELD is one of {', '.join(FIELDS)}"
    coming.add_argument("--column", metavar="FIELD=NAME", action="append", default=[], type=_told(column), help=columns)
    levels = f"a level by its old name; NEW is one of {', '.join(LEVELS)}"
    coming.add_argument("--tier", metavar="OLD=NEW", action="append", default=[], type=_told(level), help=levels)
    going = commands.add_parser("export", help="write all members into a file, as import reads it")
    going.add_argument("file", type=Path)


def column(text: str) -> tuple[str, str]:
    """ "balance=Punkte" → ("balance", "Punkte"). Raises ValueError."""
    field, _, name = text.partition("=")
    if field not in FIELDS or not name.strip():
        raise ValueError(f"“{text}” names no column: say FIELD=NAME, FIELD being one of {', '.join(FIELDS)}")
    return field, name.strip()


def level(text: str) -> tuple[str, Tier]:
    """ "VIP=gold" → ("vip", Tier.GOLD). Raises ValueError."""
    old, _, new = text.partition("=")
    if not old.strip() or new.strip().lower() not in LEVELS:
        raise ValueError(f"“{text}” names no level: say OLD=NEW, NEW being one of {', '.join(LEVELS)}")
    return old.strip().casefold(), Tier(new.strip().lower())


def _told(kind: Callable[[str], T]) -> Callable[[str], T]:
    """argparse tells the sentence of this one error alone."""

    def read(text: str) -> Any:
        try:
            return kind(text)
        except ValueError as wrong:
            raise argparse.ArgumentTypeError(str(wrong)) from None

    return read
