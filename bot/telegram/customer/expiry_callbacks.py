"""What the buttons about points that end carry; a hint, as with all buttons."""

from datetime import date
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

Day = Annotated[int, Field(ge=1, le=date.max.toordinal())]


class MoreDays(CallbackData, prefix="xtd"):
    """The points that end with this day (its ordinal number) shall last longer."""

    day: Day

    @property
    def last_day(self) -> date:
        return date.fromordinal(self.day)


def more_days(last_day: date) -> MoreDays:
    return MoreDays(day=last_day.toordinal())
