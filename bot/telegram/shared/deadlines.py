"""Until when something lasts: the day, and the hours that are left once less than a day is."""

from datetime import date, datetime, timedelta

from bot.i18n import Html, Texts

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def until(t: Texts, last_day: date, ends_at: datetime, now: datetime) -> Html:
    """ "until 21 December 2026", "5 hours left", "less than an hour left"; for the end of a line."""
    left = ends_at - now
    if left >= DAY:
        return t("until {date}", date=t.date(last_day))
    if left < HOUR:
        return t("less than an hour left")
    return t.plural("{n} hour left", "{n} hours left", left // HOUR)
