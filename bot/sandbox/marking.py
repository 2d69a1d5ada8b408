"""HTML as Telegram reads it: the same tags, the same refusals at the same byte offsets, entities counted in UTF-16.

Written by hand because being exactly as strict, and exactly as lenient, as Telegram is what the sandbox is for:
only ``&lt; &gt; &amp; &quot;`` and numeric references are decoded, and a lonely ``&`` is no mistake.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.links import normal_link
from bot.sandbox.refusal import Refusal, bad_request

Entity = dict[str, Any]

_STYLES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "u": "underline",
    "ins": "underline",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
}
_TAGS = {*_STYLES, "a", "tg-emoji", "tg-time", "pre", "blockquote"}
_SPACE = b" \t\r\n\v\0"
_REFERENCE = re.compile(rb"&(?:#(?:x([0-9a-fA-F]+)|([0-9]+))|(lt|gt|amp|quot));?")
_NAMED = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}
_NAME_TOKEN = re.compile(rb"[A-Za-z0-9.\-]*")


@dataclass
class _Open:
    tag: str
    attributes: dict[str, str]
    offset: int
    start: int


@dataclass
class HtmlReader:
    """Reads one text once; ``text`` and ``entities`` hold the result."""

    source: bytes
    at: int = 0
    units: int = 0
    out: list[str] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)

    def read(self) -> tuple[str, list[Entity]]:
        """The text without its marks and its entities; raises what Telegram would answer."""
        while self.at < len(self.source):
            if self.source[self.at] == 0x3C:
                self._tag()
            else:
                self._plain()
        if self.open:
            raise _wrong(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return "".join(self.out), self.entities

    def _plain(self) -> None:
        if self.source[self.at] == 0x26:
            char, self.at = _reference(self.source, self.at)
            self._put(char)
            return
        ends = [end for end in (self.source.find(b"<", self.at), self.source.find(b"&", self.at)) if end >= 0]
        end = min(ends, default=len(self.source))
        self._put(self.source[self.at : end].decode())
        self.at = end

    def _put(self, text: str) -> None:
        self.out.append(text)
        self.units += len(text.encode("utf-16-le")) // 2

    def _byte(self) -> int:
        """The byte here, or 0 behind the end, as Telegram's own reader sees it."""
        return self.source[self.at] if self.at < len(self.source) else 0

    def _skip_spaces(self) -> None:
        while self.at < len(self.source) and self.source[self.at] in _SPACE:
            self.at += 1

    def _word(self, stop: bytes) -> bytes:
        start = self.at
        while self._byte() not in _SPACE and self._byte() not in stop:
            self.at += 1
        return self.source[start : self.at]

    def _tag(self) -> None:
        begin = self.at
        self.at += 1
        if self._byte() == 0x2F:
            self._end_tag(begin)
        else:
            self._start_tag(begin)

    def _start_tag(self, begin: int) -> None:
        tag = self._word(b">").decode(errors="replace").lower()
        if self.at >= len(self.source):
            raise _wrong(f"Unclosed start tag at byte offset {begin}")
        if tag not in _TAGS:
            raise _wrong(f'Unsupported start tag "{tag}" at byte offset {begin}')
        attributes = self._attributes(tag, begin)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise _wrong(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self.open.append(_Open(tag, attributes, self.units, len(self.out)))

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        found: dict[str, str] = {}
        while self._byte() != 0x3E:
            self._skip_spaces()
            if self._byte() == 0x3E:
                break
            name = self._word(b"=>" if tag == "blockquote" else b"=").decode(errors="replace").lower()
            if not name:
                raise _wrong(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
            self._skip_spaces()
            if self._byte() != 0x3D:
                if tag == "blockquote" and name == "expandable" and self.at < len(self.source):
                    found[name] = "1"
                    continue
                raise _wrong(
                    f'Expected equal sign in declaration of an attribute of the tag "{tag}" at byte offset {begin}'
                )
            self.at += 1
            found[name] = self._value(tag, begin)
        self.at += 1
        return found

    def _value(self, tag: str, begin: int) -> str:
        self._skip_spaces()
        if self.at >= len(self.source):
            raise _wrong(f'Unclosed start tag "{tag}" at byte offset {begin}')
        value = self._quoted() if self._byte() in b"\"'" else self._name_token()
        if self.at >= len(self.source):
            raise _wrong(f"Unclosed start tag at byte offset {begin}")
        return value

    def _name_token(self) -> str:
        start = self.at
        token = _NAME_TOKEN.match(self.source, start)
        self.at = token.end() if token else start
        if self._byte() not in _SPACE + b">":
            raise _wrong(f"Unexpected end of name token at byte offset {start}")
        return self.source[start : self.at].decode().lower()

    def _quoted(self) -> str:
        quote, self.at = self._byte(), self.at + 1
        end = self.source.find(bytes([quote]), self.at)
        end = len(self.source) if end < 0 else end
        value = _decode_references(self.source[self.at : end])
        self.at = end + 1
        return value

    def _end_tag(self, begin: int) -> None:
        if not self.open:
            raise _wrong(f"Unexpected end tag at byte offset {begin}")
        self.at += 1
        name = self._word(b">").decode(errors="replace")
        self._skip_spaces()
        if self._byte() != 0x3E:
            raise _wrong(f"Unclosed end tag at byte offset {begin}")
        self.at += 1
        opened = self.open.pop()
        if name and name.lower() != opened.tag:
            raise _wrong(f'Unmatched end tag at byte offset {begin}, expected "</{opened.tag}>", found "</{name}>"')
        if self.units > opened.offset:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        entity = _entity(opened, "".join(self.out[opened.start :]))
        if entity is None:
            return
        place = {"offset": opened.offset, "length": self.units - opened.offset}
        inside = self.entities[-1] if self.entities else None
        if entity["type"] == "pre" and inside and inside.items() >= {**place, "type": "code"}.items():
            self.entities.pop()
            entity |= {key: inside[key] for key in ("language",) if key in inside}
        self.entities.append({"type": entity.pop("type"), **place, **entity})


def _entity(opened: _Open, inner: str) -> Entity | None:
    """What an opened tag means once it is closed; ``None`` when Telegram lets it fall silently."""
    tag, attributes = opened.tag, opened.attributes
    if tag in _STYLES:
        language = attributes.get("class", "").removeprefix("language-") if tag == "code" else ""
        return {"type": _STYLES[tag], **({"language": language} if language else {})}
    if tag == "a":
        return _anchor(attributes.get("href") or inner)
    if tag == "blockquote":
        return {"type": "expandable_blockquote" if "expandable" in attributes else "blockquote"}
    if tag == "tg-emoji":
        return {"type": "custom_emoji", "custom_emoji_id": attributes.get("emoji-id", "")}
    if tag == "tg-time":
        shape = {"date_time_format": attributes["format"]} if "format" in attributes else {}
        return {"type": "date_time", "unix_time": int(attributes.get("unix") or 0), **shape}
    return {"type": tag}


def _anchor(href: str) -> Entity | None:
    link = normal_link(href)
    return {"type": "text_link", "url": link} if link else None


def _reference(source: bytes, at: int) -> tuple[str, int]:
    found = _REFERENCE.match(source, at)
    if not found:
        return "&", at + 1
    if found[3]:
        return _NAMED[found[3]], found.end()
    code = int(found[1], 16) if found[1] else int(found[2])
    if not 0 < code < 0x10FFFF or 0xD800 <= code < 0xE000:
        return "&", at + 1
    return chr(code), found.end()


def _decode_references(source: bytes) -> str:
    return _REFERENCE.sub(lambda found: _reference(found[0], 0)[0].encode(), source).decode(errors="replace")


def _wrong(text: str) -> Refusal:
    return bad_request(f"can't parse entities: {text}")
