"""How the programme does, as a picture: who takes part, and the orders of two weeks."""

from datetime import timedelta
from decimal import Decimal
from hashlib import sha256

from bot.i18n import Texts
from bot.pictures.chart import Line, ReportFace, Step, report_png
from bot.telegram.screen import Picture
from bot.telegram.shared import weekdays
from bot.usecases.insights import DAYS, Insights


def picture(found: Insights, t: Texts) -> Picture:
    drawn = face(found, t)
    return Picture(f"stats:{sha256(repr(drawn).encode()).hexdigest()[:40]}", lambda: report_png(drawn))


def face(found: Insights, t: Texts) -> ReportFace:
    """Everything that is drawn: the last 30 days as steps, two weeks as lines."""
    month = found.engagement[-1]
    steps = (
        (t.plain("Members"), month.members),
        (t.plain("Opened the bot"), month.opened),
        (t.plain("Ordered"), month.ordered),
        (t.plain("Pressed an offer"), month.pressed),
    )
    last = found.until.astimezone(found.rules.zone).date() - timedelta(days=1)
    days = [last - timedelta(days=n) for n in range(DAYS - 1, -1, -1)]
    before, now = found.orders_by_day[:DAYS], found.orders_by_day[DAYS:]
    return ReportFace(
        headline=found.rules.program.name,
        line=t.plain("The last 30 days"),
        steps=tuple(Step(label, t.number(number), number / month.members) for label, number in steps),
        title=t.plain("Orders a day"),
        lines=(Line(t.plain("These 7 days"), tuple(now)), Line(t.plain("The 7 days before"), tuple(before))),
        marks=tuple(weekdays.short(t, day.weekday()) for day in days),
        zero=0,
        nothing="",
        primary=found.rules.program.primary,
        decimal=t.number(Decimal("0.5"))[1],
    )
