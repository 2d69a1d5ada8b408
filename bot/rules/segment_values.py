"""Reading the words of a segment's text one after the other: numbers, sums, days, names and words of a set."""

from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from typing import NoReturn

from babel.numbers import get_currency_precision

from bot.rules.dishes import fold
from bot.rules.segment_kinds import LONGEST_NAME, LONGEST_WORD, MOST_NUMBER, MOST_PERCENT
from bot.rules.segment_phrases import UNITS, WORDS
from bot.rules.segment_tokens import Token, fail

RESERVED = frozenset({"and", "or", "not"})
MONEY = ("spend", "average")
SMALLEST_LARGEST = {
    "fifth": (1, 5),
    "stars": (1, 5),
    "tenths": (10, 50),
    "hours": (0, 23),
    "percent": (0, MOST_PERCENT),
}


def decimals(kind: str, asked: str, currency: str) -> int:
    """How many digits after the point a number of that question may have."""
    if kind == "tenths":
        return 1
    return get_currency_precision(currency) if asked in MONEY else 0


class Values:
    """The words of a text and how far one has read."""

    def __init__(self, text: str, words: Sequence[Token], currency: str, spelling: Callable[[str], str]) -> None:
        self._text, self._words, self._place = text, words, 0
        self._currency, self._spelling = currency, spelling

    @property
    def next(self) -> Token:
        return self._words[self._place]

    def skip(self) -> None:
        self._place = min(self._place + 1, len(self._words) - 1)

    def takes(self, *wanted: str) -> bool:
        """Whether these are the next words; if so, they are read."""
        ahead = self._words[self._place : self._place + len(wanted)]
        if [token.text for token in ahead if token.kind in ("word", "sign")] != list(wanted):
            return False
        self._place += len(wanted)
        return True

    def fail(self, what: str, words: Iterable[str] = ()) -> NoReturn:
        fail(what, self._text, self.next, words)

    def link(self) -> bool:
        return self.takes("is") or self.takes("in") or self.takes("=") or self.takes(":")

    def days(self) -> int:
        return self.number("number", "days")

    def number(self, kind: str, asked: str, more: int = 0) -> int:
        """A number of that kind, *more* added in its smallest unit; its unit may follow."""
        least, most = SMALLEST_LARGEST.get(kind, (0, MOST_NUMBER))
        token, digits = self.next, decimals(kind, asked, self._currency)
        whole, _, fraction = token.text.partition(".")
        if token.kind != "number" or len(fraction) > digits or len(whole) > len(str(MOST_NUMBER)):
            self.fail("number", self._between(least, most, digits))
        value = int(whole + fraction.ljust(digits, "0")) + more
        if not least <= value <= most:
            self.fail("number", self._between(least, most, digits))
        self.skip()
        if self.next.text in UNITS or self.next.text == self._currency.casefold():
            self.skip()
        return value

    def _between(self, least: int, most: int, digits: int) -> list[str]:
        if most == MOST_NUMBER:
            return ["30"]
        return [f"{least / 10**digits:g}", f"{most / 10**digits:g}"]

    def value(self, kind: str) -> str | int:
        """A word or number of that kind, or of a list of that kind."""
        if kind == "hours":
            return self.number(kind, "hours")
        return self._of_set(kind) if kind in WORDS else self._name(kind)

    def _of_set(self, kind: str) -> str | int:
        words, token = WORDS[kind], self.next
        if token.text not in words or token.kind not in ("word", "name"):
            self.fail("one_of", get_close_matches(token.text, words, n=1) or words)
        self.skip()
        return words[token.text]

    def _name(self, kind: str) -> str:
        longest = LONGEST_WORD if kind.startswith("word") else LONGEST_NAME
        token = self.next
        bare = token.kind == "word" and token.text not in RESERVED
        text = token.typed if bare else token.text
        if not (bare or token.kind == "name") or not 0 < len(text) <= longest or "\x00" in text:
            self.fail("name")
        self.skip()
        return fold(text) if kind == "name" else self._spelling(text)
