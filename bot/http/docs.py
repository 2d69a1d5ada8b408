"""/docs: the OpenAPI document as one plain page that needs nothing from outside, with an example of everything."""

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.http import told
from bot.http.examples import STORY, curl, resolved

Document = Mapping[str, Any]

_PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}: HTTP</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><link rel="icon" href="data:,"><style>
:root{{color-scheme:light dark}}
body{{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem}}
h2{{margin:2.5rem 0 .5rem;font-size:1.1rem;color:#8a8f98;text-transform:uppercase;letter-spacing:.06em}}
details{{border:1px solid #8884;border-radius:12px;margin:.4rem 0;padding:.5rem 1rem}}summary{{cursor:pointer}}
code,pre{{font:13px/1.5 ui-monospace,monospace}}pre{{overflow-x:auto;background:#8881;border-radius:8px;padding:.6rem}}
b{{display:inline-block;min-width:4.5em;color:#2a8fd6}}small{{color:#8a8f98}}li{{margin:.1rem 0}}
td{{padding:.15rem 1rem .15rem 0;vertical-align:top}}tr:target{{background:#fd04}}
</style></head><body><h1>{title}</h1><p>{description}
The machine-readable form is <a href="/openapi.json">/openapi.json</a>.</p>
{manners}{keys}{body}{problems}</body></html>"""

_MANNERS = """<ul>
<li><b>Keys</b> are made by the owner in the chat (/integrations), shown once, and sent as
<code>Authorization: Bearer …</code>. What each kind may do stands beside the operations.</li>
<li><b>Twice</b> What changes something wants an <code>Idempotency-Key</code>, made by you, one for each thing to be
done. Send the same request again under it as often as you like: it is done once, and the same bytes come back with
<code>Idempotent-Replayed: true</code>, refusals too. Answers are kept for 30 days.</li>
<li><b>Sums</b> are whole numbers of minor units, points are whole, moments carry their offset. Nothing is guessed: a
text, a fraction or an unknown field is refused.</li>
<li><b>Pages</b> end with <code>next</code>: ask again with <code>cursor</code>. null: that was the last one.</li>
<li><b>No</b> is a problem document (RFC 9457) in the language of <code>Accept-Language</code>; go by its
<code>code</code>. 409: not now; 422: something is wrong with the request; 429 and 503: again in a moment.</li>
</ul>"""


def page(document: Document, demo: Mapping[str, str] | None = None, codes: Mapping[str, str] | None = None) -> str:
    """The page for an OpenAPI *document*. *demo*: the sandbox's own keys by scope; *codes*: every problem, in a
    sentence."""
    groups: dict[str, list[str]] = {}
    for path, verbs in document.get("paths", {}).items():
        for verb, operation in verbs.items():
            tag = (operation.get("tags") or ["other"])[0]
            groups.setdefault(tag, []).append(_operation(document, verb, path, operation))
    title, said = (html.escape(document["info"].get(name, "")) for name in ("title", "description"))
    body = "".join(f"<h2>{html.escape(tag)}</h2>{''.join(found)}" for tag, found in groups.items())
    shown = _MANNERS if any("x-act" in each for verbs in document["paths"].values() for each in verbs.values()) else ""
    return _PAGE.format(
        title=title,
        description=said,
        manners=shown,
        keys=_keys(demo or {}),
        body=body + told.section(document),
        problems=_codes(codes or {}),
    )


def _keys(demo: Mapping[str, str]) -> str:
    """What a shell must know before the examples run as they stand."""
    if not demo:
        return ""
    lines = ["export OKAERI=<span id=here>http://127.0.0.1:8080</span>"]
    lines += [f"export {scope.upper()}={html.escape(key)}" for scope, key in demo.items()]
    lines += ["export SHOWN=482915  # the six digits under Ann's card: &quot;Code for the till&quot;"]
    story = f"<h2>One sale, from quote to refund</h2><pre>{html.escape(STORY)}</pre>"
    here = "<script>document.getElementById('here').textContent=location.origin</script>"
    return f"<h2>The sandbox's own keys</h2><pre>{chr(10).join(lines)}</pre>{story}{here}"


def _operation(document: Document, verb: str, path: str, operation: Document) -> str:
    answers = "".join(
        f"<li><code>{code}</code> {html.escape(answer['description'])}</li>"
        for code, answer in operation["responses"].items()
    )
    said = html.escape(operation.get("description", operation.get("summary", "")))
    scopes = ", ".join(operation.get("x-scopes", ()))
    keys = f" <small>{html.escape(operation.get('summary', ''))} · {scopes}</small>" if scopes else ""
    name = f"<summary><b>{verb.upper()}</b><code>{html.escape(path)}</code>{keys}</summary>"
    rows = "".join([*_parameters(operation), *_fields(document, operation)])
    line = f"<pre>{html.escape(curl(document, verb, path, operation))}</pre>" if scopes else ""
    return f"<details>{name}<p>{_code(said)}</p>{line}<table>{rows}</table><ul>{answers}</ul></details>"


def _code(said: str) -> str:
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", said)


def _parameters(operation: Document) -> Iterator[str]:
    for each in operation.get("parameters", ()):
        if each["in"] != "header":
            yield _row(each["name"], each["schema"], each.get("required", False))


def _fields(document: Document, operation: Document) -> Iterator[str]:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    form = resolved(document, content.get("schema", {}))
    for name, schema in form.get("properties", {}).items():
        yield _row(name, resolved(document, schema), name in form.get("required", ()))


def _row(name: str, schema: Document, required: bool) -> str:
    kinds = [schema.get("type"), *(part.get("type") for part in schema.get("anyOf", ()))]
    kind = " or ".join(kind for kind in kinds if kind)
    note = schema.get("description", "") + ("" if required else " (may be left out)")
    return f"<tr><td><code>{html.escape(name)}</code></td><td>{kind}</td><td>{_code(html.escape(note))}</td></tr>"


def _codes(codes: Mapping[str, str]) -> str:
    rows = (
        f"<tr id='{html.escape(code)}'><td><code>{html.escape(code)}</code></td><td>{html.escape(sentence)}</td></tr>"
        for code, sentence in sorted(codes.items())
    )
    return f"<h2>Problems by code</h2><table>{''.join(rows)}</table>" if codes else ""
