"""What the buttons about perks carry: rewards given for a level or a full stamp card, and levels given by hand."""

from typing import Literal

from aiogram.filters.callback_data import CallbackData


class PickReward(CallbackData, prefix="pr"):
    """The catalogue, to choose the reward this part of the programme ("stamp_reward_id", …) gives."""

    field: str
    page: int = 0


class RewardPicked(CallbackData, prefix="prd"):
    """This reward; 0: none."""

    field: str
    reward: int


class TierByHand(CallbackData, prefix="th"):
    """A member's level by hand: the levels to choose from, or the end of the one set by hand."""

    member: int
    do: Literal["ask", "lift"] = "ask"


class TierPicked(CallbackData, prefix="thp"):
    """This level, for the member of the dialogue."""

    tier: Literal["bronze", "silver", "gold"]


class TierUntil(CallbackData, prefix="thu"):
    """For so many months from today."""

    months: int
