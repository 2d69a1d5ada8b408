"""What the buttons of the screens about messages to members carry."""

from aiogram.filters.callback_data import CallbackData


class ShowBroadcasts(CallbackData, prefix="bl"):
    """The messages to members; `what`: "" the newest ones, "aside" (the same in a message of their own: the one that
    was pressed goes on showing numbers), "templates"."""

    what: str = ""


class WriteBroadcast(CallbackData, prefix="bw"):
    """Begin a new message to members."""


class ComposeDo(CallbackData, prefix="bdr"):
    """A draft, as it was seen in `edition`.

    To look: "show", "words" (each language and version), "place" (`value`: version.language), "buttons", "gift",
    "when", "compare", "look" (as it will look), "check" (the numbers, and the last question), "drop" (asks).
    To change: "write" (the place `value`), "clear" (it), "ask" (the part `value`), "set" (`value`: part=number),
    "add" (the button `value`), "take" (the button with number `value`), "give" (the gift `value`), "whom".
    To act: "trial" (`value`: "me" or "staff"), "confirm", "dropped" (yes)."""

    do: str
    draft: int
    edition: int = 0
    value: str = ""


class BroadcastDo(CallbackData, prefix="bc"):
    """A message that was sent or is to be: "show", "look" (as it will look), "pause", "resume", "stop" (asks),
    "stopped" (yes), "call_off", "approve" (the `edition` that was seen), "doubts", "send_again" (to those), "winner"
    (`value`: the version), "again" (a draft like it), "keep" (as a template)."""

    do: str
    broadcast: int
    edition: int = 0
    value: str = ""
