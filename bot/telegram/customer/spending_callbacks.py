"""What the buttons carry with which a member pays with points, and minds their PIN."""

from aiogram.filters.callback_data import CallbackData


class SpendYes(CallbackData, prefix="spy"):
    """Yes: my points pay."""

    spending: int


class SpendNo(CallbackData, prefix="spn"):
    """No, or no longer."""

    spending: int


class ShowPin(CallbackData, prefix="pin"):
    """The member's own PIN, in their settings."""


class PutPin(CallbackData, prefix="pnp"):
    """A first PIN, or another one."""


class RemovePin(CallbackData, prefix="pnr"):
    """No PIN any more."""


class ForgetPin(CallbackData, prefix="pnf"):
    """It is forgotten; `sure` after one has read what that means."""

    sure: int = 0
