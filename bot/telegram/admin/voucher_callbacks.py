"""What the buttons about a member's vouchers carry; checked again where the act is done."""

from aiogram.filters.callback_data import CallbackData


class MemberVouchers(CallbackData, prefix="mvl"):
    """All vouchers of a member."""

    member: int


class VoidVoucher(CallbackData, prefix="mvv"):
    """Withdraw it: why?"""

    member: int
    voucher: int
