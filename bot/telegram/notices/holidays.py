"""Words to the staff about a holiday that is near."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.i18n import lines
from bot.rules.benefits import named
from bot.telegram.admin.planning_callbacks import DecideHoliday, ShowHolidays
from bot.telegram.notices.reader import Reader, Wording
from bot.telegram.screen import Button, Screen


def asked(reader: Reader, facts: Mapping[str, Any]) -> Screen:
    t, day = reader.t, date.fromisoformat(facts["day"])
    text = lines(
        t("📅 <b>{holiday} is near</b>", holiday=named(facts["names"], t.language)),
        "",
        # NOTE: {date} is like "7 January 2027".
        t(
            "On {date}. Shall we greet your members that morning? Only those who like to get offers will be.",
            date=t.date(day),
        ),
    )
    mark = day.strftime("%Y%m%d")
    no = Button(t.plain("Not this time"), DecideHoliday(day=mark, yes=0))
    yes = Button(t.plain("Greet them"), DecideHoliday(day=mark, yes=1), style="success")
    return Screen(text, rows=((no, yes), (Button(t.plain("All holidays"), ShowHolidays()),)))


WORDINGS: dict[str, Wording] = {"holiday.asked": asked}
