"""Every refusal and every notice has words, every setting is in .env.example, every filter is asynchronous."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from aiogram import Router

from bot.settings import Settings
from bot.telegram import dispatcher, notices, refusals
from tests.house.test_style import CODE, ROOT, named
from tests.support.texts import KEYWORDS


def first_words(*callees: str) -> Iterator[tuple[str, str]]:
    """(file, first argument) of every call of these names whose first argument is a plain string."""
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                if name in callees and isinstance(node.args[0].value, str):
                    yield named(path), node.args[0].value


def broken_rules() -> list[str]:
    """Names of RuleBroken and everything derived from it."""
    names = {"RuleBroken"}
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef) and any(getattr(base, "id", "") in names for base in node.bases):
                names.add(node.name)
    return sorted(names)


def test_every_refusal_has_a_kind_sentence() -> None:
    raised = {code: file for file, code in first_words("Refused", *broken_rules())}
    silent = {code: file for code, file in raised.items() if code not in refusals.REFUSALS}
    assert not silent


def test_every_notice_has_words() -> None:
    planned = {kind for _, kind in first_words("Notice")}
    assert planned - set(notices.WORDINGS) == set()


def test_no_key_of_a_table_is_taken_for_a_sentence() -> None:
    """`t(WHY[facts["why"]])` would put the word "why" before the translators: the key goes into a variable first."""
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Subscript):
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                inner = [each.value for each in ast.walk(node.args[0]) if isinstance(each, ast.Constant)]
                assert name not in KEYWORDS or not inner, f"{named(path)}: {inner}"


def test_every_setting_is_in_the_example() -> None:
    example = (ROOT / ".env.example").read_text()
    told = dict(re.findall(r"^#? ?([A-Z_]+)=(.*)$", example, re.M))
    kept = {name.upper(): field.default for name, field in Settings.model_fields.items()}
    assert set(told) == set(kept)
    for name, value in told.items():
        default = kept[name]
        shown = "" if isinstance(default, frozenset) else str(default)
        assert value == shown, f"{name} is {value!r} in the example and {shown!r} in settings.py"


def test_no_filter_leaves_the_event_loop() -> None:
    """A plain function as a filter costs a thread hop for each update that passes by."""
    for router in dispatcher.routers():
        for observer in _observers(router):
            for handler in observer.handlers:
                for each in handler.filters or ():
                    assert each.awaitable, f"{handler.callback.__qualname__} has a synchronous filter"
            for each in observer._handler.filters or ():
                assert each.awaitable, f"{router.name} has a synchronous filter"


def _observers(router: Router) -> Iterator[object]:
    yield from router.observers.values()
    for inner in router.sub_routers:
        yield from _observers(inner)


def test_no_path_of_a_machine_and_no_address_of_an_index() -> None:
    home = re.compile(r"(?<![\w.])/(?:root|home)/\w")
    for path in [*CODE, *sorted((ROOT / "tests").rglob("*.py")), *sorted((ROOT / "requirements").iterdir())]:
        text = Path(path).read_text()
        assert not home.search(text), path
        assert "://" not in text or path.suffix == ".py", path
