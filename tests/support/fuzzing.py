"""What schemathesis is told about us: which key opens an operation, and that a well-formed request is never called
ill-formed. Loaded by its own process (SCHEMATHESIS_HOOKS)."""

import json
import os
from typing import Any

import schemathesis

KEYS: dict[str, str] = json.loads(os.environ.get("OKAERI_KEYS", "{}"))  # scope → key
FIRST = ("site", "till", "partner", "read")  # the first of these that may do it does it


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: Any) -> None:
    if case.meta and getattr(case.meta.phase.data, "parameter", None) == "Authorization":
        return  # what happens without one is the question
    scopes = case.operation.definition.raw.get("x-scopes", [])
    scope = next((each for each in FIRST if each in scopes), None)
    if scope and KEYS:
        case.headers["Authorization"] = f"Bearer {KEYS[scope]}"


@schemathesis.check
def the_form_is_what_it_says(context: Any, response: Any, case: Any) -> None:
    """Unlike the built-in check, a rule of the programme may refuse what is well formed (422, with its own code)."""
    if case.meta is None or not case.meta.generation.mode.is_positive or response.status_code != 422:
        return
    said = json.loads(response.content)
    fields = said["facts"].get("fields", []) if said["code"] == "api.invalid" else []
    # To JSON Schema 1.0 is an integer; to us a sum that is not whole is a mistake.
    whole = {_place(each) for each in fields if each.endswith(("a valid integer", "a whole number"))}
    refused = [each for each in fields if _place(each) not in whole]
    assert not refused, f"well formed, and refused: {refused}"


def _place(field: str) -> str:
    """Where it is, without the kind that was tried: "body.points: Input…" and "body.facts.n.bool: Input…"."""
    where = field.partition(": ")[0]
    return where.rpartition(".")[0] if ".facts." in where else where
