"""How an order was: stars, the reasons given with them, and what follows from a bad rating."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.rules import mechanics, timing
from bot.rules.errors import RuleBroken
from bot.rules.program import Program
from db.enums import Role, Tier

MOST_STARS = 5
BAD = 3  # so many stars, or fewer, open a talk with the shop
PARTS = ("food", "courier", "speed")  # rated apart by who cares to
WRONG = ("cold", "late", "missing", "taste", "courier", "packing")
RIGHT = ("tasty", "fresh", "fast", "kind", "pretty", "price")
MAY_BE_SAID = timedelta(days=30)  # after the delivery

KEPT = "\n\u200d"  # new lines, and what holds a family of emoji together
LONGEST_WORDS = 3_000  # UTF-16 units, as Telegram counts them
LONGEST_SHOWN = 1_400  # of one message of a talk
ON_A_SCREEN = 2_800  # of all messages shown: room for what stands above them
BESIDES = 80  # who wrote a message and when


class BadRating(RuleBroken):
    """ "feedback.stars", "feedback.reason", "feedback.too_late", "feedback.empty", or "feedback.too_long" (with
    `longest`)."""


def check_stars(stars: int) -> None:
    """Raises BadRating unless it is 1 to 5."""
    if not 1 <= stars <= MOST_STARS:
        raise BadRating("feedback.stars")


def reasons_for(stars: int) -> tuple[str, ...]:
    """What may be said with so many stars."""
    return WRONG if stars <= BAD else RIGHT


def toggled(reasons: Sequence[str], reason: str, stars: int) -> list[str]:
    """*reasons* with this one put in, or taken out; in their usual order, and only those that go with *stars*. Raises
    BadRating."""
    known = reasons_for(stars)
    if reason not in known:
        raise BadRating("feedback.reason")
    wanted = set(reasons) ^ {reason}
    return [each for each in known if each in wanted]


def check_in_time(delivered_at: datetime, at: datetime) -> None:
    """Raises BadRating when it is too long ago to be told of."""
    if at > delivered_at + MAY_BE_SAID:
        raise BadRating("feedback.too_late")


def length(text: str) -> int:
    """In UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def tidy(text: str, *, photo: bool = False) -> str:
    """What a person wrote, fit to be kept: no control characters, no space around. Raises BadRating for what is too
    long, and for nothing at all unless a *photo* says it."""
    told = "".join(char if char.isprintable() or char in KEPT else " " * char.isspace() for char in text).strip()
    if not told and not photo:
        raise BadRating("feedback.empty")
    if length(told) > LONGEST_WORDS:
        raise BadRating("feedback.too_long", longest=LONGEST_WORDS)
    return told


def shortened(text: str, most: int = LONGEST_SHOWN) -> str:
    """The beginning of *text*, at most so many UTF-16 units, with "…" where something is left out."""
    if length(text) <= most:
        return text
    kept = text.encode("utf-16-le")[: 2 * (most - 1)].decode("utf-16-le", "ignore")
    return f"{kept.rstrip()}…"


def fitting(texts: Sequence[str], most: int = ON_A_SCREEN) -> int:
    """How many of *texts* fit on one screen, from the first on; one at least."""
    left = most
    for number, text in enumerate(texts):
        left -= min(length(text), LONGEST_SHOWN) + BESIDES
        if left < 0:
            return max(1, number)
    return len(texts)


def answer_due(at: datetime, zone: ZoneInfo, program: Program) -> datetime:
    """By when the shop answers what was written at *at*: the hours it promises, those of the night not counted."""
    due = timing.next_allowed(at, zone, program) + timedelta(hours=program.answer_hours)
    return timing.next_allowed(due, zone, program)


def highest(tier: Tier, program: Program) -> bool:
    """Whether a member of that level is answered by a manager of their own."""
    return mechanics.on(program, "levels") and len(program.tiers) > 1 and tier == program.tiers[-1].tier


def most_sorry(role: Role, program: Program) -> int:
    """The most points somebody of *role* may give as an apology, or a reward may cost that they give."""
    return program.sorry_most if role is Role.SUPPORT else program.adjust_cap_by_role.get(role, 0)
