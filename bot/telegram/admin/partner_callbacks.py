"""What the buttons of the desk about partners carry; all is checked again where it is done."""

from aiogram.filters.callback_data import CallbackData


class PartnerDo(CallbackData, prefix="pnd"):
    """Something about one partner: "match", "refuse", "take_in", "pause", "resume", "end", "end_yes", "rates", "words",
    "people", "link", "offer"."""

    partner: int
    do: str


class PartnerField(CallbackData, prefix="pnf"):
    """One of its rates or words is to be typed anew."""

    partner: int
    field: str


class PartnerAim(CallbackData, prefix="pni"):
    """Whom its offer is for: a saved segment, or 0 for every member."""

    partner: int
    segment: int


class PartnerStatement(CallbackData, prefix="pnt"):
    """Its month; "file": as a table; partner 0: all of them. `month` is how many months ago."""

    partner: int
    month: int
    how: str


class PartnerInvite(CallbackData, prefix="pnv"):
    """A link for somebody who will serve members there."""

    partner: int


class PartnerKey(CallbackData, prefix="pnk"):
    """A key for its own till."""

    partner: int
