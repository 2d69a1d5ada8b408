"""Telegram's HTML as people of the shop write it: the tags it knows, each closed in its turn."""

import re

_STYLES = frozenset({"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "code", "pre", "tg-spoiler"})
_TAG = re.compile(r"<(/?)([A-Za-z-]+)([^<>]*)>")
_LINK = re.compile(r"""\s+href=("[^"<>{}]+"|'[^'<>{}]+')\s*""")


def broken_at(text: str) -> str | None:
    """None when Telegram will read *text* as HTML, else the piece at which it stops: a tag it does not know, one never
    closed or closed too early, or a "<" that begins none."""
    opened: list[str] = []
    for piece in re.finditer(r"<[^<>]*>?|>", _without_arrows(text)):
        tag = _TAG.fullmatch(piece[0])
        if tag is None or not _known(tag[1], tag[2].lower(), tag[3]):
            return piece[0]
        if not tag[1]:
            opened.append(tag[2].lower())
        elif not opened or opened.pop() != tag[2].lower():
            return piece[0]
    return f"<{opened[-1]}>" if opened else None


def visible(text: str) -> str:
    """What is left to read when the tags are gone."""
    return _TAG.sub("", text).strip()


def _without_arrows(text: str) -> str:
    """Telegram minds no ">" that stands alone."""
    return re.sub(r"(<[^<>]*>)|>", lambda found: found[1] or "", text)


def _known(closing: str, name: str, rest: str) -> bool:
    if closing:
        return not rest.strip() and (name in _STYLES or name in ("a", "blockquote"))
    if name == "a":
        return bool(_LINK.fullmatch(rest))
    if name == "blockquote":
        return rest.strip() in ("", "expandable")
    return name in _STYLES and not rest.strip()
