"""Dishes as the desk types them: "2 Philadelphia 760", "rolls: Philadelphia 760"; and how a name is found again."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from babel.numbers import get_currency_precision

from bot.rules.amounts import GROUPED, SIGNS, parse_amount
from bot.rules.errors import RuleBroken

LONGEST_NAME, LONGEST_CATEGORY = 80, 32
MOST_LINES, MOST_PIECES = 30, 999
_PIECES = r"(?:(?P<pieces>[0-9]{1,3}) ?(?:[xх×*]|шт\.?|pcs\.?|szt\.?)? )?"
_LINE = re.compile(
    rf"(?:(?P<category>[^:]+?) ?: ?)?{_PIECES}(?P<name>.*?[^\W\d_].*?)(?: ?[-–—] | ?[=:] ?| )"
    rf"(?P<sum>(?:{GROUPED})(?:[.,][0-9]+)? ?(?:{SIGNS})?)",
    re.IGNORECASE,
)


class BadDish(RuleBroken):
    """ "dish.unreadable" (with the `line`), "dish.too_many" (with `most`), "dish.too_long" (with `line`) or
    "dish.category" (a category without letters, or too long)."""


@dataclass(frozen=True, slots=True)
class DishLine:
    """One line as it was typed; the sum is of the whole line, in minor units."""

    name: str
    quantity: int
    sum_minor: int
    category: str | None = None


def fold(name: str) -> str:
    """How a name is found again: one space, no capitals, ё as е."""
    return " ".join(name.split()).casefold().replace("ё", "е")


def read_lines(text: str, currency: str) -> tuple[DishLine, ...]:
    """The lines of an order, one a line or parted by ";". Raises BadDish, and BadAmount for a sum like 0."""
    typed = [bare for part in re.split(r"[;\n]", text) if (bare := " ".join(part.split()))]
    if len(typed) > MOST_LINES:
        raise BadDish("dish.too_many", most=MOST_LINES)
    if not typed:
        raise BadDish("dish.unreadable", line="—")
    return tuple(_read(line, currency) for line in typed)


def _read(line: str, currency: str) -> DishLine:
    found = _LINE.fullmatch(line)
    if found is None:
        raise BadDish("dish.unreadable", line=line[:LONGEST_NAME])
    name, pieces = found["name"].strip(" -–—=:"), int(found["pieces"] or 1)
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise BadDish("dish.too_long", line=line[:LONGEST_NAME])
    if not pieces:
        raise BadDish("dish.unreadable", line=line[:LONGEST_NAME])
    category = clean_category(found["category"]) if found["category"] else None
    return DishLine(name, pieces, parse_amount(found["sum"], currency), category)


def written(lines: Sequence[DishLine], currency: str) -> str:
    """The lines as somebody would type them, without categories; what read_lines reads."""
    digits = get_currency_precision(currency)
    return "; ".join(f"{line.quantity} {line.name} = {_major(line.sum_minor, digits)}" for line in lines)


def _major(minor: int, digits: int) -> str:
    whole, rest = divmod(minor, 10**digits)
    return f"{whole}.{rest:0{digits}}" if rest else str(whole)


def clean_category(text: str, known: Sequence[str] = ()) -> str:
    """A category's name on one line; spelled as one of *known* when it is the same but for capitals. Raises BadDish."""
    name = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    if not name or len(name) > LONGEST_CATEGORY or not any(char.isalpha() for char in name) or ":" in name:
        raise BadDish("dish.category")
    return next((one for one in known if fold(one) == fold(name)), name)
