"""One record of a list of members: what it says of whom, or why it cannot be taken."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from bot.rules.import_columns import Columns
from bot.rules.import_files import BadList, Record
from bot.rules.people import BadPhone, normal_phone, shown_name
from bot.rules.spreadsheets import STARTS_A_FORMULA
from bot.rules.timing import BadDate, Birthday, parse_birthday
from db.enums import Tier

MOST_POINTS = 10**9
LONGEST_NUMBER = 32  # digits, zeros before them included
LONGEST_CARD = 64
QUOTED = tuple(f"'{sign}" for sign in STARTS_A_FORMULA)
DAMAGED = re.compile(r"[0-9][.,][0-9]+E\+[0-9]+", re.IGNORECASE)  # a long number, after a spreadsheet rounded it
NOTHING = ("", "-", "–", "—", "0", "null", "none", "nan", "n/a", "нет", "brak")
NO_DAY = re.compile(r"0000-00-00|00\.00\.0000|(?:1900|0001|1899)-.*|.*\.(?:1900|0001|1899)")
TIERS = {
    **dict.fromkeys(("bronze", "бронза", "бронзовый", "brąz", "brązowy"), Tier.BRONZE),
    **dict.fromkeys(("silver", "серебро", "серебряный", "srebro", "srebrny"), Tier.SILVER),
    **dict.fromkeys(("gold", "золото", "золотой", "złoto", "złoty"), Tier.GOLD),
}


class BadRow(BadList):
    """Why a record is left out: one of REASONS; `code` is "row.…", `facts` what stood there."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Somebody of the list. `points` they bring along; `remarks`: what of the record was not taken, by its code."""

    line: int
    phone: str | None
    name: str
    birthday: Birthday | None
    points: int
    card: str | None
    tier: Tier | None
    last_order: date | None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """A record that is left out, and why."""

    line: int
    code: str
    cell: str = ""


@dataclass(frozen=True)
class Reading:
    """What a record is read by: the country of national numbers, the programme's day, levels by their old names, and
    whether sums have a decimal "," or "." (None: whichever can be told)."""

    columns: Columns
    region: str | None
    today: date
    tiers: Mapping[str, Tier] = field(default_factory=dict)
    decimal: str | None = None


class Seen(Protocol):
    """Keeps the phones and cards that have come, each with its line."""

    def before(self, names: Sequence[str], line: int) -> int | None:
        """The first line on which one of *names* came; None: on none, and from now on on this one."""


class InMemory(dict[str, int]):
    """Good for short lists."""

    def before(self, names: Sequence[str], line: int) -> int | None:
        found = min((self[name] for name in names if name in self), default=None)
        if found is None:
            self.update(dict.fromkeys(names, line))
        return found


def read_all(records: Iterable[Record], reading: Reading, seen: Seen) -> Iterator[Moved | Fault]:
    """Every record that is not blank, in order. Of a phone or card that comes twice the first is taken."""
    for record in records:
        if not any(cell.strip() for cell in record.cells):
            continue
        try:
            found = read(record, reading)
        except BadRow as bad:
            yield Fault(record.line, bad.code, str(bad.facts.get("cell", "")))
            continue
        before = seen.before([name for name in (found.phone, found.card) if name], record.line)
        yield found if before is None else Fault(record.line, "row.twice", str(before))


def read(record: Record, reading: Reading) -> Moved:
    """What the record says. Raises BadRow; a name, birthday or last order that makes no sense is left out with a
    remark, for nobody should lose their points over a birthday."""
    columns, cells = reading.columns, [_bare(cell) for cell in record.cells]
    if any(cell for cell in cells[columns.width :]):
        raise BadRow("row.too_many_cells", cell=cells[columns.width])
    remarks: list[str] = []
    phone, card = _phone(columns.cell(cells, "phone"), reading), _card(columns.cell(cells, "card"))
    if phone is None and card is None:
        raise BadRow("row.nobody")
    told = columns.cell(cells, "balance")
    points, whole = read_points(told, reading.decimal)
    if not whole:
        remarks.append("balance.rounded")
    return Moved(
        line=record.line,
        phone=phone,
        name=_name(columns, cells),
        birthday=_birthday(columns.cell(cells, "birthday"), reading.today, remarks),
        points=points,
        card=card,
        tier=_tier(columns.cell(cells, "tier"), reading),
        last_order=_last_order(columns.cell(cells, "last_order"), reading.today, remarks),
        remarks=tuple(remarks),
    )


