"""What the buttons of earning rules, dishes and "what if" carry; hints, checked where the act is done."""

from typing import Literal

from aiogram.filters.callback_data import CallbackData
from pydantic import NonNegativeInt


class ShowEarning(CallbackData, prefix="er"):
    """All earning rules, or one."""

    rule: str = ""


class EarningDo(CallbackData, prefix="erd"):
    """Begin a new one, change, switch or remove one."""

    do: Literal["add", "edit", "on", "off", "remove"]
    rule: str = ""


class EarningGives(CallbackData, prefix="erg"):
    """What the rule being written gives."""

    gives: Literal["rate", "points", "factor"]


class EarningPart(CallbackData, prefix="erp"):
    """Ask for this part of the rule being written; "draft": show the rule."""

    part: Literal[
        "draft",
        "name",
        "value",
        "least_minor",
        "categories",
        "items",
        "weekdays",
        "hours",
        "outlets",
        "tiers",
        "channels",
        "days",
        "priority",
    ]


class EarningFlip(CallbackData, prefix="erf"):
    """One of several is in or out: a day, an outlet's number, a category's mark, a level's or a channel's place."""

    part: Literal["weekdays", "outlets", "categories", "tiers", "channels", "first_order", "stacks"]
    mark: NonNegativeInt = 0


class EarningClear(CallbackData, prefix="erc"):
    """This part of the rule being written asks for nothing any more."""

    part: str


class EarningSave(CallbackData, prefix="erv"):
    """Show what saving the rule would do."""


class ShowDishes(CallbackData, prefix="ds"):
    """Dishes by name; `loose`: those without a category."""

    page: NonNegativeInt = 0
    loose: int = 0


class ShowDish(CallbackData, prefix="dsh"):
    dish: int


class PutDish(CallbackData, prefix="dsp"):
    """Into the category with this mark; 0: into none."""

    dish: int
    mark: NonNegativeInt = 0


class NameCategory(CallbackData, prefix="dsn"):
    """Type a category for this dish."""

    dish: int


class ShowCategory(CallbackData, prefix="dsc"):
    """The category with this mark: does it earn? `do`: "exclude", "include"."""

    mark: NonNegativeInt
    do: Literal["", "exclude", "include"] = ""


class AskWhatIf(CallbackData, prefix="wi"):
    """What if a number were another: choose a group, then the number; with both "", the groups."""

    group: str = ""
    field: str = ""


class PublishWhatIf(CallbackData, prefix="wip"):
    """Propose the change that was tried."""


class ShowWhatIf(CallbackData, prefix="wis"):
    """What the proposed change would have done."""
