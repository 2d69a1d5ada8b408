"""A segment as a line of text and back: `tier is gold and last order at least 30 days ago and not bought "rolls"`.

"and" binds before "or", brackets before both; names stand in quotation marks. A mistake is pointed at, with what could
stand there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import NoReturn

from bot.rules.dishes import fold
from bot.rules.segment_kinds import KINDS
from bot.rules.segment_phrases import COMPARED, PHRASES, Phrase
from bot.rules.segment_tokens import LONGEST_TEXT, Token, tokens
from bot.rules.segment_tokens import SegmentSyntax as SegmentSyntax
from bot.rules.segment_values import Values
from bot.rules.segments import MOST_PARTS, All, AnyOf, Condition, Not, Saved, Segment, SegmentInvalid, check

SAMPLES = ("tier", "orders", "last order", "bought", "tag", "language")
JOINTS = ("and", "or")
DEEPEST = 30  # brackets and "not" within each other
_BY_LENGTH = sorted(PHRASES, key=lambda phrase: -len(phrase.split))


@dataclass(frozen=True, slots=True)
class Known:
    """The shop's own names. `saved`: number → its name and its newest edition; `spelled`: cities, tags, categories and
    sources as the shop writes them, whose capitals need not be typed."""

    currency: str
    outlets: Mapping[int, str] = field(default_factory=dict)
    saved: Mapping[int, tuple[str, Saved]] = field(default_factory=dict)
    spelled: tuple[str, ...] = ()

    def spelling(self, word: str) -> str:
        if word in self.spelled:
            return word
        return next((name for name in self.spelled if fold(name) == fold(word)), word)


def parse(text: str, known: Known) -> Segment:
    """The segment that *text* says, checked. Raises SegmentSyntax at the first word that cannot stand where it does,
    SegmentInvalid when there is too much of it."""
    if len(text) > LONGEST_TEXT:
        raise SegmentInvalid("segment.too_large", most=MOST_PARTS)
    reader = _Parser(Values(text, tokens(text), known.currency, known.spelling), known)
    segment = reader.whole()
    check(segment)
    return segment


class _Parser:
    """Recursive descent: each method reads one part of the grammar and leaves the next word to the others."""

    def __init__(self, values: Values, known: Known) -> None:
        self._in, self._known, self._deep = values, known, 0

    def whole(self) -> Segment:
        segment = self._either()
        if self._in.next.kind != "end":
            self._in.fail("joint", JOINTS)
        return segment

    def _either(self) -> Segment:
        parts = self._parted("or", self._both)
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def _both(self) -> Segment:
        parts = self._parted("and", self._one)
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _parted(self, joint: str, read: Callable[[], Segment]) -> list[Segment]:
        parts = [read()]
        while self._in.takes(joint):
            parts.append(read())
        return parts

    def _one(self) -> Segment:
        self._deep += 1
        if self._deep > DEEPEST:
            raise SegmentInvalid("segment.too_large", most=MOST_PARTS)
        try:
            return self._inner()
        finally:
            self._deep -= 1

    def _inner(self) -> Segment:
        if self._in.takes("not"):
            return Not(self._one())
        if self._in.takes("("):
            return self._bracketed()
        for word, group in (("everybody", All()), ("nobody", AnyOf())):
            if self._in.takes(word):
                return group
        return self._saved() if self._in.takes("segment") else self._question()

    def _bracketed(self) -> Segment:
        segment = self._either()
        if not self._in.takes(")"):
            self._in.fail("bracket", (*JOINTS, ")"))
        return segment

    def _saved(self) -> Saved:
        token = self._in.next
        names = {number: name for number, (name, _) in self._known.saved.items()}
        return self._known.saved[self._named(token, names)][1]

    def _named(self, token: Token, names: Mapping[int, str]) -> int:
        """The number of what is called so; by its number where two are called alike."""
        wanted = fold(token.text)
        found = [number for number, name in names.items() if token.kind in ("name", "word") and fold(name) == wanted]
        if token.kind == "id" and int(token.text) in names:
            found = [int(token.text)]
        if not found:
            close = get_close_matches(wanted, [fold(name) for name in names.values()], n=3, cutoff=0.5)
            self._in.fail(
                "unknown" if names else "none",
                [name for name in names.values() if fold(name) in close] or names.values(),
            )
        self._in.skip()
        return found[0]

    def _question(self) -> Segment:
        for phrase in _BY_LENGTH:
            if self._in.takes(*phrase.split):
                return _READERS[phrase.shape](self, phrase)
        return self._lost()

    def _lost(self) -> NoReturn:
        """The words so far may begin a question: then it goes wrong at the word after them."""
        first = self._in.next
        begun = [phrase for phrase in PHRASES if phrase.split[0] == first.text and len(phrase.split) > 1]
        if begun and first.kind == "word":
            self._in.skip()
            self._in.fail("question", [phrase.words for phrase in begun])
        close = get_close_matches(first.text, [phrase.words for phrase in PHRASES], n=3, cutoff=0.6)
        self._in.fail("question", close or SAMPLES)

    def _compared(self, phrase: Phrase) -> Condition:
        op, more = self._direction(phrase)
        return Condition(phrase.field, op, self._in.number(KINDS[phrase.field, op], phrase.field, more))

    def _direction(self, phrase: Phrase) -> tuple[str, int]:
        ways = {words: way for words, way in COMPARED.items() if (phrase.field, way[0]) in KINDS}
        for words, way in ways.items():
            if self._in.takes(*words):
                return way
        return self._in.fail("one_of", [" ".join(words) for words in ways if words[0].isalpha()])

    def _ago(self, phrase: Phrase) -> Condition:
        if self._in.takes("within"):
            return Condition(phrase.field, "most", self._in.days())
        found = self._compared(phrase)
        self._in.takes("ago")
        return found

    def _within(self, phrase: Phrase) -> Condition:
        if not self._in.takes("within"):
            self._in.fail("one_of", ["within"])
        return Condition(phrase.field, "within", self._in.days())

    def _list(self, phrase: Phrase) -> Condition:
        self._in.link()
        kind = KINDS[phrase.field, "in"]
        found = [self._value(kind)]
        while self._in.takes(","):
            found.append(self._value(kind))
        return Condition(phrase.field, "in", tuple(found))  # type: ignore[arg-type]

    def _value(self, kind: str) -> str | int:
        if kind != "numbers":
            return self._in.value(kind)
        token = self._in.next
        if token.kind == "id":  # an outlet that is closed, or of a shop that had it once
            self._in.skip()
            return int(token.text)
        return self._named(token, self._known.outlets)

    def _single(self, phrase: Phrase) -> Condition:
        self._in.link()
        return Condition(phrase.field, "has", self._in.value(KINDS[phrase.field, "has"]))

    def _tier(self, phrase: Phrase) -> Condition:
        if self._in.takes("at", "least"):
            return Condition(phrase.field, "at_least", self._in.value("tier"))
        return self._list(phrase)

    def _yes_no(self, phrase: Phrase) -> Condition:
        linked = self._in.link()
        for word, value in (("yes", True), ("no", False)):
            if self._in.takes(word):
                return Condition(phrase.field, "is", value)
        if linked:
            self._in.fail("one_of", ("yes", "no"))
        return Condition(phrase.field, "is", True)

    def _alone(self, phrase: Phrase) -> Condition:
        return Condition(phrase.field, phrase.op)

    def _bought(self, phrase: Phrase) -> Condition:
        name = self._in.value(KINDS[phrase.field, "bought"])
        if not self._in.takes("not", "for"):
            return Condition(phrase.field, "bought", name)
        return Condition(phrase.field, "lapsed", (str(name), self._in.days()))

    def _did(self, phrase: Phrase) -> Condition:
        what = self._in.value(KINDS[phrase.field, "within"])
        if not self._in.takes("within"):
            self._in.fail("one_of", ["within"])
        return Condition(phrase.field, "within", (str(what), self._in.days()))


_READERS: Mapping[str, Callable[[_Parser, Phrase], Segment]] = {
    "compared": _Parser._compared,
    "ago": _Parser._ago,
    "within": _Parser._within,
    "list": _Parser._list,
    "one": _Parser._single,
    "tier": _Parser._tier,
    "yes_no": _Parser._yes_no,
    "alone": _Parser._alone,
    "bought": _Parser._bought,
    "did": _Parser._did,
}
