"""What the buttons of vouchers and gifts carry; as with all buttons, a hint that is checked where the act is done."""

from aiogram.filters.callback_data import CallbackData


class MyVouchers(CallbackData, prefix="vls"):
    """Everything I hold."""


class ShowVoucher(CallbackData, prefix="vo"):
    """One of mine; `large`: its QR alone, as large as the phone is wide."""

    voucher: int
    large: int = 0


class GiveVoucher(CallbackData, prefix="vgv"):
    """To a friend: asks, and with `sure` makes the link."""

    voucher: int
    sure: int = 0


class GivePoints(CallbackData, prefix="gpt"):
    """Points to a friend: how many? With `points`: so many, is that right?"""

    points: int = 0


class GivePointsNow(CallbackData, prefix="gpn"):
    """Yes, the points that were shown."""


class TakeGiftBack(CallbackData, prefix="gtb"):
    """Nobody has opened it: mine again."""

    gift: int


class TakeGift(CallbackData, prefix="gtk"):
    """Yes to the gift that is open in this chat."""
