"""What an operation of the API says of itself besides its form: the act it needs, and where its answer leads."""

from collections.abc import Mapping
from typing import Any

from fastapi.routing import APIRoute

from bot.rules.access import SCOPES

ACT, SCOPED = "x-act", "x-scopes"


def does(act: str, leads: Mapping[int, list[dict[str, Any]]] | None = None) -> dict[str, Any]:
    """For a route's `openapi_extra`: the *act* of bot/rules/access.SCOPES it asks for, and, by status, the operations
    that can be done with what it answers (see `link`)."""
    answers = {
        str(status): {"links": {each["operationId"]: each for each in links}} for status, links in (leads or {}).items()
    }
    said = {ACT: act, SCOPED: sorted(scope.value for scope in SCOPES[act])}
    return {**said, "responses": answers} if answers else said


def link(operation: str, *, body: Mapping[str, str] | None = None, **parameters: str) -> dict[str, Any]:
    """A way on to *operation* ("members.see"), its parameters filled from the answer: `link("members.see",
    member_id="id")`; *body* likewise, field by field."""
    said: dict[str, Any] = {"operationId": operation}
    if parameters:
        said["parameters"] = {name: f"$response.body#/{field}" for name, field in parameters.items()}
    if body:
        said["requestBody"] = {name: f"$response.body#/{field}" for name, field in body.items()}
    return said


def name_of(route: APIRoute) -> str:
    """Its operationId: the tag and the function's name, as in "promo_codes.check"."""
    return f"{str(route.tags[0]).lower().replace(' ', '_')}.{route.name}"
