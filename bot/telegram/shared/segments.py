"""A segment in plain words: "Gold, no order for 30 days". The words of each question: segment_words.py and
segment_counts.py."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.i18n import Texts
from bot.rules.segments import EVERYBODY, All, AnyOf, Condition, Not, Saved, Segment
from bot.telegram.shared import segment_counts, segment_words
from bot.telegram.shared.segment_words import language as language


@dataclass(frozen=True)
class Naming:
    """What the shop's own things are called. `saved`: number of a saved segment → its name."""

    currency: str
    outlets: Mapping[int, str] = field(default_factory=dict)
    saved: Mapping[int, str] = field(default_factory=dict)


def said(segment: Segment, t: Texts, naming: Naming) -> str:
    """The segment in the reader's words, plain; parts that all hold stand one after the other."""
    match segment:
        case Condition():
            return condition(segment, t, naming)
        case Not(part):
            # NOTE: {condition} is like "tag “vip”" or "no orders yet".
            return t.plain("not: {condition}", condition=_inner(part, t, naming))
        case Saved(number, _, part):
            name = naming.saved.get(number)
            # NOTE: a group of members, by the name the shop gave it.
            return t.plain("group “{name}”", name=name) if name else said(part, t, naming)
        case All(parts):
            return (
                ", ".join(_inner(part, t, naming) for part in parts) if segment != EVERYBODY else t.plain("everybody")
            )
        case AnyOf(parts):
            return " / ".join(_inner(part, t, naming) for part in parts) or t.plain("nobody")


def _inner(part: Segment, t: Texts, naming: Naming) -> str:
    words = said(part, t, naming)
    return f"({words})" if isinstance(part, All | AnyOf) and len(part.parts) > 1 else words


def condition(asked: Condition, t: Texts, naming: Naming) -> str:
    """One condition in words, as a part of a list."""
    value: Any = asked.value
    counted = segment_counts.SAID.get((asked.field, asked.op))
    if counted is not None:
        return counted(t, value)
    match asked.field:
        case "outlet":
            # NOTE: an outlet, a member or a rule called by its number alone.
            names = ", ".join(naming.outlets.get(each) or t.plain("№ {number}", number=str(each)) for each in value)
            # NOTE: {outlets} are names of shops: "orders from: Green Street, Old Town".
            return t.plain("orders from: {outlets}", outlets=names)
        case "spend" | "average":
            return _sum(asked, t, t.money(value, naming.currency))
    return segment_words.SAID[asked.field](t, asked.op, value)


def _sum(asked: Condition, t: Texts, money: str) -> str:
    match asked.field, asked.op:
        case "spend", "least":
            return t.plain("has spent at least {sum}", sum=money)
        case "spend", _:
            return t.plain("has spent at most {sum}", sum=money)
        case _, "least":
            return t.plain("average order of at least {sum}", sum=money)
    return t.plain("average order of at most {sum}", sum=money)
