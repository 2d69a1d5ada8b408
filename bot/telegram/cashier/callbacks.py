"""What the till's buttons carry; all is checked again where it is done. Serve: shared/callbacks.py."""

from aiogram.filters.callback_data import CallbackData


class LookAtVoucher(CallbackData, prefix="slv"):
    """One of the member's vouchers: is it this one?"""

    voucher: int


class UseVoucher(CallbackData, prefix="slu"):
    """Yes: it is given now."""

    voucher: int


class UndoUse(CallbackData, prefix="slz"):
    """It was a slip."""

    voucher: int


class AskCode(CallbackData, prefix="slc"):
    """The member has a promo code: which?"""

    member: int


class UndoCode(CallbackData, prefix="slx"):
    """The code that was entered last was a slip."""
