"""What the buttons of the owner's planning screens carry: holidays, proposals, parts of the programme, advice."""

from aiogram.filters.callback_data import CallbackData


class ShowHolidays(CallbackData, prefix="hl"):
    """The public holidays ahead."""


class DecideHoliday(CallbackData, prefix="hd"):
    """Greet members on this day (YYYYMMDD), or not."""

    day: str
    yes: int


class ApproveProposal(CallbackData, prefix="dg"):
    """Yes to what the morning digest proposed: kind "rule" or "holiday"."""

    kind: str
    ref: str


class ShowOwed(CallbackData, prefix="ow"):
    """What the points out there may cost."""


class ShowMechanics(CallbackData, prefix="mc"):
    """The parts of the programme, on and off."""


class SwitchMechanic(CallbackData, prefix="ms"):
    """Propose to switch this part off, or on again."""

    name: str


class ShowLaunch(CallbackData, prefix="lk"):
    """The launch kit: announcement and links, or (with a place) the link and QR for it."""

    language: str = ""
    place: str = ""


class AskAdvice(CallbackData, prefix="av"):
    """The adviser's questions, answered so far: how often, the usual bill (1 small … 3 large), the margin (1 … 3)."""

    often: int = 0
    bill: int = 0
    margin: int = 0


class TakeAdvice(CallbackData, prefix="at"):
    """Propose the advised value of this number."""

    field: str
    value: int


class RestoreVersion(CallbackData, prefix="rs"):
    """Go back to this version of the programme; `sure`: yes."""

    version: int
    newest: int = 0
    sure: int = 0
