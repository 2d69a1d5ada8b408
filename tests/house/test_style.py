"""The house's rules of size and names, held for every file of bot/ and db/."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = [path for room in ("bot", "db") for path in sorted((ROOT / room).rglob("*.py")) if "versions" not in path.parts]
CODE = [path for path in FILES if path.read_text().strip()]
MOST_LINES, MOST_FUNCTION_LINES, MOST_PARAMETERS, MOST_HANDLER_LINES = 250, 30, 7, 16
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "service", "services", "misc", "tools"}
CLOCKS = re.compile(r"datetime\.now\(|datetime\.utcnow\(|date\.today\(|time\.time\(|(?<!\w)random\.|uuid4\(")
# db/postgres.py: behind pgbouncer no two processes may give a prepared statement the same name.
MAY_ASK_THE_MACHINE = {
    *("bot/clock.py", "bot/app.py", "bot/doctor.py", "bot/usecases/makers.py", "bot/seed.py", "db/postgres.py"),
}


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of the body, its docstring not counted."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0


@pytest.mark.parametrize("path", CODE, ids=named)
def test_a_file_is_short_and_says_its_job_first(path: Path) -> None:
    text = path.read_text()
    assert text.count("\n") <= MOST_LINES, "is it two files?"
    assert ast.get_docstring(ast.parse(text)), "the first line says the file's job"
    assert not set(path.with_suffix("").parts) & EMPTY_NAMES, "the name says nothing"


@pytest.mark.parametrize("path", CODE, ids=named)
def test_functions_are_short_and_ask_for_little(path: Path) -> None:
    for function in functions(path):
        asked = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
        count = len([each for each in asked if each.arg not in ("self", "cls")])
        assert length(function) <= MOST_FUNCTION_LINES, f"{function.name} has {length(function)} lines"
        assert count <= MOST_PARAMETERS, f"{function.name} asks for {count} things"


def test_functions_are_around_seven_lines() -> None:
    lengths = sorted(length(function) for path in CODE for function in functions(path))
    assert lengths[len(lengths) // 2] <= 7
    assert lengths[int(len(lengths) * 0.9)] <= 20


@pytest.mark.parametrize("path", [path for path in CODE if "handlers" in path.parts], ids=named)
def test_a_handler_is_three_sentences(path: Path) -> None:
    for function in functions(path):
        if function.name not in ("router", "routers"):
            assert length(function) <= MOST_HANDLER_LINES, f"{function.name} has {length(function)} lines"


@pytest.mark.parametrize("path", [path for path in CODE if named(path) not in MAY_ASK_THE_MACHINE], ids=named)
def test_time_and_chance_are_handed_in(path: Path) -> None:
    code = "\n".join(line.split("#")[0] for line in path.read_text().splitlines())
    code = re.sub(r'""".*?"""', "", code, flags=re.S)
    assert not CLOCKS.search(code), CLOCKS.search(code)


@pytest.mark.parametrize("path", [path for path in CODE if "usecases" in path.parts], ids=named)
def test_a_use_case_promises(path: Path) -> None:
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.AsyncFunctionDef) and not node.name.startswith("_"):
            first = node.args.args[0].arg if node.args.args else ""
            assert first in ("db", "session", "self"), (
                f"{node.name}: db (a unit of its own) or session (a step) comes first"
            )
            if first == "db":
                assert ast.get_docstring(node), f"{node.name} promises nothing"
