"""What the buttons carry with which a member pays with points, and minds their PIN."""

from aiogram.filters.callback_data import CallbackData


class SpendYes(CallbackData, prefix="spy"):
    """Yes: my points pay."""

    spending: int


class SpendNo(CallbackData, prefix="spn"):
    """No, or no longer."""

    spending: int


class ShowPin(CallbackData, prefix="spi"):
    """The member's own PIN, in their settings."""


class PutPin(CallbackData, prefix="spp"):
    """A first PIN, or another one."""


class RemovePin(CallbackData, prefix="spr"):
    """No PIN any more."""


class ForgetPin(CallbackData, prefix="spf"):
    """It is forgotten; `sure` after one has read what that means."""

    sure: int = 0
