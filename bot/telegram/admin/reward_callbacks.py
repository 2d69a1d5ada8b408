"""What the buttons of the catalogue carry; as with all buttons, a hint that is checked where the act is done.

`edition` is how often the reward had been changed when the button was made.
"""

from typing import Literal

from aiogram.filters.callback_data import CallbackData
from pydantic import NonNegativeInt

from bot.rules.catalogue import EmptyField, TypedField
from db.enums import Allergen, RewardKind, Tier


class ShowCatalogue(CallbackData, prefix="ct"):
    """A page of all rewards."""

    page: NonNegativeInt = 0


class CatalogueFigures(CallbackData, prefix="ctf"):
    """What rewards and discounts were taken and used."""


class AddReward(CallbackData, prefix="cta"):
    """A new reward, of this kind; without one, asks for it."""

    kind: RewardKind | None = None


class SkipAnswer(CallbackData, prefix="cts"):
    """The question of a new reward that waits at `step` needs no answer."""

    step: Literal["name", "text", "picture"]


class EditReward(CallbackData, prefix="ctr"):
    """One reward with all that can be changed."""

    reward: int


class AskReward(CallbackData, prefix="ctq"):
    """Asks for a new value of this property; `language`: of a name or text."""

    reward: int
    field: TypedField | Literal["name", "text", "picture", "tier", "allergens", "outlets"]
    language: str = ""


class EmptyReward(CallbackData, prefix="cte"):
    """No limit, no date, no number of its own."""

    reward: int
    edition: int
    field: EmptyField


class TierReward(CallbackData, prefix="ctt"):
    """From this level on; without one, for everybody."""

    reward: int
    edition: int
    tier: Tier | None = None


class AllergenReward(CallbackData, prefix="ctg"):
    reward: int
    edition: int
    allergen: Allergen
    on: int


class OutletReward(CallbackData, prefix="cto"):
    reward: int
    edition: int
    outlet: int
    on: int


class SwitchReward(CallbackData, prefix="ctw"):
    """`do`: "remove" asks, "removed" is the yes to it."""

    reward: int
    edition: int
    do: Literal["pause", "resume", "remove", "removed", "no_picture"]
