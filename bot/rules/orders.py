"""An order's life: how far it is, what may still be undone, which sums make one ask again."""

import re
from datetime import datetime, timedelta

from bot.rules.errors import RuleBroken
from bot.rules.program import Program
from db.enums import OrderState, ProblemKind

WAY = (OrderState.PLACED, OrderState.ACCEPTED, OrderState.ON_THE_WAY, OrderState.DELIVERED)
OPEN = frozenset(WAY[:-1])
AT_DOOR = frozenset({OrderState.ACCEPTED, OrderState.ON_THE_WAY})  # some couriers forget to say that they have left
LONGEST_ADDRESS = 300
LONGEST_WORDS = 200
LONGEST_NOTE = 400  # kept with the kind of problem before it
UNUSUAL_TIMES = 3


class BadWords(RuleBroken):
    """ "words.empty" or "words.too_long" (with `longest`)."""


def steps_done(state: OrderState) -> int:
    """How many of the four steps are behind the order: 1 when placed, 4 when delivered, 0 when it is not on its way."""
    return WAY.index(state) + 1 if state in WAY else 0


def last_step(state: OrderState, problem: ProblemKind | None) -> str | None:
    """What the courier pressed last and may take back: "accept", "start" or "problem"; None when there is no such thing
    (a wrong code is the programme's word, not the courier's)."""
    if state not in OPEN or problem is ProblemKind.WRONG_CODE:
        return None
    if problem is not None:
        return "problem"
    return {OrderState.ACCEPTED: "accept", OrderState.ON_THE_WAY: "start"}.get(state)


def may_undo(done_at: datetime | None, at: datetime, program: Program) -> bool:
    """Whether a press of *done_at* still can be taken back."""
    return done_at is not None and at - done_at <= timedelta(seconds=program.undo_seconds)


def unusual(amount_minor: int, largest_minor: int, program: Program) -> bool:
    """Whether the sum deserves a "really?": three times the largest order of late, and more than a member needs for the
    second tier (a young shop has no largest order yet)."""
    second = program.tiers[1].from_minor if len(program.tiers) > 1 else 10 * program.referral_min_net_minor
    return amount_minor > max(second, UNUSUAL_TIMES * largest_minor)


def read_handover(text: str) -> str | None:
    """The four digits somebody typed, spaces and dashes aside; None when it is something else."""
    digits = re.sub(r"[\s-]", "", text)
    return digits if re.fullmatch(r"[0-9]{4}", digits) else None


def clean_words(text: str, longest: int = LONGEST_WORDS) -> str:
    """What somebody wrote, on one line, without control and invisible characters. Raises BadWords."""
    words = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    if not words:
        raise BadWords("words.empty")
    if len(words) > longest:
        raise BadWords("words.too_long", longest=longest)
    return words
