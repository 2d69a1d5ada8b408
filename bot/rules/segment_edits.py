"""Changing a segment by buttons: a list of parts that all hold, or of which one is enough; a part may be such a list
again. A place in it is the number of that inner list, or None for the outer one."""

from collections.abc import Callable

from bot.rules.segments import EVERYBODY, All, AnyOf, Condition, Not, Saved, Segment, SegmentInvalid

MOST = 8  # parts of one list: more are not seen at a glance
Group = All | AnyOf
Place = int | None


def opened(segment: Segment) -> Group:
    """The segment as a list of parts."""
    return segment if isinstance(segment, All | AnyOf) else All((segment,))


def bare(part: Segment) -> Segment:
    """The part without its "not"."""
    return part.part if isinstance(part, Not) else part


def within(segment: Segment, place: Place) -> Group:
    """The list at that place. Raises SegmentInvalid ("segment.no_such_part") where there is none."""
    return opened(segment) if place is None else opened(bare(_part(opened(segment), place)))


def part_of(segment: Segment, place: Place, number: int) -> Segment:
    """One part of the list at that place. Raises SegmentInvalid ("segment.no_such_part")."""
    return _part(within(segment, place), number)


def _part(group: Group, number: int) -> Segment:
    if not 0 <= number < len(group.parts):
        raise SegmentInvalid("segment.no_such_part")
    return group.parts[number]


def added(segment: Segment, place: Place, part: Segment) -> Segment:
    """With one part more; the same part twice is one. Raises SegmentInvalid ("segment.too_many") above MOST."""
    group = within(segment, place)
    if part in group.parts:
        return segment
    if len(group.parts) >= MOST:
        raise SegmentInvalid("segment.too_many", most=MOST)
    return _with(segment, place, type(group)((*group.parts, part)))


def dropped(segment: Segment, place: Place, number: int) -> Segment:
    """Without that part; a list without parts goes as well, and what is left of nothing is everybody."""
    group = within(segment, place)
    _part(group, number)
    left = group.parts[:number] + group.parts[number + 1 :]
    if left:
        return _with(segment, place, type(group)(left))
    return EVERYBODY if place is None else dropped(segment, None, place)


def turned(segment: Segment, place: Place, number: int) -> Segment:
    """That part is its opposite from now on."""

    def opposite(part: Segment) -> Segment:
        return part.part if isinstance(part, Not) else Not(part)

    return _changed(segment, place, number, opposite)


def joined(segment: Segment, place: Place) -> Segment:
    """The list whose parts all had to hold is one of which one is enough, or the other way round."""
    group = within(segment, place)
    return _with(segment, place, _other(group)(group.parts))


def grouped(segment: Segment, number: int) -> Segment:
    """A part of the outer list begins a list of its own, joined the other way."""
    other = _other(opened(segment))
    return _changed(segment, None, number, lambda part: other((part,)))


def _other(group: Group) -> type[All] | type[AnyOf]:
    return AnyOf if isinstance(group, All) else All


def _changed(segment: Segment, place: Place, number: int, change: Callable[[Segment], Segment]) -> Segment:
    group = within(segment, place)
    new = change(_part(group, number))
    return _with(segment, place, type(group)((*group.parts[:number], new, *group.parts[number + 1 :])))


def _with(segment: Segment, place: Place, group: Group) -> Segment:
    """The list at that place is this one; its "not" stays."""
    if place is None:
        return group
    top = opened(segment)
    new = Not(group) if isinstance(_part(top, place), Not) else group
    return type(top)((*top.parts[:place], new, *top.parts[place + 1 :]))


def editions_of(segment: Segment, number: int) -> set[int]:
    """The editions of the saved segment with that number that are used in it."""
    match segment:
        case Condition():
            return set()
        case Saved(own, edition, part):
            return {edition} if own == number else editions_of(part, number)
        case Not(part):
            return editions_of(part, number)
    return {edition for part in segment.parts for edition in editions_of(part, number)}


def renewed(segment: Segment, newest: Saved) -> Segment:
    """With the newest edition of a saved segment in all its places."""
    match segment:
        case Condition():
            return segment
        case Saved(number, edition, part):
            return newest if number == newest.id else Saved(number, edition, renewed(part, newest))
        case Not(part):
            return Not(renewed(part, newest))
    return type(segment)(tuple(renewed(part, newest) for part in segment.parts))
