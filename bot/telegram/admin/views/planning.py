"""Planning screens: holidays to greet on, a proposal carried out, what the points out there may cost."""

from bot.i18n import N_, Html, Texts, lines
from bot.rules.benefits import named
from bot.rules.program import Program
from bot.telegram.admin.broadcast_callbacks import BroadcastDo
from bot.telegram.admin.callbacks import ChangeNumber, ShowAutomations, ShowProgram
from bot.telegram.admin.planning_callbacks import DecideHoliday, ShowHolidays
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys
from bot.usecases.broadcasts import Report
from bot.usecases.digest import Approved
from bot.usecases.holidays import Calendar, Decided, HolidayLine
from bot.usecases.liability import Owed
from db.enums import BroadcastState

TAKE = N_("🎁 I'll take them")
MARKS = {True: "✅", False: "➖", None: "❔"}


def calendar(found: Calendar, t: Texts, toast: str | None = None) -> Screen:
    if not found.days:
        return _no_holidays(found, t)
    text = lines(
        t("📅 <b>Holidays ahead</b>"),
        t("✅ members are greeted · ➖ not this time · ❔ not decided"),
        None if found.on else t("Greeting on holidays is off; a yes to one switches it on."),
        "",
        *(_line(day, t) for day in found.days),
    )
    switches = [_switch(day, t) for day in found.days]
    return Screen(text, rows=(*keys.in_rows(switches, 1), keys.back(t, ShowAutomations())), toast=toast)


def _line(day: HolidayLine, t: Texts) -> Html:
    # NOTE: a line of a list: a mark, a date, the name of a holiday.
    return t("{mark} {date}: {holiday}", mark=MARKS[day.approved], date=t.date(day.day), holiday=_name(day, t))


def _name(day: HolidayLine, t: Texts) -> str:
    return named(day.names, t.language)


def _switch(day: HolidayLine, t: Texts) -> Button:
    mark = day.day.strftime("%Y%m%d")
    if day.approved:
        return Button(t.plain("Don't greet: {holiday}", holiday=_name(day, t)), DecideHoliday(day=mark, yes=0))
    return Button(t.plain("Greet: {holiday}", holiday=_name(day, t)), DecideHoliday(day=mark, yes=1))


def _no_holidays(found: Calendar, t: Texts) -> Screen:
    text = lines(
        t("📅 <b>Holidays ahead</b>"),
        t("No public holiday in the next two months.")
        if found.country
        else t("I don't know your country yet. Tell me, and I'll find its public holidays."),
    )
    country = Button(t.plain("🌍 Country"), ChangeNumber(field="country"))
    return Screen(text, rows=((country,), keys.back(t, ShowAutomations())))


def decided(done: Decided, t: Texts) -> str:
    name, day = named(done.names, t.language), t.date(done.day)
    if done.approved:
        return t.plain("{holiday}: your members will be greeted on {date}.", holiday=name, date=day)
    return t.plain("{holiday}: no greeting this time.", holiday=name)


def approved(done: Approved, t: Texts) -> Screen:
    if done.kind == "holiday":
        holiday = named(done.facts["names"], t.language)
        said = t("It's arranged: members will be greeted on {holiday}.", holiday=holiday)
        return Screen(lines(t("👍 <b>Done</b>"), said), rows=((_holidays(t),), keys.home(t)))
    text = lines(t("👍 <b>Done</b>"), t("The offer is on. It begins with the next day that fits."))
    return Screen(text, rows=((Button(t.plain("⏰ Automatic offers"), ShowAutomations()),), keys.home(t)))


def come_back(program: Program, t: Texts) -> Html:
    """What members read who are being lost; "{name}" is filled for each of them."""
    # NOTE: {name} is the member's first name, {points} is like "50 points".
    return lines(
        t("<b>{name}, we miss you!</b>", name="{name}"),
        t("Here are {points} for your next order at {shop}.", points=t.points(program.nudge_points), shop=program.name),
    )


def sent(report: Report, t: Texts) -> Screen:
    """The proposed message goes, or waits for a second person."""
    if report.state is BroadcastState.CONFIRMING:
        said = t("It is ready, and waits for a second person's yes.")
    else:
        said = t.plural("It goes to {n} member.", "It goes to {n} members.", report.progress.planned)
    opened = Button(t.plain("📣 Open"), BroadcastDo(do="show", broadcast=report.id))
    return Screen(lines(t("👍 <b>Done</b>"), said), rows=((opened,), keys.home(t)))


def _holidays(t: Texts) -> Button:
    return Button(t.plain("All holidays"), ShowHolidays())


def owed(found: Owed, t: Texts) -> Screen:
    """The liability: how many points are out there, when they end, and what they may cost."""
    out, cost, program = found.out, found.cost, found.rules.program
    text = lines(
        t("💼 <b>Points out there: {points}</b>", points=t.points(cost.points)),
        "",
        t("End within 30 days: {points}", points=t.points(out.soon)),
        t("Within 90 days: {points}", points=t.points(out.later)),
        t("Later: {points}", points=t.points(out.much_later)),
        t("On hold: {points}", points=t.points(out.held)) if out.held else None,
        t("Owed by members: {points}", points=t.points(out.debts)) if out.debts else None,
        "",
        t("If all were spent: {money}", money=t.money(cost.face_minor, program.currency)),
        t(
            "Expected, when {share} are spent: <b>{money}</b>",
            share=t.percent(program.redemption_bp),
            money=t.money(cost.expected_minor, program.currency),
        ),
        t("⚠️ That is more than you set.") if cost.over else None,
    )
    share = Button(t.plain("✏️ Share that is spent"), ChangeNumber(field="redemption_bp"))
    limit = Button(t.plain("✏️ Warn me above"), ChangeNumber(field="liability_limit_minor"))
    return Screen(text, rows=((share,), (limit,), keys.back(t, ShowProgram())))
