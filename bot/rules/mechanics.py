"""The parts of a programme that can be switched off as a whole, and what each one needs."""

from bot.rules.errors import RuleBroken
from bot.rules.program import Program

MECHANICS = ("rewards", "gifts", "promo", "deals", "referral", "stamps", "levels")


class SwitchedOff(RuleBroken):
    """ "mechanic.off": the shop does not have this part just now."""


def on(program: Program, mechanic: str) -> bool:
    """Whether the programme has *mechanic* (one of MECHANICS) just now."""
    return mechanic not in program.without


def need(program: Program, mechanic: str) -> None:
    """Raises SwitchedOff when the programme does not have *mechanic* just now. What was promised before stays good:
    vouchers are used, gifts under way are claimed; only new ones are not made."""
    if not on(program, mechanic):
        raise SwitchedOff("mechanic.off")


def switched(program: Program, mechanic: str) -> tuple[str, ...]:
    """`without` with *mechanic* the other way round."""
    without = set(program.without) ^ {mechanic}
    return tuple(name for name in MECHANICS if name in without)
