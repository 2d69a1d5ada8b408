"""What the buttons of segments carry: the builder's, and those of the saved ones."""

from aiogram.filters.callback_data import CallbackData


class PickSegment(CallbackData, prefix="sg"):
    """The builder. `do`: "show", "theme" (`value`: which), "add" (ask the question `value`), "choose" (the answer with
    number `value`), "write" (`value`: question.way), "part" (look at the part with number `value`), "not", "drop",
    "group" and "open" (that part), "out" (of an inner list), "join" (all or any), "text", "list" (the saved and the
    ready ones), "take" (`value`: a saved one's number, or a ready one's key), "everybody", "save", "leave"."""

    do: str
    value: str = ""


class ShowSegments(CallbackData, prefix="sgs"):
    """`what`: "" the saved ones (`page`), "ready", "heat", "retired", "links", "new"."""

    what: str = ""
    page: int = 0


class SegmentDo(CallbackData, prefix="sgd"):
    """A saved segment as it was seen in `edition`. `do`: "show", "edit", "name", "history", "back" (`value`: to which
    edition), "uses", "retire", "bring_back"."""

    do: str
    segment: int
    edition: int = 0
    value: int = 0


class SegmentFor(CallbackData, prefix="sgf"):
    """A saved segment by its number, or a ready one by its key. `do`: "show" (a ready one), "people" (`page`), "write"
    (to these), "xlsx", "csv", "keep" (a ready one under an own name)."""

    do: str
    segment: int = 0
    ready: str = ""
    page: int = 0


class RenewUse(CallbackData, prefix="sgu"):
    """What uses a saved segment asks its newest edition from now on."""

    segment: int
    kind: str
    number: int


class SourceLink(CallbackData, prefix="sgl"):
    """Make a link that tells where people come from."""
