"""Offers that come by themselves: the birthday gift and the nudge after a silence."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.i18n import lines
from bot.telegram.customer.callbacks import Points
from bot.telegram.notices.offer_rows import offer_rows
from bot.telegram.notices.reader import Reader
from bot.telegram.screen import Button, Screen


def birthday(reader: Reader, facts: Mapping[str, Any]) -> Screen:
    t = reader.t
    text = lines(
        t("🎂 <b>Your birthday is near!</b>"),
        None,
        # NOTE: {day} is a day and month, such as "14 March"; {points} such as "150 points".
        t(
            "For {day} we have put {points} on your account. Enjoy them until {until}.",
            day=t.day_month(facts["day"], facts["month"]),
            points=t.points(facts["points"]),
            until=t.date(date.fromisoformat(facts["until"])),
        ),
        t("You have {points} now.", points=t.points(facts["available"])),
    )
    return _offer(reader, text)


def inactivity(reader: Reader, facts: Mapping[str, Any]) -> Screen:
    t = reader.t
    gift = (
        t(
            "Here are {points} to come back to. They wait until {until}.",
            points=t.points(facts["points"]),
            until=t.date(date.fromisoformat(facts["until"])),
        )
        if facts["points"]
        else None
    )
    text = lines(
        t("🍣 <b>We miss you!</b>"),
        t.plural(
            "It has been {n} day since your last order.", "It has been {n} days since your last order.", facts["days"]
        ),
        gift,
        t("You have {points} now.", points=t.points(facts["available"])),
    )
    return _offer(reader, text)


def _offer(reader: Reader, text: str) -> Screen:
    t = reader.t
    return Screen(text, rows=((Button(t.plain("My points"), Points()),), *offer_rows(reader)))


WORDINGS = {"automation.birthday": birthday, "automation.inactivity": inactivity}
