"""What a broadcast brought, as a picture in the reader's words."""

from collections.abc import Sequence
from decimal import Decimal
from hashlib import sha256

from bot.i18n import Texts
from bot.pictures.chart import Line, ReportFace, Step, report_png
from bot.telegram.screen import Picture
from bot.usecases.broadcast_report import Day, Report

MOST_MARKS = 15  # days that can be named below the chart


def picture(found: Report, t: Texts) -> Picture:
    drawn = face(found, t)
    return Picture(f"report:{sha256(repr(drawn).encode()).hexdigest()[:40]}", lambda: report_png(drawn))


def face(found: Report, t: Texts) -> ReportFace:
    """Everything that is drawn."""
    group, control = found.whole.group, found.whole.control
    # NOTE: the second line of a picture about a message to members.
    compared = t.plain("{n} got nothing, to compare", n=t.number(control.members)) if control.members else ""
    meant = t.plain_plural("For {n} member", "For {n} members", group.members)
    return ReportFace(
        headline=found.name or t.plain("Message {number}", number=str(found.id)),
        line=" · ".join(each for each in (meant, compared) if each),
        steps=_steps(found, t),
        title=t.plain("Orders a day for each hundred members"),
        lines=_lines(found, t),
        marks=_marks(found.days),
        zero=sum(day.day < 0 for day in found.days),
        nothing=t.plain("The first day is not over yet for everybody."),
        primary=found.rules.program.primary,
        decimal=t.number(Decimal("0.5"))[1],
    )


def _steps(found: Report, t: Texts) -> tuple[Step, ...]:
    group = found.whole.group
    took = ((t.plain("Took it"), group.claimed + group.going), (t.plain("Used it"), group.used)) if found.gives else ()
    told = ((t.plain("Pressed a button"), group.pressed), *took, (t.plain("Bought"), group.buyers))
    first = Step(t.plain("Sent"), t.number(group.sent), group.sent / group.members)
    return (first, *(_step(label, number, group.members, t) for label, number in told))


def _step(label: str, number: int, of: int, t: Texts) -> Step:
    share = t.percent(round(1_000 * number / of) * 10)
    return Step(label, f"{t.number(number)} · {share}", number / of)


def _lines(found: Report, t: Texts) -> tuple[Line, ...]:
    if not any(day.day >= 0 for day in found.days):
        return ()
    ours = Line(t.plain("Got the message"), tuple(day.group for day in found.days))
    theirs = Line(t.plain("Got nothing"), tuple(day.control for day in found.days))
    return (ours, theirs) if found.whole.control.members else (ours,)


def _marks(days: Sequence[Day]) -> tuple[str, ...]:
    """ "−1" is the day before the message, "1" the first after it; of many days some are named."""
    every = -(-len(days) // MOST_MARKS)
    named = (f"−{-each.day}" if each.day < 0 else str(each.day + 1) for each in days)
    return tuple("" if each.day % every else name for each, name in zip(days, named, strict=True))
