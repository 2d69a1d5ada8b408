"""The stamp card: a gift with every so many orders."""

from dataclasses import dataclass

from bot.rules import mechanics
from bot.rules.program import Program


@dataclass(frozen=True, slots=True)
class StampCard:
    """How many stamps a card has, of how many."""

    stamps: int
    every: int


@dataclass(frozen=True, slots=True)
class Stamped:
    """The stamps on the card afterwards, and whether this one filled a card (which begins anew)."""

    stamps: int
    full: bool


def lacks_present(program: Program) -> bool:
    """Whether there is a card that would bring nothing when it is full."""
    return bool(_every(program)) and not (program.stamp_points or program.stamp_reward_id)


def card(stamps: int, program: Program) -> StampCard | None:
    """The card as it is shown; None when the programme has none, or a full one would bring nothing yet. Stamps
    collected under a larger card are kept: such a card is full but for the last stamp."""
    every = _every(program)
    if not every or lacks_present(program):
        return None
    return StampCard(min(stamps, every - 1), every)


def stamp(stamps: int, goods_minor: int, program: Program) -> Stamped | None:
    """What a delivered order for *goods_minor* (after discounts) does to a card with *stamps*; None: no stamp."""
    every = _every(program)
    if not every or goods_minor < program.stamp_least_minor:
        return None
    now = min(stamps, every - 1) + 1
    return Stamped(0, True) if now == every else Stamped(now, False)


def _every(program: Program) -> int:
    """0 where there is no stamp card."""
    return program.stamp_every if mechanics.on(program, "stamps") else 0
