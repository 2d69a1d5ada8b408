"""Entities back into HTML that is safe to show: what a person sees of a message."""

import functools
import html
import json
from typing import Any

from bot.sandbox.links import normal_link

Entity = dict[str, Any]

_TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote",
    "hashtag": "span",
    "mention": "span",
}
_COMMAND = "bot_command"


def as_html(text: str, entities: list[Entity]) -> str:
    """*text* with its entities as tags; everything else is escaped."""
    return _as_html(text, json.dumps(entities)) if entities else html.escape(text)


@functools.lru_cache(maxsize=4096)
def _as_html(text: str, entities_json: str) -> str:
    entities: list[Entity] = json.loads(entities_json)
    units = text.encode("utf-16-le")
    cuts = sorted({0, len(units) // 2, *(at for e in entities for at in (e["offset"], e["offset"] + e["length"]))})
    out: list[str] = []
    open_entities: list[Entity] = []
    for start, end in zip(cuts, [*cuts[1:], None], strict=True):
        open_entities = _close(open_entities, start, out)
        for entity in (e for e in entities if e["offset"] == start):
            out.append(_opening(entity, _slice(units, start, start + entity["length"])))
            open_entities.append(entity)
        if end is not None:
            out.append(html.escape(_slice(units, start, end)))
    return "".join(out)


def _close(open_entities: list[Entity], at: int, out: list[str]) -> list[Entity]:
    """Closes what ends here, and reopens what was opened inside it and goes on."""
    ended = [number for number, e in enumerate(open_entities) if e["offset"] + e["length"] <= at]
    if not ended:
        return open_entities
    keep, inner = open_entities[: ended[0]], open_entities[ended[0] :]
    out.extend(_closing(entity) for entity in reversed(inner))
    go_on = [entity for entity in inner if entity["offset"] + entity["length"] > at]
    out.extend(_opening(entity, "") for entity in go_on)
    return keep + go_on


def _opening(entity: Entity, inner: str) -> str:
    kind = entity["type"]
    if kind in ("text_link", "url", "email"):
        target = entity.get("url") or (f"mailto:{inner}" if kind == "email" else _with_scheme(inner))
        return f'<a href="{html.escape(target)}">' if kind == "email" or normal_link(target) else "<a>"
    if kind == _COMMAND:
        return f'<a data-say="{html.escape(inner)}">'
    return f"<{_TAGS.get(kind, 'span')}>"


def _closing(entity: Entity) -> str:
    kind = entity["type"]
    return "</a>" if kind in ("text_link", "url", "email", _COMMAND) else f"</{_TAGS.get(kind, 'span')}>"


def _with_scheme(link: str) -> str:
    return link if "://" in link else f"https://{link}"


def _slice(units: bytes, start: int, end: int) -> str:
    return units[start * 2 : end * 2].decode("utf-16-le", errors="replace")
