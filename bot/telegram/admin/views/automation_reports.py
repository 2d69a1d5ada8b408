"""What a standing rule did, who gets it next, and who changed it."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.i18n import Html, Texts, lines
from bot.rules import segments as rules
from bot.rules.codes import format_number
from bot.telegram.admin.automation_callbacks import RuleDo
from bot.telegram.admin.views.automations import name
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import automation_words as words
from bot.telegram.shared import keys, segments
from bot.telegram.shared.segments import Naming
from bot.usecases.automation_edits import EditLine
from bot.usecases.automation_forecast import Forecast, ForecastDay
from bot.usecases.automation_reports import Group, Report
from bot.usecases.automations import Rule


def _back(rule: Rule, t: Texts) -> tuple[Button, ...]:
    return keys.back(t, RuleDo(do="show", rule=rule.id))


def report(found: Report, t: Texts) -> Screen:
    """The last 30 days."""
    rule, currency = found.rule, found.rule.currency
    if not (found.fired.members or found.held_out.members or found.missed or found.skipped):
        return nothing_yet(rule, t)
    text = lines(
        t("📊 <b>{name}</b>: the last 30 days", name=name(rule, t)),
        "",
        t("Fired: <b>{n}</b>", n=found.fired.members),
        t("Messages sent: {n}", n=found.sent),
        t("Messages waiting for their hour: {n}", n=found.waiting) if found.waiting else None,
        t("Not sent: {reasons}", reasons=words.reasons(found.unsent, t)) if found.unsent else None,
        t("Passed over: {reasons}", reasons=words.reasons(found.skipped, t)) if found.skipped else None,
        t("Held out, to compare: {n}", n=found.held_out.members) if found.held_out.members else None,
        t("Missed, because nothing ran then: {n}", n=found.missed) if found.missed else None,
        t("Opened by a button: {n}", n=found.opened) if found.opened else None,
        t("Gifts used: {n}", n=found.used),
        t("Points spent of them: {points}", points=t.points(found.spent)) if found.spent else None,
        t("Said stop within a day: {n}", n=found.stops) if found.stops else None,
        "",
        *_bought(found, t, currency),
    )
    return Screen(text, rows=(_back(rule, t),))


def nothing_yet(rule: Rule, t: Texts) -> Screen:
    text = lines(
        t("📊 <b>{name}</b>: the last 30 days", name=name(rule, t)),
        t("Nothing was due yet.") if rule.enabled else t("It is off, so nothing was due."),
    )
    return Screen(text, rows=(_back(rule, t),))


def _bought(found: Report, t: Texts, currency: str) -> list[Html]:
    """What each group bought within 14 days, for one member on average."""
    told = [t("<b>Within 14 days</b>"), _group(t("Members who got it:"), found.fired, t, currency)]
    if found.held_out.members:
        told.append(_group(t("Members held out:"), found.held_out, t, currency))
    if found.comparable:
        more = found.fired.average_minor - found.held_out.average_minor
        told.append(t("Difference for one member: <b>{money}</b>", money=t.money(more, currency)))
    else:
        told.append(t("Not enough to compare yet: each of the two groups needs 20 members."))
    return told


def _group(who: Html, group: Group, t: Texts, currency: str) -> Html:
    net, average = t.money(group.net_minor, currency), t.money(group.average_minor, currency)
    # NOTE: {who} is "Members who got it:" or "Members held out:"; {net} and {average} are sums of money.
    return t.plural(
        "{who} {n} order for {net}, {average} for each member",
        "{who} {n} orders for {net}, {average} for each member",
        group.orders,
        who=who,
        net=net,
        average=average,
    )


def forecast(found: Forecast, t: Texts) -> Screen:
    """Who gets it in the next seven days, as things stand."""
    rule = found.rule
    if not found.known:
        return unknown_ahead(rule, t)
    text = lines(
        t("📆 <b>{name}</b>: the next 7 days", name=name(rule, t)),
        t("As things stand today; nothing is sent by looking.")
        if rule.enabled
        else t("It is off. If it were on, as things stand today:"),
        "",
        *(_day(day, t) for day in found.days),
        "",
        *(_expected(found, t) if found.first else (t("Nobody so far."),)),
    )
    return Screen(text, rows=(_back(rule, t),))


def _day(day: ForecastDay, t: Texts) -> Html:
    number = f"{t.number(day.members)}+" if day.more else t.number(day.members)
    if day.passed_over:
        return t(
            "{date}: <b>{number}</b>, passed over: {passed}",
            date=t.date(day.day),
            number=number,
            passed=day.passed_over,
        )
    return t("{date}: <b>{number}</b>", date=t.date(day.day), number=number)


def _expected(found: Forecast, t: Texts) -> list[Html]:
    """The first of them by name and number."""
    told = [
        t("{name}, № {number}: {date}", name=each.name, number=format_number(each.number), date=t.date(each.day))
        for each in found.first
    ]
    rest = sum(day.members for day in found.days) - len(found.first)
    return told + ([t.plural("… and {n} more", "… and {n} more", rest)] if rest > 0 else [])


def unknown_ahead(rule: Rule, t: Texts) -> Screen:
    """It follows what members do."""
    text = lines(
        t("📆 <b>{name}</b>: the next 7 days", name=name(rule, t)),
        t("Nobody can tell ahead: it follows what members do (joining, ordering) or the days of their points."),
    )
    return Screen(text, rows=(_back(rule, t),))


def history(rule: Rule, edits: Sequence[EditLine], naming: Naming, zone: ZoneInfo, t: Texts) -> Screen:
    """Who changed what, newest first."""
    if not edits:
        return never_changed(rule, t)
    told = [line for edit in edits for line in _edit(edit, rule, naming, zone, t)]
    return Screen(lines(t("📜 <b>{name}</b>: changes", name=name(rule, t)), "", *told), rows=(_back(rule, t),))


def never_changed(rule: Rule, t: Texts) -> Screen:
    text = lines(t("📜 <b>{name}</b>: changes", name=name(rule, t)), t("Nobody has changed it: it is as it came."))
    return Screen(text, rows=(_back(rule, t),))


def _edit(edit: EditLine, rule: Rule, naming: Naming, zone: ZoneInfo, t: Texts) -> list[Html]:
    told = [t("<i>{time}</i> <b>{name}</b>", time=t.moment(edit.at, zone), name=edit.who or "—")]
    for part, (old, new) in edit.changes.items():
        before, after = (_shown(part, value, rule, naming, t) for value in (old, new))
        told.append(t("   {part}: {old} → {new}", part=words.part_name(part, t), old=before, new=after))
    return told


def _shown(part: str, value: object, rule: Rule, naming: Naming, t: Texts) -> str:
    if part == "segment":
        return segments.said(rules.from_json(value), t, naming)  # type: ignore[arg-type]  # as it was written
    return words.value(part, value, t, rule.currency)
