"""The week ahead: what leaves on which day, whom two messages reach, and how much each member gets."""

from bot.i18n import Html, Texts, lines
from bot.rules.benefits import named
from bot.telegram.admin.broadcast_callbacks import BroadcastDo, ShowBroadcasts
from bot.telegram.admin.planning_callbacks import ShowHolidays
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys, weekdays
from bot.usecases.holidays import HolidayLine
from bot.usecases.week import Load, Planned, Week, WeekDay
from db.enums import BroadcastState as State

MOST_PAIRS, LETTERS = 5, 40


def week(found: Week, t: Texts) -> Screen:
    """Days on which nothing happens are left out."""
    days = [_day(day, found, t) for day in found.days if day.broadcasts or day.holidays or day.by_rules]
    if not days:
        return _quiet_week(t)
    text = lines(
        t("📅 <b>This week</b>"),
        *(line for day in days for line in ("", *day)),
        *_both(found, t),
        *_load(found.load, t),
    )
    opened = [_button(each, t) for day in found.days for each in day.broadcasts]
    undecided = any(each.approved is None for day in found.days for each in day.holidays)
    greet = (Button(t.plain("📅 Holidays ahead"), ShowHolidays()),) if undecided else ()
    return Screen(text, rows=(*keys.in_rows(opened, 1), greet, keys.back(t, ShowBroadcasts())))


def _quiet_week(t: Texts) -> Screen:
    text = lines(t("📅 <b>This week</b>"), t("Nothing is planned: no message, no holiday, no automatic offer."))
    return Screen(text, rows=(keys.back(t, ShowBroadcasts()),))


def _day(day: WeekDay, found: Week, t: Texts) -> list[Html]:
    # NOTE: {weekday} is short like "Mon", {date} like "23 November 2026".
    heading = t("<b>{weekday}, {date}</b>", weekday=weekdays.short(t, day.day.weekday()), date=t.date(day.day))
    rules = t.plural("⏰ {n} message by itself", "⏰ {n} messages by themselves", day.by_rules)
    return [
        heading,
        *(_planned(each, found, t) for each in day.broadcasts),
        *(_holiday(each, t) for each in day.holidays),
        *([t("{messages} at least", messages=rules) if day.more else rules] if day.by_rules else []),
    ]


def _planned(each: Planned, found: Week, t: Texts) -> Html:
    members = t.plural("{n} member", "{n} members", each.members)
    gaps = {"name": _name(each, t), "members": members}
    match each.state:
        case State.CONFIRMING:
            return t("⏳ {name}: {members}, waits for a yes", **gaps)
        case State.PAUSED:
            return t("⏸ {name}: {members} to go, paused", **gaps)
        case State.RUNNING:
            return t("📣 {name}: {members} to go", **gaps)
    time = t.time(each.leaves_at, found.rules.zone) if each.leaves_at else ""
    return t("🕒 {time} {name}: {members}", time=time, **gaps)


def _name(each: Planned, t: Texts) -> str:
    return each.name[:LETTERS] or t.plain("Sent on as it was")


def _holiday(day: HolidayLine, t: Texts) -> Html:
    holiday = named(day.names, t.language)
    if day.approved is None:
        return t("❔ {holiday}: greet your members? Not decided.", holiday=holiday)
    if day.approved:
        return t("🎉 {holiday}: members are greeted.", holiday=holiday)
    return t("➖ {holiday}: not this time.", holiday=holiday)


def _both(found: Week, t: Texts) -> list[Html | str]:
    if not found.both:
        return []
    told = []
    for one, other, members in found.both[:MOST_PAIRS]:
        gaps = {"first": _name(one, t), "second": _name(other, t)}
        # NOTE: {first} and {second} are names of messages.
        told.append(t.plural("{n} member: {first} + {second}", "{n} members: {first} + {second}", members, **gaps))
    return ["", t("👥 <b>Who gets two of them</b>"), *told]


def _load(load: Load, t: Texts) -> list[Html | str]:
    if not load.members:
        return []
    one, two, more = (load.members.get(number, 0) for number in (1, 2, 3))
    told = (
        # NOTE: {n} is how many members get so many advertisements this week.
        (one, t.plural("One offer: {n} member", "One offer: {n} members", one)),
        (two, t.plural("Two offers: {n} member", "Two offers: {n} members", two)),
        (more, t.plural("Three or more: {n} member", "Three or more: {n} members", more)),
    )
    over = t.plural(
        "⚠️ {n} member would get more than agreed: the offer worth most goes first, others are left out.",
        "⚠️ {n} members would get more than agreed: the offer worth most goes first, others are left out.",
        load.over,
    )
    return [
        "",
        t("📬 <b>What members get in these 7 days</b>"),
        *(said for members, said in told if members),
        *([over] if load.over else []),
    ]


def _button(each: Planned, t: Texts) -> Button:
    return Button(f"📣 {_name(each, t)}", BroadcastDo(do="show", broadcast=each.id))
