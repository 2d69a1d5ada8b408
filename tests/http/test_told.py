"""What the documents say about events is what is sent."""

import ast
import json
import re
from pathlib import Path

from bot.http import docs, told
from bot.http.server import application
from bot.rules import hooks
from bot.rules.hooks import Event
from db.enums import OrderState
from tests.support.guests import NOON

ROOT = Path(__file__).parents[2]


def kinds_told() -> set[str]:
    """Every kind of fact in the source; an order's is named after its state."""
    words = set()
    for path in (ROOT / "bot/usecases").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Fact" and node.args:
                said = node.args[0]
                words.add(str(said.value) if isinstance(said, ast.Constant) else "order.*")
    return words


def test_every_kind_that_is_told_is_described_and_has_a_family_to_choose() -> None:
    states = {f"order.{state.value}" for state in OrderState}
    written = kinds_told()
    assert "order.*" in written, "the search itself is broken"
    assert (written - {"order.*"}) | states | {hooks.TEST} == set(told.KINDS)
    assert {kind.partition(".")[0] for kind in set(told.KINDS) - {hooks.TEST}} == set(hooks.FAMILIES)


def test_a_receiver_can_be_written_from_the_document() -> None:
    front = application()
    told.describe(front)
    document = front.openapi()
    form = document["components"]["schemas"]["EventTold"]
    sent = json.loads(hooks.body(Event(7, "points.moved", 3, 2, {"points": 62}, NOON)))
    assert set(sent) == set(form["properties"]) == set(form["required"])
    told.EventTold.model_validate_json(json.dumps(sent))
    (event,) = document["webhooks"].values()
    names = {each["name"] for each in event["post"]["parameters"]}
    assert names == {"okaeri-event-id", "okaeri-seq", "okaeri-signature"}
    page = docs.page(document)
    assert all(f"<code>{kind}</code>" in page for kind in told.KINDS)
    assert re.search(r"300\s+seconds", page)
