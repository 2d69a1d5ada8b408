"""Each operation of the OpenAPI document as a line of curl that works as it stands, once the keys are set."""

import json
from collections.abc import Mapping
from typing import Any

SHOWN_WITH = ("till", "site", "partner", "read")  # the first of these that may do it
BASE = "$OKAERI"

# One sale at the till, from quote to refund, for a shell; README.md has the same lines. SHOWN: the six digits below the
# member's card. Its keys are the receipt's own: run again, it does nothing again and says the same.
STORY = r"""
till() { curl -sX "$1" "$OKAERI/api/v1$2" -H "Authorization: Bearer $TILL" -H "Idempotency-Key: receipt-1001$2" \
  -H "Content-Type: application/json" ${3:+-d "$3"}; }
told() { sed -nE "s/.*\"$1\":\"?([^,\"}]*).*/\1/p"; }

MEMBER=$(till POST /members/find '{"phone": "+48600100200"}' | told id)
QUOTE=$(till POST /quotes "{\"member_id\": $MEMBER, \"amount_minor\": 124000, \"outlet_id\": 1,
  \"points\": 100}" | told quote)
HOLD=$(till POST /holds "{\"member_id\": $MEMBER, \"points\": 100, \"eligible_minor\": 124000,
  \"shown\": \"$SHOWN\"}" | told id)
ORDER=$(till POST /sales "{\"member_id\": $MEMBER, \"amount_minor\": 124000, \"outlet_id\": 1, \"quote\": \"$QUOTE\",
  \"hold\": $HOLD, \"slip\": {\"terminal\": \"1\", \"receipt\": \"1001\"}}" | told order_id)
till POST /orders/$ORDER/returns '{"amount_minor": 40000, "reason": "Cold on arrival"}'
till GET /members/$MEMBER/balance
""".lstrip()


def key_for(operation: Mapping[str, Any]) -> str | None:
    """The kind of key its example uses; None: it needs none."""
    return next((scope for scope in SHOWN_WITH if scope in operation.get("x-scopes", ())), None)


def curl(document: Mapping[str, Any], verb: str, path: str, operation: Mapping[str, Any]) -> str:
    """The line for a shell, an option a line."""
    address = f'"{BASE}{filled(path, operation)}"'
    said = [f"curl -s {address}" if verb == "get" else f"curl -sX {verb.upper()} {address}"]
    if scope := key_for(operation):
        said.append(f'-H "Authorization: Bearer ${scope.upper()}"')
    if any(each["name"] == "Idempotency-Key" for each in operation.get("parameters", ())):
        said.append('-H "Idempotency-Key: $(date +%s%N)"')
    if (body := example(document, operation)) is not None:
        said.append('-H "Content-Type: application/json"')
        said.append(f"-d '{json.dumps(body, ensure_ascii=False)}'")
    return " \\\n  ".join(said)


def filled(path: str, operation: Mapping[str, Any]) -> str:
    """The address with an example for each of its parts."""
    parts = {each["name"]: each["schema"] for each in operation.get("parameters", ()) if each["in"] == "path"}
    return path.format(**{name: schema.get("examples", [1])[0] for name, schema in parts.items()})


def example(document: Mapping[str, Any], operation: Mapping[str, Any]) -> Any:
    """The body its form shows first; None: it takes none."""
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if content is None:
        return None
    return resolved(document, content["schema"]).get("examples", [{}])[0]


def resolved(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """The form itself where *schema* only names it."""
    named: Mapping[str, Any] = document.get("components", {}).get("schemas", {})
    return named[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
