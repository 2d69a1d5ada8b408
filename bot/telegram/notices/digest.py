"""The owner's morning, in words: yesterday beside the usual, what came by itself, what is odd, one proposal."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.i18n import Html, Texts, lines
from bot.rules.benefits import named
from bot.telegram.admin.callbacks import ShowAutomations
from bot.telegram.admin.order_callbacks import ListOrders
from bot.telegram.admin.planning_callbacks import ApproveProposal, ShowOwed
from bot.telegram.admin.radar_callbacks import ShowRadar
from bot.telegram.notices.reader import Reader, Wording
from bot.telegram.screen import Button, Rows, Screen
from bot.telegram.shared import keys, ready_segments
from bot.telegram.shared.automation_names import automation_name
from bot.telegram.shared.radar_words import said
from db.enums import AutomationKind


def written(reader: Reader, facts: Mapping[str, Any]) -> Screen:
    t, day = reader.t, date.fromisoformat(facts["day"])
    text = lines(
        # NOTE: {date} is yesterday, like "20 November 2026".
        t("☕ <b>Good morning! This was {date}</b>", date=t.date(day)),
        "",
        *_numbers(reader, facts["now"], facts["usual"]),
        *_by_itself(t, facts["fired"]),
        *_odd(reader, facts),
        *_late(t, facts.get("late", {})),
        *_radar(t, facts.get("radar", [])),
        *_proposal(reader, facts["proposal"]),
    )
    look = ((Button(t.plain("📡 Worth a look"), ShowRadar()),),) if facts.get("radar") else ()
    return Screen(text, rows=(*look, *_buttons(t, facts["proposal"])), fresh=True)


def _numbers(reader: Reader, now: Mapping[str, int], usual: Mapping[str, int] | None) -> list[Html]:
    t, currency = reader.t, reader.rules.program.currency
    told = [
        t.plural(
            "🧾 {n} order for {money}",
            "🧾 {n} orders for {money}",
            now["orders"],
            money=t.money(now["net_minor"], currency),
        )
    ]
    if usual:
        money = t.money(usual["net_minor"], currency)
        # NOTE: after "12 orders for 9 800 ₽" on the line above: what such a weekday usually brings.
        told.append(
            t.plural(
                "   usually {n} order for {money}", "   usually {n} orders for {money}", usual["orders"], money=money
            )
        )
    told.append(t.plural("👤 {n} new member", "👤 {n} new members", now["joined"]))
    # NOTE: points that members got and spent yesterday; each is like "62 points".
    told.append(t("💰 {given} given, {spent} spent", given=t.points(now["given"]), spent=t.points(now["spent"])))
    return told


def _by_itself(t: Texts, fired: list[list[Any]]) -> list[Html]:
    by_kind: dict[str, int] = {}
    for kind, state, number in fired:
        if state == "fired":
            by_kind[kind] = by_kind.get(kind, 0) + number
    if not by_kind:
        return []
    told = [f"{automation_name(t, AutomationKind(kind))}: {t.number(number)}" for kind, number in by_kind.items()]
    return [Html(""), t("⏰ <b>By itself</b>"), *(t("{line}", line=line) for line in told)]


def _odd(reader: Reader, facts: Mapping[str, Any]) -> list[Html]:
    if not facts["odd"]:
        return []
    return [Html(""), reader.t("🔎 <b>Worth a look</b>"), *(_said(reader, what, facts) for what in facts["odd"])]


def _said(reader: Reader, what: str, facts: Mapping[str, Any]) -> Html:
    t, trouble, now = reader.t, facts["trouble"], facts["now"]
    match what:
        case "problems":
            return t.plural("{n} order has a problem.", "{n} orders have a problem.", trouble["problems"])
        case "missed":
            return t.plural(
                "{n} offer came too late to be sent.", "{n} offers came too late to be sent.", trouble["missed"]
            )
        case "unknown":
            return t.plural(
                "{n} message may not have arrived.", "{n} messages may not have arrived.", trouble["unknown"]
            )
        case "few_orders":
            return t("Half as many orders as usual, or fewer.")
        case "many_orders":
            return t("Twice as many orders as usual, or more!")
        case "by_hand":
            return t("More points were given by hand ({points}) than by the rules.", points=t.points(now["by_hand"]))
        case "stops":
            return t.plural("{n} member wants no more offers.", "{n} members want no more offers.", now["stops"])
    money = t.money(facts["owed_minor"], reader.rules.program.currency)
    return t("Points not yet spent may cost {money}: more than you set.", money=money)


def _late(t: Texts, late: Mapping[str, int]) -> list[Html]:
    """Of the last seven days."""
    if not late.get("orders"):
        return []
    way, kitchen = late["orders"] - late["kitchen_orders"], late["kitchen_orders"]
    points = t.points(late["points"])
    told = t.plural(
        # NOTE: of the last seven days; {points} is "300 points".
        "🕰 This week {n} late order cost {points} in apologies.",
        "🕰 This week {n} late orders cost {points} in apologies.",
        late["orders"],
        points=points,
    )
    # NOTE: numbers of orders: where the time was lost.
    return [Html(""), told, t("   kitchen: {kitchen}, on the way: {way}", kitchen=t.number(kitchen), way=t.number(way))]


def _radar(t: Texts, seen: list[list[Any]]) -> list[Html]:
    if not seen:
        return []
    return [Html(""), t("📡 <b>At the tills</b>"), *(said(t, *each) for each in seen)]


def _proposal(reader: Reader, proposal: Mapping[str, Any] | None) -> list[Html]:
    if proposal is None:
        return []
    t, facts = reader.t, proposal["facts"]
    if proposal["kind"] == "holiday":
        day, holiday = t.date(date.fromisoformat(proposal["ref"])), named(facts["names"], t.language)
        said = t("{holiday} is on {date}. Greet your members that morning?", holiday=holiday, date=day)
        return [Html(""), t("💡 <b>A proposal</b>"), said]
    if proposal["kind"] == "broadcast":
        return [Html(""), t("💡 <b>A proposal</b>"), *_message(reader, proposal["ref"], facts)]
    name = automation_name(t, AutomationKind(facts["kind"]))
    return [
        Html(""),
        t("💡 <b>A proposal</b>"),
        t("Switch on: {rule}.", rule=name),
        _reach(reader, facts),
    ]


def _message(reader: Reader, segment: str, facts: Mapping[str, Any]) -> list[Html]:
    t, money = reader.t, reader.t.money(facts["expected_minor"], reader.rules.program.currency)
    who = ready_segments.name(segment, t)
    gaps = {"segment": who, "points": t.points(facts["points"])}
    return [
        # NOTE: {segment} is a group of members, like "At risk"; {points} is like "50 points".
        t.plural(
            "Write to “{segment}”: {n} member would get {points}.",
            "Write to “{segment}”: {n} members would get {points}.",
            facts["members"],
            **gaps,
        ),
        # NOTE: {share} of the members who get the message, {money} is what their points cost the shop.
        t("If {share} take them, that costs {money}.", share=t.percent(facts["expected_bp"]), money=money),
        t("{share} more get nothing, so that you see what it brings.", share=t.percent(facts["control_bp"])),
    ]


def _reach(reader: Reader, facts: Mapping[str, Any]) -> Html:
    t, money = reader.t, reader.t.money(facts["most_minor"], reader.rules.program.currency)
    # NOTE: {money} is the most that the offer can cost if every one of them takes it.
    return t.plural(
        "It fits {n} member now and costs {money} at most; {share} of members are left out, to compare.",
        "It fits {n} members now and costs {money} at most; {share} of members are left out, to compare.",
        facts["members"],
        money=money,
        share=t.percent(facts["holdout_bp"]),
    )


def _buttons(t: Texts, proposal: Mapping[str, Any] | None) -> Rows:
    yes: tuple[Button, ...] = ()
    if proposal is not None:
        do = ApproveProposal(kind=proposal["kind"], ref=proposal["ref"])
        said = t.plain("Yes, send it") if proposal["kind"] == "broadcast" else t.plain("Yes, do it")
        yes = (Button(said, do, style="success"),)
    more = (Button(t.plain("🛵 Orders"), ListOrders()), Button(t.plain("⏰ Automatic offers"), ShowAutomations()))
    return (yes, more, (Button(t.plain("💼 Points out there"), ShowOwed()),), keys.home(t))


WORDINGS: dict[str, Wording] = {"digest.written": written}
