"""What the buttons about how busy the kitchens are carry."""

from aiogram.filters.callback_data import CallbackData

from db.enums import KitchenLoad


class ShowKitchens(CallbackData, prefix="kit"):
    """How busy each outlet is."""


class SayLoad(CallbackData, prefix="kits"):
    """This outlet is as busy as that."""

    outlet: int
    load: KitchenLoad


class OfferBonus(CallbackData, prefix="kito"):
    """This outlet has time: a message to those who may well order now."""

    outlet: int
