"""The API as its OpenAPI document describes it: every operation, with a request that its examples make."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.http import api
from bot.http.server import application


@dataclass(frozen=True)
class Operation:
    """One of them; `body` None: it takes none."""

    id: str
    verb: str
    path: str  # without /api/v1
    said: dict[str, Any]
    body: Any = None

    @property
    def scopes(self) -> set[str]:
        return set(self.said["x-scopes"])

    @property
    def parts(self) -> list[str]:
        """The names in its path, such as "member_id"."""
        return [each["name"] for each in self.said.get("parameters", []) if each["in"] == "path"]

    def at(self, **numbers: Any) -> str:
        """Its address, 1 for every number not given."""
        return self.path.format(**dict.fromkeys(self.parts, 1) | numbers)


def document() -> dict[str, Any]:
    """As it is served at /openapi.json."""
    app = application()
    app.include_router(api.router(lambda: None))
    return app.openapi()


def operations(whole: dict[str, Any]) -> Iterator[Operation]:
    for path, verbs in whole["paths"].items():
        for verb, said in verbs.items():
            body = _example(whole, said)
            yield Operation(said["operationId"], verb.upper(), path.removeprefix(api.PREFIX), said, body)


def _example(whole: dict[str, Any], said: dict[str, Any]) -> Any:
    if "requestBody" not in said:
        return None
    schema = said["requestBody"]["content"]["application/json"]["schema"]
    named = whole["components"]["schemas"][schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    assert named.get("examples"), f"{said['operationId']}: {named.get('title')} has no example"
    return named["examples"][0]
