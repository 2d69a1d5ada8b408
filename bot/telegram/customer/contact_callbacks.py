"""What the buttons about messages, hours and time zones carry; a hint, as with all buttons."""

from aiogram.filters.callback_data import CallbackData

from db.enums import Topic


class FewerOffers(CallbackData, prefix="few"):
    """Under every offer: half as many of these a month. The offer stays where it is."""


class MoreAgain(CallbackData, prefix="mag"):
    """Takes "fewer" back: as many a month as before (0: as the shop sends)."""

    most: int = 0


class Messages(CallbackData, prefix="msg"):
    """How I am written to."""


class AtMost(CallbackData, prefix="msm"):
    """So many offers in 30 days at most (0: as the shop sends)."""

    most: int


class TopicOn(CallbackData, prefix="mst"):
    """Offers about this come (1) or stay away (0)."""

    topic: Topic
    on: int


class MyHours(CallbackData, prefix="msh"):
    """Asks between which hours."""


class Between(CallbackData, prefix="msb"):
    """Between these hours; both 0: whenever the shop writes."""

    start: int = 0
    end: int = 0


class PauseOffers(CallbackData, prefix="msp"):
    """No offers for 30 days (1), or no longer a pause (0)."""

    on: int


class MyZone(CallbackData, prefix="mz"):
    """Asks where I live."""


class LiveIn(CallbackData, prefix="mzl"):
    """In this time zone; "": the shop's."""

    zone: str = ""
