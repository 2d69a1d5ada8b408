"""What the buttons of the standing rules' screens carry."""

from aiogram.filters.callback_data import CallbackData


class RuleDo(CallbackData, prefix="rl"):
    """`do` — to look at: "show", "report", "next", "history", "trial"; to change a part: "ask" (the part `value`),
    "set" (`value`: part=number), "segment"; a gift: "gifts", "gift" (the way `value`); texts: "texts", "text" (`value`:
    language.number), "write", "usual"; "remove" (asks), "removed" (yes). `edition`: the one that was seen."""

    do: str
    rule: int
    edition: int = 0
    value: str = ""


class AddRule(CallbackData, prefix="rla"):
    """One more rule: choose the kind, or of this kind."""

    kind: str = ""
