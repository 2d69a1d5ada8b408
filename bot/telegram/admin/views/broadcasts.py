"""Messages to members: writing one, seeing it as it will arrive, watching it go."""

import re
from collections import Counter
from collections.abc import Sequence
from html import unescape

from bot.i18n import N_, Html, Texts, html, lines
from bot.pictures.progress import text_bar
from bot.telegram.admin.callbacks import BroadcastDo, WriteBroadcast
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys
from bot.telegram.shared.callbacks import HOME
from bot.usecases.broadcasts import Audience, Draft, Report
from db.enums import BroadcastState

SHOWN_LETTERS = 40
TAG = re.compile("<[^>]*>")
# NOTE: parts of a list of reasons why members did not get a message: "Left out: blocked the bot: 3, other reasons: 1."
HEARD_ENOUGH = N_("heard from us enough lately: {count}")
OTHERWISE = N_("for other reasons: {count}")
SKIPPED = {
    "no_consent": N_("did not agree to offers: {count}"),
    "unreachable": N_("blocked the bot: {count}"),
    "holdout": N_("kept without offers for comparison: {count}"),
    "stopped": N_("not sent any more when it was stopped: {count}"),
    "cap_day": HEARD_ENOUGH,
    "cap_week": HEARD_ENOUGH,
    "cap_month": HEARD_ENOUGH,
    "outweighed": N_("get a better offer these days: {count}"),
    "paused": N_("asked for a pause: {count}"),
    "topic": N_("left such messages out: {count}"),
}


def listed(reports: Sequence[Report], t: Texts) -> Screen:
    if not reports:
        return _nothing_yet(t)
    buttons = [Button(_short(each), BroadcastDo(do="show", broadcast=each.id)) for each in reports]
    rows = ((Button(t.plain("Write a message"), WriteBroadcast(), style="primary"),), *keys.in_rows(buttons, 1))
    text = lines(t("📣 <b>Messages to members</b>"), t("The newest ones. Press one to see where it stands."))
    return Screen(text, rows=(*rows, keys.home(t)))


def _nothing_yet(t: Texts) -> Screen:
    text = lines(
        t("📣 <b>Messages to members</b>"),
        t("Nothing was sent yet. A message goes to every member who agreed to offers, and to nobody else."),
    )
    return Screen(text, rows=((Button(t.plain("Write a message"), WriteBroadcast(), style="primary"),), keys.home(t)))


def question(t: Texts) -> Screen:
    text = lines(
        t("📣 <b>A message to members</b>"),
        t("Write it here, just as it should arrive; bold and links are kept. You will see it before anybody else."),
    )
    return Screen(text, rows=(keys.cancel(t),))


def preview(draft: Draft, t: Texts) -> Screen:
    """The message as it will look, and under it who gets it and the last question."""
    return Screen(draft.text, fresh=True, then=_confirm(draft, t))


def _confirm(draft: Draft, t: Texts) -> Screen:
    size = draft.audience.size
    text = lines(
        t("👆 <b>This is how it will look.</b>"),
        t.plural("{n} member will get it.", "{n} members will get it.", size),
        _left_out(draft.audience, t),
    )
    again = Button(t.plain("Write it again"), WriteBroadcast())
    if not size:
        return Screen(text, rows=((again,), keys.home(t)))
    send = t.plain_plural("Send to {n} member", "Send to {n} members", size)
    start = Button(send, BroadcastDo(do="start", broadcast=draft.id), style="success")
    return Screen(text, rows=((start,), (again,), keys.home(t)))


def _left_out(audience: Audience, t: Texts) -> Html | None:
    # NOTE: "kept without offers": a small share of members never gets advertising, so that its effect can be measured.
    told = (
        (audience.no_consent, t.plain("did not agree to offers: {count}", count=t.number(audience.no_consent))),
        (audience.unreachable, t.plain("blocked the bot: {count}", count=t.number(audience.unreachable))),
        (audience.holdout, t.plain("kept without offers for comparison: {count}", count=t.number(audience.holdout))),
    )
    named = [words for number, words in told if number]
    return t("Left out: {reasons}.", reasons=t.join(named)) if named else None


def progress(report: Report, t: Texts) -> Screen:
    """One message that tells where the broadcast stands; it is edited while the broadcast runs."""
    now = report.progress
    share = now.settled / now.audience if now.audience else 1.0
    text = lines(
        _heading(report, t),
        html(f"{text_bar(share)} ") + html(t.percent(int(share * 10_000))),
        t("Sent {sent} of {audience}", sent=t.number(now.sent), audience=t.number(now.audience)),
        *_rest(report, t),
    )
    refresh = Button(t.plain("Refresh"), BroadcastDo(do="show", broadcast=report.id))
    if report.state in (BroadcastState.RUNNING, BroadcastState.PAUSED):
        stop = Button(t.plain("Stop"), BroadcastDo(do="stop", broadcast=report.id), style="danger")
        return Screen(text, rows=((refresh, stop), (Button(t.plain("Home"), HOME),)))
    return Screen(text, rows=((refresh,), (Button(t.plain("Home"), HOME),)))


def _heading(report: Report, t: Texts) -> Html:
    return {
        BroadcastState.RUNNING: t("📣 <b>On its way to members</b>"),
        BroadcastState.PAUSED: t("⏸ <b>Paused: Telegram refuses this text</b>"),
        BroadcastState.STOPPED: t("⏹ <b>Stopped</b>"),
        BroadcastState.DONE: t("✅ <b>Sent</b>"),
        BroadcastState.DRAFT: t("📝 <b>Draft</b>"),
    }[report.state]


def _rest(report: Report, t: Texts) -> list[Html | None]:
    now = report.progress
    waiting = now.planned + now.sending
    until = report.waits_until
    told = (
        (until, t("🌙 Quiet hours: it goes out from {moment} on", moment=t.time(until, report.zone) if until else "")),
        (waiting, t("Still to go: {count}", count=t.number(waiting))),
        (now.skipped, _skipped(report, t)),
        (now.failed, t("Could not be reached: {count}", count=t.number(now.failed))),
        (now.unknown, t("No answer from Telegram, not repeated: {count}", count=t.number(now.unknown))),
    )
    return [words if number else None for number, words in told]


def _skipped(report: Report, t: Texts) -> Html:
    """Why members did not get it, each reason with its number; all limits are one reason here."""
    counts: Counter[str] = Counter()
    for reason, number in report.reasons.items():
        counts[SKIPPED.get(reason, OTHERWISE)] += number
    return t("Left out: {reasons}.", reasons=t.join([t.plain(why, count=t.number(n)) for why, n in counts.items()]))


def ask_stop(report: Report, t: Texts) -> Screen:
    left = report.progress.planned
    text = lines(
        t("⏹ <b>Stop this message?</b>"),
        t.plural("{n} member would not get it.", "{n} members would not get it.", left),
    )
    stop = Button(t.plain("Stop it"), BroadcastDo(do="stopped", broadcast=report.id), style="danger")
    go_on = Button(t.plain("Let it go on"), BroadcastDo(do="show", broadcast=report.id))
    return Screen(text, rows=((go_on, stop),), fresh=True)  # in the live one's place the next count would wipe it away


def _short(report: Report) -> str:
    mark = {BroadcastState.RUNNING: "📣", BroadcastState.DONE: "✅", BroadcastState.STOPPED: "⏹"}.get(report.state, "⏸")
    words = " ".join(unescape(TAG.sub("", report.text)).split())
    return f"{mark} {words[:SHOWN_LETTERS]}{'…' if len(words) > SHOWN_LETTERS else ''}"
