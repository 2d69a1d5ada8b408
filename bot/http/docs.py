"""/docs: the OpenAPI document as one plain page that needs nothing from outside."""

import html
from typing import Any

_PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}: HTTP</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><link rel="icon" href="data:,"><style>
:root{{color-scheme:light dark}}
body{{font:16px/1.5 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem}}
section{{border-top:1px solid #8884;padding:.5rem 0}}code{{font:14px/1.5 ui-monospace,monospace}}
h2{{font-size:1rem;margin:.5rem 0}}b{{display:inline-block;min-width:4em;color:#2a8fd6}}li{{margin:.1rem 0}}
</style></head><body><h1>{title}</h1><p>{description}
The machine-readable form is <a href="/openapi.json">/openapi.json</a>.</p>{body}</body></html>"""


def page(document: dict[str, Any]) -> str:
    """The page for an OpenAPI *document*."""
    operations = [
        _section(verb, path, operation)
        for path, verbs in document.get("paths", {}).items()
        for verb, operation in verbs.items()
    ]
    title, said = (html.escape(document["info"].get(name, "")) for name in ("title", "description"))
    return _PAGE.format(title=title, description=said, body="".join(operations))


def _section(verb: str, path: str, operation: dict[str, Any]) -> str:
    answers = "".join(
        f"<li><code>{code}</code> {html.escape(answer['description'])}</li>"
        for code, answer in operation["responses"].items()
    )
    said = html.escape(operation.get("description", operation.get("summary", "")))
    name = f"<h2><b>{verb.upper()}</b><code>{html.escape(path)}</code></h2>"
    return f"<section>{name}<p>{said}</p><ul>{answers}</ul></section>"
