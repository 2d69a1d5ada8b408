"""What is being tried out: messages with a share kept without or with several versions, and how often to write."""

from decimal import Decimal

from bot.i18n import Html, Texts, lines
from bot.telegram.admin.broadcast_report_callbacks import ShowReport
from bot.telegram.admin.callbacks import ShowAutomations
from bot.telegram.admin.insights_callbacks import ShowStats
from bot.telegram.admin.views import cadence
from bot.telegram.admin.views.broadcast_report import named
from bot.telegram.admin.views.experiments import lacking, verdict
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys
from bot.usecases.insights import Test, Tests


def tests(found: Tests, t: Texts) -> Screen:
    """Each with what can be said of it, and what cannot be said yet."""
    if not found.messages and found.cadence is None:
        return _nothing_tried(t)
    text = lines(t("🧪 <b>What is tried out</b>"), *_messages(found, t), *_cadence(found, t), *_rules(found, t))
    opened = [Button(f"📊 {named(each.report, t)}", ShowReport(broadcast=each.report.id)) for each in found.messages]
    return Screen(text, rows=(*keys.in_rows(opened, 1), _automatic(t), keys.back(t, ShowStats())))


def _nothing_tried(t: Texts) -> Screen:
    text = lines(
        t("🧪 <b>What is tried out</b>"),
        t("Nothing yet. Keep a share of a message's members without it, or write two versions, and see what works."),
    )
    return Screen(text, rows=(_automatic(t), keys.back(t, ShowStats())))


def _automatic(t: Texts) -> tuple[Button, ...]:
    return (Button(t.plain("⏰ Automatic offers"), ShowAutomations()),)


def _rules(found: Tests, t: Texts) -> list[Html | str]:
    share = found.rules.program.holdout_bp
    if not share:
        return []
    said = t(
        "⏰ {share} of members never get automatic offers; each offer tells what it brings.", share=t.percent(share)
    )
    return ["", said]


def _messages(found: Tests, t: Texts) -> list[Html | str]:
    return [line for each in found.messages for line in ("", *_message(each, found.rules.program.currency, t))]


def _message(each: Test, currency: str, t: Texts) -> list[Html]:
    whole = each.report.whole
    told = [t("📣 <b>{name}</b>", name=named(each.report, t))]
    if whole.compared.net is not None:
        told.append(verdict(whole.compared, currency, t))
    elif whole.control.members:
        told += lacking(whole.compared, t)
    return [*told, *_versions(each, t)]


def _versions(each: Test, t: Texts) -> list[Html]:
    if each.best is None:
        return []
    one, other, by = each.best
    gaps = {"one": one, "other": other}
    if by is None:
        return [t("Versions {one} and {other}: not enough data yet.", **gaps)]
    points = {"low": _in_100(by.low, t), "high": _in_100(by.high, t)}
    if by.beyond_chance:
        # NOTE: {one} and {other} are letters of versions; the numbers are members in a hundred.
        return [t("Version {one} is pressed more than {other}: by {low} to {high} in a hundred.", **gaps, **points)]
    gaps |= points
    return [t("Versions {one} and {other}: no difference beyond chance ({low} to {high} in a hundred).", **gaps)]


def _in_100(share: float, t: Texts) -> str:
    return t.number(Decimal(round(share * 1_000)) / 10)


def _cadence(found: Tests, t: Texts) -> list[Html | str]:
    tried = found.cadence
    if tried is None or tried.compared is None:
        return []
    return ["", t("🎚 <b>How often to write</b>"), *cadence.verdict(tried.compared, tried, t)]
