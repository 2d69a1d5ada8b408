"""What a handler returns: a Screen says what the person sees, and knows nothing of how Telegram is told."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from aiogram.filters.callback_data import CallbackData

Style = Literal["success", "danger", "primary"]


@dataclass(frozen=True)
class Button:
    """One inline button; exactly one of data, url, copy and pay (the first of an invoice)."""

    text: str
    data: CallbackData | None = None
    url: str | None = None
    copy: str | None = None
    style: Style | None = None
    pay: bool = False


Rows = tuple[tuple[Button, ...], ...]
POINTS_UP = "👆"  # all that can be said in every language under an album with buttons


@dataclass(frozen=True)
class Picture:
    """A PNG that is drawn only when Telegram has not kept it yet; equal keys are equal pictures.

    `optional`: left out where the living screen is words alone, which Telegram cannot turn into a picture and back: the
    screen would be sent anew and jump at each step.
    """

    key: str
    draw: Callable[[], bytes]
    optional: bool = False


@dataclass(frozen=True)
class Attachment:
    """A file for the person."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Copied:
    """Messages of another chat with the bot, sent on by copy: nobody sees from where. Several are one album."""

    chat_id: int
    message_ids: tuple[int, ...]


@dataclass(frozen=True)
class Invoice:
    """What is to be paid, as Telegram asks for it: `amount` in minor units, or in whole Stars (XTR); `payload` comes
    back with the money."""

    title: str
    words: str
    payload: str
    currency: str
    amount: int


@dataclass(frozen=True)
class Screen:
    """`text` is Telegram HTML. An empty text with a toast changes nothing on the screen.

    `copy`: what is shown is a copy; `text`, when given, is its caption instead of the one it has, and what stands under
    an album, which can have no buttons of its own (POINTS_UP where there is no text). `invoice`: all that is shown is
    the invoice; its first button pays it.

    `ask_contact`: the label of a keyboard button that shares the person's own phone. `drop_keyboard` takes it away
    (Telegram allows no inline buttons on that message). `fresh`: a new message even where an edit was possible.
    `then`: what follows as a message of its own. `language`: chosen by this act; the command
    menu follows at once.
    """

    text: str = ""
    rows: Rows = ()
    picture: Picture | None = None
    file: Attachment | None = None
    copy: Copied | None = None
    invoice: Invoice | None = None
    toast: str | None = None
    alert: bool = False
    ask_contact: str | None = None
    drop_keyboard: bool = False
    fresh: bool = False
    then: "Screen | None" = None
    language: str | None = None

    @property
    def shows(self) -> bool:
        """Whether there is anything to see but a toast."""
        return bool(self.text or self.copy or self.invoice)


def toast(text: str, *, alert: bool = False) -> Screen:
    """Only a word above the screen; what stands there stays."""
    return Screen(toast=text, alert=alert)
