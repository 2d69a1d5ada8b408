"""``/sim/docs``: ``/sim`` described on one plain page, made from its OpenAPI document, nothing from outside."""

import html
import json
from typing import Any

_PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>Sandbox: /sim</title><link rel="icon" href="/page/mark.svg">
<meta name="viewport" content="width=device-width,initial-scale=1"><style>
:root{{color-scheme:light dark}}
body{{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem}}
h2{{margin:2.5rem 0 .5rem;font-size:1.1rem;color:#8a8f98;text-transform:uppercase;letter-spacing:.06em}}
details{{border:1px solid #8884;border-radius:12px;margin:.4rem 0;padding:.5rem 1rem}}
summary{{cursor:pointer}}code,pre{{font:13px/1.5 ui-monospace,monospace}}
b{{display:inline-block;width:4.5em;color:#2a8fd6}}td{{padding:.15rem 1rem .15rem 0;vertical-align:top}}
</style></head><body><h1>Playing people: <code>/sim</code></h1>
<p>JSON in and out. A person who cannot do what was asked answers 409 with the reason in <code>detail</code>.
The machine-readable form is <a href="/sim/openapi.json">/sim/openapi.json</a>.</p>{body}</body></html>"""


def docs_page(document: dict[str, Any]) -> str:
    """The page for an OpenAPI *document*."""
    groups: dict[str, list[str]] = {}
    for path, operations in document["paths"].items():
        for verb, operation in operations.items():
            tag = (operation.get("tags") or ["other"])[0]
            groups.setdefault(tag, []).append(_operation(document, verb, path, operation))
    body = "".join(f"<h2>{html.escape(tag)}</h2>{''.join(found)}" for tag, found in groups.items())
    return _PAGE.format(body=body)


def _operation(document: dict[str, Any], verb: str, path: str, operation: dict[str, Any]) -> str:
    rows = [
        _row(parameter["name"], parameter.get("schema", {}), parameter["in"] == "path")
        for parameter in operation.get("parameters", [])
    ]
    content = operation.get("requestBody", {}).get("content", {})
    schema = content.get("application/json", {}).get("schema", {})
    for reference in [schema, *schema.get("anyOf", [])]:
        model = document["components"]["schemas"].get(reference.get("$ref", "").rpartition("/")[2], {})
        required = model.get("required", [])
        rows += [_row(name, field, name in required) for name, field in model.get("properties", {}).items()]
    table = f"<table>{''.join(rows)}</table>" if rows else ""
    said = html.escape(operation.get("description", ""))
    return f"<details><summary><b>{verb.upper()}</b><code>{path}</code></summary><p>{said}</p>{table}</details>"


def _row(name: str, schema: dict[str, Any], required: bool) -> str:
    kinds = [schema.get("type"), *(part.get("type") for part in schema.get("anyOf", []))]
    kind = " or ".join(kind for kind in kinds if kind) or "one of " + json.dumps(schema.get("enum", ""))
    note = schema.get("description", "") + ("" if required else f" (default {json.dumps(schema.get('default'))})")
    return f"<tr><td><code>{html.escape(name)}</code></td><td>{html.escape(kind)}</td><td>{html.escape(note)}</td></tr>"
