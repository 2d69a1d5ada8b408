"""The text of a segment cut into words, and how a mistake in it is pointed at."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NoReturn

from bot.rules.errors import RuleBroken

LONGEST_TEXT = 3_000
AROUND = 24  # letters of the text that are shown before the mistake
POINTER = "👉 "
TokenKind = Literal["word", "name", "number", "id", "sign", "end"]


class SegmentSyntax(RuleBroken):
    """The text is no segment: "segment.text_…" with `word` (where it goes wrong; "" is the end), `position` (its first
    letter, from 1), `shown` (the place, with a pointer) and `words` (what could stand there)."""


@dataclass(frozen=True, slots=True)
class Token:
    """`text` is folded for words and bare for names; `typed` is what stands there."""

    kind: TokenKind
    text: str
    typed: str
    at: int


_TOKEN = re.compile(
    r"""\s*(?:
      (?P<name>"(?:[^"\\]|\\.)*"|“[^”]*”|„[^”“]*[”“]|«[^»]*»)
    | (?P<open>["“„«])
    | \#(?P<id>[0-9]{1,18})
    | (?P<number>[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)
    | (?P<word>[^\W\d_][\w'’-]*)
    | (?P<sign>>=|<=|≥|≤|\S)
    )""",
    re.VERBOSE | re.DOTALL,
)


def tokens(text: str) -> list[Token]:
    """The words of *text*, and its end. Raises SegmentSyntax for a quotation mark that is not closed."""
    found: list[Token] = []
    place = 0
    while match := _TOKEN.match(text, place):
        kind, at = match.lastgroup or "sign", match.start(match.lastgroup or 0)
        if kind == "open":
            fail("quote", text, Token("sign", match["open"], match["open"], at))
        found.append(_token(kind, match[kind], at))
        place = match.end()
    return [*found, Token("end", "", "", len(text))]


def _token(kind: str, typed: str, at: int) -> Token:
    match kind:
        case "name":
            bare = re.sub(r"\\(.)", r"\1", typed[1:-1], flags=re.DOTALL) if typed[0] == '"' else typed[1:-1]
            return Token("name", bare, typed, at)
        case "number":
            return Token("number", re.sub(r"[^0-9.]", "", typed), typed, at)
        case "id":
            return Token("id", typed, f"#{typed}", at - 1)
        case "word":
            return Token("word", typed.casefold(), typed, at)
    return Token("sign", {"≥": ">=", "≤": "<="}.get(typed, typed), typed, at)


def quoted(name: str) -> str:
    """*name* as a token that is read as it."""
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def fail(what: str, text: str, wrong: Token, words: Iterable[str] = ()) -> NoReturn:
    """Raises SegmentSyntax: the text goes wrong at that token; *words* could stand there."""
    begins = max(0, wrong.at - AROUND)
    before = ("…" if begins else "") + text[begins : wrong.at]
    facts = {"word": wrong.typed, "position": wrong.at + 1, "shown": f"{before}{POINTER}{wrong.typed[:AROUND]}"}
    raise SegmentSyntax(f"segment.text_{what}", **facts, words=", ".join(words))