def _bare(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from reckoning it."""
    text = cell.strip()
    return text[1:] if text.startswith(QUOTED) else text


def _phone(told: str, reading: Reading) -> str | None:
    if told.casefold() in NOTHING:
        return None
    if DAMAGED.fullmatch(told):
        raise BadRow("row.damaged", cell=told)
    try:
        return normal_phone(told.removesuffix(".0"), reading.region)
    except BadPhone:
        raise BadRow("row.phone", cell=told) from None


def _card(told: str) -> str | None:
    if DAMAGED.fullmatch(told):
        raise BadRow("row.damaged", cell=told)
    number = folded_card(told)
    if len(number) > LONGEST_CARD:
        raise BadRow("row.card", cell=told)
    return None if number.casefold() in NOTHING else number


def folded_card(told: str) -> str:
    """A card's number as it is kept: letters and digits alone, capitals; as printed, typed or scanned it is the
    same."""
    return "".join(char for char in told if char.isalnum()).upper()


def read_points(told: str, decimal: str | None = None) -> tuple[int, bool]:
    """Whole points of a balance as it is written anywhere ("1 250,50", "1,250.00"), rounded down; and whether nothing
    was lost. Raises BadRow: "row.balance", "row.balance_negative", "row.balance_two_ways"."""
    if told.casefold() in NOTHING:
        return 0, True
    bare = re.sub(r"(?<=[0-9])\s*(?:[^\W\d_]+\.?|[$\u20ac\u20bd])$", "", told)  # "150 points"
    text = re.sub(r"[\s'\u2019]", "", bare).replace("\u2212", "-")
    if re.fullmatch(r"-[0-9.,]+", text):
        raise BadRow("row.balance_negative", cell=told)
    if not re.fullmatch(r"[0-9]+(?:[.,][0-9]+)*", text):
        raise BadRow("row.balance", cell=told)
    signs = re.findall(r"[.,]", text)
    point = decimal or _decimal(text, signs)
    whole, _, fraction = re.sub("[.,]", lambda sign: "." if sign[0] == point else "", text).partition(".")
    if "." in fraction or len(whole) > LONGEST_NUMBER or int(whole) > MOST_POINTS:
        raise BadRow("row.balance", cell=told)
    return int(whole), not fraction.strip("0")


def _decimal(text: str, signs: list[str]) -> str:
    """Which of the signs begins the fraction; " " where none does."""
    if not signs or (len(set(signs)) == 1 and len(signs) > 1):
        return " "
    if len(signs) == 1 and re.fullmatch(r"[1-9][0-9]{0,2}[.,][0-9]{3}", text):
        raise BadRow("row.balance_two_ways", cell=text)
    return signs[-1]


def _name(columns: Columns, cells: list[str]) -> str:
    parts = [columns.cell(cells, part) for part in ("name", "first", "middle", "last")]
    return shown_name(" ".join(part for part in parts if part))


def _birthday(told: str, today: date, remarks: list[str]) -> Birthday | None:
    day = _day(told)
    if not day:
        return None
    try:
        return parse_birthday(day, today)
    except BadDate:
        remarks.append("birthday.left_out")
        return None


def _last_order(told: str, today: date, remarks: list[str]) -> date | None:
    day = _day(told)
    if not day:
        return None
    try:
        when = parse_birthday(day, today)
        return date(when.year or 0, when.month, when.day)  # without a year it is no day: a ValueError
    except ValueError:
        remarks.append("last_order.left_out")
        return None


def _day(told: str) -> str:
    """The day alone of "1990-05-17 00:00:00"; "" where there is none, whatever sign stands for that."""
    day = re.split(r"[T ](?=[0-9]{1,2}:)", told)[0].strip()
    return "" if day.casefold() in NOTHING or NO_DAY.fullmatch(day) else day


def _tier(told: str, reading: Reading) -> Tier | None:
    word = told.casefold()
    if word in NOTHING:
        return None
    tier = reading.tiers.get(word) or TIERS.get(word)
    if tier is None:
        raise BadRow("row.tier", cell=told)
    return tier
