"""What the buttons of rewards carry; as with all buttons, a hint that is checked where the act is done."""

from aiogram.filters.callback_data import CallbackData
from pydantic import NonNegativeInt

from db.enums import Allergen


class ShowRewards(CallbackData, prefix="rw"):
    """A page of the shelf."""

    page: NonNegativeInt = 0


class OpenReward(CallbackData, prefix="rwo"):
    reward: int


class ChooseReward(CallbackData, prefix="rwc"):
    """I'd like it: asks whether that is right, and about allergens."""

    reward: int


class TakeReward(CallbackData, prefix="rwt"):
    """Yes. `key` makes a second tap the same act; `agreed`: what I declared is in it, and I know."""

    reward: int
    key: str
    agreed: int = 0


class UndoReward(CallbackData, prefix="rwu"):
    """I changed my mind: the points back, please."""

    voucher: int


class ShowAllergies(CallbackData, prefix="alg"):
    """What I told I can't eat."""


class DeclareAllergen(CallbackData, prefix="ald"):
    """I can't eat this; or, `on` 0, I can."""

    allergen: Allergen
    on: int
