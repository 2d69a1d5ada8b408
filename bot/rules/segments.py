"""Segments: a question about members as a tree, and its shape as JSON. What can be asked: segment_kinds.py; whether one
member belongs to it: segment_facts.py; as a line of text: segment_text.py; in SQL: db/queries/segments.py."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.rules.errors import RuleBroken
from bot.rules.segment_kinds import FITS, KINDS

MOST_PARTS, MOST_DEPTH = 60, 8  # a saved one within another counts whole

Value = int | str | bool | tuple[int, ...] | tuple[str, ...] | tuple[str, int] | None


class SegmentInvalid(RuleBroken):
    """ "segment.unknown_field", "segment.bad_value" (with the field) or "segment.too_large"."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One question. Which `op` a `field` has, and what `value` is then, is told by `KINDS`."""

    field: str
    op: str
    value: Value = None


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds; without parts: everybody."""

    parts: tuple["Segment", ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds; without parts: nobody."""

    parts: tuple["Segment", ...] = ()


@dataclass(frozen=True, slots=True)
class Not:
    part: "Segment"


@dataclass(frozen=True, slots=True)
class Saved:
    """A segment that was saved under a name, as it was in that edition: a later one changes nothing here."""

    id: int
    edition: int
    part: "Segment"


Segment = All | AnyOf | Not | Saved | Condition
EVERYBODY = All()


def conditions(segment: Segment) -> list[Condition]:
    """Every question in it, in reading order."""
    match segment:
        case Condition():
            return [segment]
        case Not(part) | Saved(_, _, part):
            return conditions(part)
    return [each for part in segment.parts for each in conditions(part)]


def saved_in(segment: Segment) -> set[int]:
    """Numbers of the saved segments it is made of, directly or through others."""
    match segment:
        case Condition():
            return set()
        case Saved(number, _, part):
            return {number} | saved_in(part)
        case Not(part):
            return saved_in(part)
    return {each for part in segment.parts for each in saved_in(part)}


def plain(segment: Segment) -> Segment:
    """The same without groups of a single part."""
    match segment:
        case Condition():
            return segment
        case Not(part):
            return Not(plain(part))
        case Saved(number, edition, part):
            return Saved(number, edition, plain(part))
    parts = tuple(plain(part) for part in segment.parts)
    return parts[0] if len(parts) == 1 else type(segment)(parts)


def check(segment: Segment) -> None:
    """Raises SegmentInvalid unless every condition is known, has a value of its kind, and the tree is of a size that a
    person can read."""
    asked = conditions(segment)
    if len(asked) > MOST_PARTS or _depth(segment) > MOST_DEPTH:
        raise SegmentInvalid("segment.too_large", most=MOST_PARTS)
    for each in asked:
        kind = KINDS.get((each.field, each.op))
        if kind is None:
            raise SegmentInvalid("segment.unknown_field", field=f"{each.field} {each.op}")
        if not FITS[kind](each.value):
            raise SegmentInvalid("segment.bad_value", field=each.field)


def _depth(segment: Segment) -> int:
    match segment:
        case Condition():
            return 0
        case Not(part) | Saved(_, _, part):
            return 1 + _depth(part)
    return 1 + max((_depth(part) for part in segment.parts), default=0)


def to_json(segment: Segment) -> dict[str, Any] | None:
    """The segment as JSON's own kinds; None is everybody. `from_json` of it is equal to it."""
    return None if segment == EVERYBODY else _json(segment)


def _json(segment: Segment) -> dict[str, Any]:
    match segment:
        case All(parts):
            return {"all": [_json(part) for part in parts]}
        case AnyOf(parts):
            return {"any": [_json(part) for part in parts]}
        case Not(part):
            return {"not": _json(part)}
        case Saved(number, edition, part):
            return {"saved": number, "edition": edition, "part": _json(part)}
    value = list(segment.value) if isinstance(segment.value, tuple) else segment.value
    return {"field": segment.field, "op": segment.op, "value": value}


def from_json(data: Mapping[str, Any] | None) -> Segment:
    """The segment that was written, checked. Raises SegmentInvalid: a question nobody understands must not quietly
    become "everybody"."""
    if data is None:
        return EVERYBODY
    try:
        segment = _read(data, MOST_DEPTH + 1)
    except SegmentInvalid:
        raise
    except (KeyError, TypeError, ValueError, AttributeError) as wrong:
        raise SegmentInvalid("segment.unknown_field", field=str(wrong)) from wrong
    check(segment)
    return segment


def _read(data: Mapping[str, Any], deeper: int) -> Segment:
    if deeper < 0:
        raise SegmentInvalid("segment.too_large", most=MOST_PARTS)
    if "all" in data:
        return All(tuple(_read(part, deeper - 1) for part in data["all"]))
    if "any" in data:
        return AnyOf(tuple(_read(part, deeper - 1) for part in data["any"]))
    if "not" in data:
        return Not(_read(data["not"], deeper - 1))
    if "saved" in data:
        return Saved(int(data["saved"]), int(data["edition"]), _read(data["part"], deeper - 1))
    value = data.get("value")
    return Condition(str(data["field"]), str(data["op"]), tuple(value) if isinstance(value, list) else value)
