"""Whatever the staff change leaves a line in the audit log: asked of every use-case there is."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bot.rules.access import PERMISSIONS
from bot.telegram.admin.views.audit_words import NOUNS, SAID
from tests.house.test_style import CODE, ROOT

USECASES = [path for path in CODE if "usecases" in path.parts]
# Use-cases that ask for a right and write, and leave no line; each with its reason.
NEEDS_NONE = {
    **dict.fromkeys(
        [f"broadcast_drafts.{name}" for name in ("begin", "change", "put", "add_part", "drop")],
        "nobody has been written to: the line comes with `confirm`",
    ),
    "surplus.begin": "a draft, as above",
    "kitchen_offers.begin": "a draft, as above",
    "broadcast_words.send_trial": "only the staff have been written to",
    **dict.fromkeys(
        ["enrolments.enrol", "member_changes.change", "member_changes.offers", "site_events.tell"],
        "only keys may: what a key did is kept with its request",
    ),
    "broadcasts.show_in": "which message of the staff shows it",
    **dict.fromkeys(
        ["spendings.ask", "spendings.hold", "spending_ends.cancel"],
        "its own row says who asked; the bill that takes the points leaves the line",
    ),
    **dict.fromkeys(["spending_ends.capture", "quotes.make"], "by keys alone: `commands` keeps what they did"),
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


ACT = re.compile(r"[a-z]+\.[a-z_]+")


def acts() -> Iterator[str]:
    """Every act that is written: told where `audit.write` is called, named before, or handed over by a caller."""
    handed_over = {"write": 2, "happened": 3}  # function → which of its parameters is the act
    functions = [function for room in ROOMS.values() for function in room.functions.values()]
    for _ in range(3):  # a function that hands its own parameter on is asked for its callers in the next round
        for function in functions:
            for told in _told(function, handed_over):
                if isinstance(told, ast.Name) and told.id in (names := [each.arg for each in function.args.args]):
                    handed_over[function.name] = names.index(told.id)
                yield from _words(told, function)


def _told(function: ast.AsyncFunctionDef, handed_over: dict[str, int]) -> Iterator[ast.expr]:
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            place = handed_over.get(name)
            if place is not None and len(node.args) > place:
                yield node.args[place]


def _words(told: ast.expr, function: ast.AsyncFunctionDef) -> Iterator[str]:
    """The constants *told* can be, looked up where it is assigned when it is a name."""
    places = [told]
    if isinstance(told, ast.Name):
        assigned = [node for node in ast.walk(function) if isinstance(node, ast.Assign)]
        places = [node.value for node in assigned if told.id in {getattr(n, "id", "") for n in ast.walk(node)}]
    for node in (inner for place in places for inner in ast.walk(place)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and ACT.fullmatch(node.value):
            yield node.value


def test_every_act_in_the_log_has_words() -> None:
    written = set(acts())
    assert {"deliveries.settle", "outlets.close", "staff.refuse", "automation.switched_on"} <= written, (
        "a broken search"
    )
    assert {"deliveries.confirm", "orders.place", "points.undo"} <= written, "a broken search"
    silent = {act for act in written if act not in SAID or act.partition(".")[0] not in NOUNS}
    # Names of notices may stand in the same assignment as the act.
    assert silent - {"staff.approved", "staff.refused"} == set()
    assert set(SAID) - written == set()


def test_every_right_is_asked_for_by_a_use_case() -> None:
    asked = {
        node.value
        for path in [*USECASES, ROOT / "bot/telegram/menus.py"]
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and node.value in PERMISSIONS
    }
    assert set(PERMISSIONS) - asked == set()
