"""What the buttons of a member's talk with the shop carry."""

from aiogram.filters.callback_data import CallbackData


class MyTalk(CallbackData, prefix="mtk"):
    """The talk, messages older than number `before` (0: the newest)."""

    before: int = 0


class WriteToShop(CallbackData, prefix="wts"):
    """Words or a picture come next: into talk number `talk` (0: the open one, or a new one) about something."""

    talk: int = 0
    about: str = "question"


class AllIsWell(CallbackData, prefix="aiw"):
    """The talk may be closed."""

    talk: int


class MyPhotos(CallbackData, prefix="mph"):
    """The pictures of the talk, please."""

    talk: int
