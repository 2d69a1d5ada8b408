"""What the courier's buttons carry. A hint only: rights and state are checked each time."""

from aiogram.filters.callback_data import CallbackData

from db.enums import ProblemKind


class ShowDeliveries(CallbackData, prefix="dll"):
    """The list of what is to be delivered."""


class OpenDelivery(CallbackData, prefix="dlo"):
    order: int


class AcceptDelivery(CallbackData, prefix="dla"):
    order: int


class StartDelivery(CallbackData, prefix="dls"):
    order: int


class HandOver(CallbackData, prefix="dlh"):
    """Delivered: ask for the code."""

    order: int


class ReportProblem(CallbackData, prefix="dlp"):
    """Something is wrong: None asks what, a kind asks for words."""

    order: int
    kind: ProblemKind | None = None


class TellProblem(CallbackData, prefix="dlt"):
    """Tell the shop without further words."""

    order: int
    kind: ProblemKind


class UndoStep(CallbackData, prefix="dlu"):
    """Take this press back: "accept", "start" or "problem"."""

    order: int
    step: str
