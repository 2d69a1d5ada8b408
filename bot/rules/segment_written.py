"""A segment as the line of text that `segment_text.parse` reads."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from bot.rules.dishes import fold
from bot.rules.segment_kinds import KINDS
from bot.rules.segment_phrases import PHRASES, WORDS, Phrase
from bot.rules.segment_text import Known
from bot.rules.segment_tokens import quoted
from bot.rules.segment_values import decimals
from bot.rules.segments import All, AnyOf, Condition, Not, Saved, Segment, plain

_PHRASES: Mapping[str, Phrase] = {phrase.field: phrase for phrase in PHRASES if phrase.shape != "alone"}
_ALONE = {(phrase.field, phrase.op): phrase.words for phrase in PHRASES if phrase.shape == "alone"}


def written(segment: Segment, known: Known) -> str:
    """The text of *segment*: `parse` of it is the same segment, without groups of a single part. A saved one that was
    changed since is read back as it is now; one that *known* lacks can't be read back."""
    return _group(plain(segment), known)


def _group(segment: Segment, known: Known) -> str:
    match segment:
        case All(parts):
            return " and ".join(_inner(part, known) for part in parts) or "everybody"
        case AnyOf(parts):
            return " or ".join(_inner(part, known) for part in parts) or "nobody"
        case Not(part):
            return f"not {_inner(part, known)}"
        case Saved(number):
            return f"segment {_name(number, {each: name for each, (name, _) in known.saved.items()})}"
    return _question(segment, known)


def _inner(part: Segment, known: Known) -> str:
    text = _group(part, known)
    return f"({text})" if isinstance(part, All | AnyOf) and part.parts else text


def _name(number: int, names: Mapping[int, str]) -> str:
    """Its name; its number where it has none, or shares it."""
    name = names.get(number)
    alike = Counter(fold(each) for each in names.values())
    return quoted(name) if name and alike[fold(name)] == 1 else f"#{number}"


def _question(asked: Condition, known: Known) -> str:
    alone = _ALONE.get((asked.field, asked.op))
    if alone is not None:
        return alone
    phrase = _PHRASES[asked.field]
    return f"{phrase.words} {_WRITERS[phrase.shape](asked, phrase, known)}".rstrip()


def _compared(asked: Condition, phrase: Phrase, known: Known) -> str:
    return f"{_way(asked.op)} {_number(asked, known)}{'%' if asked.field == 'overdue' else ''}"


def _way(op: str) -> str:
    return "at least" if op == "least" else "at most"


def _number(asked: Condition, known: Known) -> str:
    value: Any = asked.value
    digits = decimals(KINDS[asked.field, asked.op], asked.field, known.currency)
    whole, rest = divmod(value, 10**digits)
    return f"{whole}.{rest:0{digits}d}" if rest else str(whole)


def _days(days: int) -> str:
    return f"{days} day" if days == 1 else f"{days} days"


def _ago(asked: Condition, phrase: Phrase, known: Known) -> str:
    days: Any = asked.value
    return f"at least {_days(days)} ago" if asked.op == "least" else f"within {_days(days)}"


def _within(asked: Condition, phrase: Phrase, known: Known) -> str:
    days: Any = asked.value
    return f"within {_days(days)}"


def _list(asked: Condition, phrase: Phrase, known: Known) -> str:
    values: Any = asked.value
    listed = ", ".join(_each(KINDS[asked.field, asked.op], values, known))
    return f"{phrase.link} {listed}".lstrip()


def _each(kind: str, values: Iterable[Any], known: Known) -> list[str]:
    if kind == "numbers":
        return [_name(each, known.outlets) for each in values]
    return [_value(kind, each) for each in values]


def _value(kind: str, value: Any) -> str:
    if kind == "hours":
        return str(value)
    if kind in WORDS:
        return next(word for word, each in WORDS[kind].items() if each == value)
    return quoted(value)


def _single(asked: Condition, phrase: Phrase, known: Known) -> str:
    return _value(KINDS[asked.field, asked.op], asked.value)


def _tier(asked: Condition, phrase: Phrase, known: Known) -> str:
    return f"at least {asked.value}" if asked.op == "at_least" else _list(asked, phrase, known)


def _yes_no(asked: Condition, phrase: Phrase, known: Known) -> str:
    return "" if asked.value else "is no"


def _bought(asked: Condition, phrase: Phrase, known: Known) -> str:
    value: Any = asked.value
    if asked.op == "bought":
        return quoted(value)
    return f"{quoted(value[0])} not for {_days(value[1])}"


def _did(asked: Condition, phrase: Phrase, known: Known) -> str:
    value: Any = asked.value
    return f"{quoted(value[0])} within {_days(value[1])}"


_WRITERS: Mapping[str, Callable[[Condition, Phrase, Known], str]] = {
    "compared": _compared,
    "ago": _ago,
    "within": _within,
    "list": _list,
    "one": _single,
    "tier": _tier,
    "yes_no": _yes_no,
    "bought": _bought,
    "did": _did,
}
