"""What the buttons of "About me" carry."""

from aiogram.filters.callback_data import CallbackData


class AboutMe(CallbackData, prefix="abm"):
    """What a member tells of themselves beyond name and birthday."""


class MyCity(CallbackData, prefix="abc"):
    """`do`: "ask", "forget"."""

    do: str


class MyGender(CallbackData, prefix="abg"):
    """`word`: of db.enums.Gender; "" leaves it out; "ask" shows the choice."""

    word: str = ""
