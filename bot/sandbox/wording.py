"""A text on its way into a message: marks taken out, ends trimmed, links and commands found, lengths counted."""

import functools
import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from bot.sandbox.marking import Entity, HtmlReader
from bot.sandbox.refusal import Refusal, bad_request
from bot.sandbox.schema import utf16

_FOUND = re.compile(
    r"(?P<url>\bhttps?://[^\s<>\"«»]+[^\s<>\"«».,;:!?)\]}'…]|\b(?:t\.me|www\.[\w-]+\.\w+)/[^\s<>\"]+[^\s<>\".,;:!?)])"
    r"|(?P<email>\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b)"
    r"|(?P<bot_command>(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?(?![\w/]))"
    r"|(?P<mention>(?<!\w)@[A-Za-z]\w{3,31}\b)"
    r"|(?P<hashtag>(?<![\w&])#\w*[^\W\d]\w*)"
)
_EXPLICIT = {"code", "pre", "text_link", "text_mention"}


class Worded(NamedTuple):
    """A text and its entities; both are shared by a cache, so nobody changes them."""

    text: str
    entities: tuple[Entity, ...]


@functools.lru_cache(maxsize=4096)
def worded(text: str, parse_mode: str | None) -> Worded:
    """What the person will read of *text*; raises Telegram's refusal of wrong marks."""
    mode = (parse_mode or "none").lower()
    if mode == "html":
        marked, entities = HtmlReader(text.encode()).read() if "<" in text or "&" in text else (text, [])
    elif mode == "none":
        marked, entities = text, []
    elif mode in ("markdown", "markdownv2"):
        raise Refusal(501, f"Sandbox: parse_mode {parse_mode} is not played here")
    else:
        raise bad_request("unsupported parse_mode")
    return with_found(*trimmed(marked, entities))


def with_entities(text: str, entities: Iterable[dict[str, Any]]) -> Worded:
    """The same for a text whose entities the bot counted itself."""
    given = list(entities)
    total = utf16(text)
    for entity in given:
        if entity["offset"] < 0 or entity["length"] < 1 or entity["offset"] + entity["length"] > total:
            raise bad_request("entity begins or ends in a middle of a UTF-16 symbol or outside of the text")
    return with_found(*trimmed(text, given))


def trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Telegram cuts white space at both ends and moves the entities along."""
    kept = text.strip()
    if kept == text or not entities:
        return kept, entities
    shift, end = utf16(text[: len(text) - len(text.lstrip())]), utf16(kept)
    moved = []
    for entity in entities:
        start = max(entity["offset"] - shift, 0)
        stop = min(entity["offset"] + entity["length"] - shift, end)
        if stop > start:
            moved.append({**entity, "offset": start, "length": stop - start})
    return kept, moved


def with_found(text: str, entities: list[Entity]) -> Worded:
    """Adds the links, commands, names and addresses that Telegram finds by itself."""
    taken = [(e["offset"], e["offset"] + e["length"]) for e in entities if e["type"] in _EXPLICIT]
    found = []
    for match in _FOUND.finditer(text):
        offset, length = utf16(text[: match.start()]), utf16(match[0])
        if not any(start < offset + length and offset < end for start, end in taken):
            found.append({"type": match.lastgroup or "url", "offset": offset, "length": length})
    if found:
        entities = sorted([*entities, *found], key=lambda e: (e["offset"], -e["length"]))
    return Worded(text, tuple(entities))
