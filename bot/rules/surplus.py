"""What is left of a dish, as it is typed: "12 Philadelphia till 21:00 -30%"; and how the word of it is spread."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from bot.rules import segments, timing
from bot.rules.errors import RuleBroken
from bot.rules.segments import All, AnyOf, Condition, Segment

LONGEST_DISH, MOST_PIECES = 60, 500
LONGEST_LINE = 200
LEAST_BP, MOST_BP = 500, 9_000
ASKED_PER_PIECE, FIRST_WAVE = 5, 20  # how many hear of it first: not everybody who hears takes one
WAVES, SHORTEST, LONGEST = 6, 10, 60  # minutes from one wave to the next
HOURS = 2  # before and after, when somebody usually orders "about now"
_SHARE = re.compile(r"(?P<share>[0-9]{1,3}) ?%")
_LINE = re.compile(
    r"(?P<pieces>[0-9]{1,4}) ?(?:(?:[xх×*]|шт\.?|pcs\.?|szt\.?|порц\w*|porcj\w*) )?(?P<dish>.*?[^\W\d_].*?),? "
    r"(?:till|until|til|by|before|до|к|do|przed) (?P<hour>[01]?[0-9]|2[0-3])(?:[:.](?P<minute>[0-5][0-9]))?",
    re.IGNORECASE,
)


class BadSurplus(RuleBroken):
    """ "surplus.unreadable", "surplus.pieces" (with `most`), "surplus.share" (with `least` and `most`, in per cent),
    "surplus.dish" (too long, or with signs no text takes) or "surplus.over" (that hour has passed)."""


@dataclass(frozen=True, slots=True)
class Surplus:
    """So many pieces of a dish until that local time of today. `off_bp`: taken off its price; 0: it is given for
    nothing; None: not said yet."""

    pieces: int
    dish: str
    hour: int
    minute: int = 0
    off_bp: int | None = None


def read(text: str) -> Surplus:
    """What was typed. Raises BadSurplus."""
    bare = " ".join(text.split())
    share = _SHARE.search(bare)
    found = _LINE.fullmatch(_without_share(bare)) if len(bare) <= LONGEST_LINE else None  # its work grows by the square
    if found is None:
        raise BadSurplus("surplus.unreadable")
    pieces, dish = int(found["pieces"]), found["dish"].strip(" -–—,:")
    if not 0 < pieces <= MOST_PIECES:
        raise BadSurplus("surplus.pieces", most=MOST_PIECES)
    if len(dish) > LONGEST_DISH or not dish.isprintable() or set(dish) & set("{}|"):
        raise BadSurplus("surplus.dish", most=LONGEST_DISH)
    surplus = Surplus(pieces, dish, int(found["hour"]), int(found["minute"] or 0))
    return priced(surplus, int(share["share"])) if share else surplus


def _without_share(bare: str) -> str:
    """The line without "-30%", wherever it stood."""
    return " ".join(re.sub(r"[-−–]? ?[0-9]{1,3} ?%", " ", bare).split()).strip(" ,;")


def read_share(text: str) -> int:
    """Per cent of "-40%", "40". Raises BadSurplus."""
    found = re.fullmatch(r"[-−–]? ?([0-9]{1,3}) ?%?", text.strip())
    if found is None:
        raise BadSurplus("surplus.share", least=LEAST_BP // 100, most=MOST_BP // 100)
    return int(found[1])


def priced(surplus: Surplus, share: int) -> Surplus:
    """With *share* per cent off; 0: for nothing. Raises BadSurplus."""
    if share and not LEAST_BP <= share * 100 <= MOST_BP:
        raise BadSurplus("surplus.share", least=LEAST_BP // 100, most=MOST_BP // 100)
    return replace(surplus, off_bp=share * 100)


def deadline(surplus: Surplus, at: datetime, zone: ZoneInfo) -> datetime:
    """That time of today. Raises BadSurplus "surplus.over" when it has come."""
    moment = timing.at_local(timing.local_date(at, zone), surplus.hour, zone, minute=surplus.minute)
    if moment <= at:
        raise BadSurplus("surplus.over")
    return moment


def likely(dishes: list[str], category: str | None, at: datetime, zone: ZoneInfo) -> list[Segment]:
    """Whom to tell, the likeliest first: who had it and orders about now, who had it, who had something of its kind,
    who orders about now."""
    hour = at.astimezone(zone).hour
    about_now = Condition("usual_hour", "in", tuple(sorted((hour + n) % 24 for n in range(-HOURS, HOURS + 1))))
    had_it: Segment = AnyOf(tuple(Condition("item", "bought", dish) for dish in dishes))
    kind: list[Segment] = [Condition("category", "bought", category)] if category else []
    return [segments.plain(each) for each in (All((had_it, about_now)), had_it, *kind, about_now)]


def wave_size(pieces: int) -> int:
    """How many hear of it at once."""
    return max(FIRST_WAVE, pieces * ASKED_PER_PIECE)


def wave_minutes(at: datetime, until: datetime) -> int:
    """From one wave to the next, so that a few fit in before the time is up."""
    return min(LONGEST, max(SHORTEST, ceil((until - at) / timedelta(minutes=1) / WAVES)))
