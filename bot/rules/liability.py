"""What the points out there may cost the shop."""

from dataclasses import dataclass

from bot.rules.earning import WHOLE_BP
from bot.rules.program import Program


@dataclass(frozen=True, slots=True)
class Liability:
    """`face_minor`: every point spent; `expected_minor`: the share the programme expects to be. `over`: more than the
    owner wanted to owe."""

    points: int
    face_minor: int
    expected_minor: int
    over: bool


def liability(points: int, program: Program) -> Liability:
    """Liability = points × point value × expected redemption, rounded down, as loyalty programmes report it."""
    face = max(0, points) * program.point_value_minor
    expected = face * program.redemption_bp // WHOLE_BP
    return Liability(points, face, expected, 0 < program.liability_limit_minor < expected)
