"""Whatever the staff change leaves a line in the audit log: asked of every use-case there is."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bot.rules.access import PERMISSIONS
from tests.house.test_style import CODE, ROOT

USECASES = [path for path in CODE if "usecases" in path.parts]
# Use-cases that ask for a right and write, and leave no line; each with its reason.
NEEDS_NONE = {
    "broadcasts.draft": "nobody has been written to: the line comes with `start`",
}


@dataclass
class Room:
    """A module: its functions, and what the names in it stand for."""

    functions: dict[str, ast.AsyncFunctionDef] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)


def _read(path: Path) -> Room:
    room = Room()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.AsyncFunctionDef):
            room.functions[node.name] = node
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("bot.usecases"):
            inner = (node.module or "").removeprefix("bot.usecases").removeprefix(".")
            room.names |= {each.asname or each.name: f"{inner}.{each.name}".strip(".") for each in node.names}
    return room


ROOMS = {path.stem: _read(path) for path in USECASES}


def called(place: str, seen: set[str]) -> set[str]:
    """Every function of the use-cases that `place` ("module.function") comes to call, as far as names tell."""
    module, _, name = place.partition(".")
    room = ROOMS.get(module)
    if place in seen or room is None or name not in room.functions:
        return seen
    seen.add(place)
    for node in ast.walk(room.functions[name]):
        if isinstance(node, ast.Call):
            for target in _targets(node.func, module, room):
                seen |= {target} if target == "audit.write" else called(target, seen)
    return seen


def _targets(function: ast.expr, module: str, room: Room) -> Iterator[str]:
    if isinstance(function, ast.Name):
        yield room.names.get(function.id, f"{module}.{function.id}")
    elif isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        yield f"{room.names.get(function.value.id, function.value.id)}.{function.attr}"


def changing() -> Iterator[str]:
    """Public use-cases that write and ask for a right."""
    for module, room in ROOMS.items():
        for name, function in room.functions.items():
            opens = any(isinstance(node, ast.Attribute) and node.attr == "begin" for node in ast.walk(function))
            place = f"{module}.{name}"
            if opens and not name.startswith("_") and "actor.allow" in called(place, set()):
                yield place


def test_every_change_by_the_staff_leaves_a_line() -> None:
    found = set(changing())
    assert len(found) >= 25, f"the search itself is broken: {sorted(found)}"
    silent = {place for place in found if "audit.write" not in called(place, set())}
    assert silent == set(NEEDS_NONE)


def test_every_right_is_asked_for_by_a_use_case_or_belongs_to_a_screen_to_come() -> None:
    asked = {
        node.value
        for path in [*USECASES, ROOT / "bot/telegram/menus.py"]
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and node.value in PERMISSIONS
    }
    assert set(PERMISSIONS) - asked == {"sales.post", "sales.redeem", "stats.see", "exports.take"}
