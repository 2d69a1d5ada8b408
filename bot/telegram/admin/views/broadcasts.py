"""Messages to members: the list of them, and watching one go."""

from collections.abc import Sequence

from bot.i18n import Html, Texts, html, lines
from bot.pictures.progress import text_bar
from bot.telegram.admin.broadcast_callbacks import BroadcastDo, ComposeDo, ShowBroadcasts, WriteBroadcast
from bot.telegram.admin.broadcast_report_callbacks import ShowReport
from bot.telegram.admin.views.broadcast_card import first
from bot.telegram.admin.week_callbacks import ShowWeek
from bot.telegram.screen import Button, Rows, Screen
from bot.telegram.shared import broadcast_words as words
from bot.telegram.shared import keys
from bot.telegram.shared.left_out import left_out
from bot.usecases.broadcast_drafts import Draft
from bot.usecases.broadcasts import Doubtful, Report
from db.enums import BroadcastState as State

SHOWN_LETTERS, SHOWN_NAMES = 40, 30
MARKS = {
    State.CONFIRMING: "⏳",
    State.SCHEDULED: "🕒",
    State.RUNNING: "📣",
    State.PAUSED: "⏸",
    State.STOPPED: "⏹",
    State.DONE: "✅",
}


def do(report: Report, what: str, value: str = "") -> BroadcastDo:
    return BroadcastDo(do=what, broadcast=report.id, value=value)


def listed(drafts: Sequence[Draft], reports: Sequence[Report], t: Texts) -> Screen:
    """Drafts first, then what was sent, the newest above."""
    if not drafts and not reports:
        return _nothing_yet(t)
    buttons = [
        *(Button(f"📝 {_draft_name(each, t)}", ComposeDo(do="show", draft=each.id)) for each in drafts),
        *(Button(f"{MARKS[each.state]} {_name(each, t)}", do(each, "show")) for each in reports),
    ]
    text = lines(t("📣 <b>Messages to members</b>"), t("Drafts and the newest ones. Press one to see where it stands."))
    return Screen(text, rows=(*_new(t), *keys.in_rows(buttons, 1), keys.home(t)))


def _new(t: Texts) -> Rows:
    write = Button(t.plain("✍️ New message"), WriteBroadcast(), style="primary")
    kept = Button(t.plain("📋 Templates"), ShowBroadcasts(what="templates"))
    return ((write,), (kept, Button(t.plain("📅 This week"), ShowWeek())))


def _draft_name(draft: Draft, t: Texts) -> str:
    return _short(draft.name, first(draft, t.language).text, t)


def _name(report: Report, t: Texts) -> str:
    return _short(report.name, report.text, t)


def _short(name: str, text: str | None, t: Texts) -> str:
    """What it is called, or how it begins."""
    if name:
        return words.short(name, SHOWN_LETTERS)
    return words.first_words(text, SHOWN_LETTERS) if text else t.plain("Sent on as it was")


def _nothing_yet(t: Texts) -> Screen:
    text = lines(
        t("📣 <b>Messages to members</b>"),
        t("Nothing was sent yet. A message goes to members who agreed to offers, and to nobody else."),
    )
    return Screen(text, rows=(*_new(t), keys.home(t)))


def templates(found: Sequence[Draft], t: Texts) -> Screen:
    """What was kept to be used again."""
    if not found:
        return _no_templates(t)
    use = [Button(f"📋 {_draft_name(each, t)}", BroadcastDo(do="again", broadcast=each.id)) for each in found]
    drop = [Button("🗑", ComposeDo(do="drop", draft=each.id, edition=each.edition)) for each in found]
    text = lines(t("📋 <b>Templates</b>"), t("Press one to begin a new message like it."))
    return Screen(text, rows=(*zip(use, drop, strict=True), keys.back(t, ShowBroadcasts())))


def _no_templates(t: Texts) -> Screen:
    text = lines(t("📋 <b>Templates</b>"), t("None is kept yet. Any message that was sent can be kept as one."))
    return Screen(text, rows=(keys.back(t, ShowBroadcasts()),))


def progress(report: Report, t: Texts) -> Screen:
    """One message that tells where the broadcast stands; it is edited while the broadcast runs."""
    now = report.progress
    through = now.sent if report.state is State.STOPPED else now.settled  # what was stopped never got to its end
    share = through / now.audience if now.audience else 1.0
    text = lines(
        _heading(report, t),
        html(_name(report, t)),
        "",
        html(f"{text_bar(share)} ") + html(t.percent(int(share * 10_000))),
        t("Sent {sent} of {audience}", sent=t.number(now.sent), audience=t.number(now.audience)),
        *_rest(report, t),
    )
    return Screen(text, rows=(*_acts(report, t), _way_out(report, t)))


def _way_out(report: Report, t: Texts) -> tuple[Button, ...]:
    """In a live one's place the next count would wipe away whatever followed."""
    if report.state in (State.RUNNING, State.PAUSED):
        return (Button(t.plain("‹ Back"), ShowBroadcasts(what="aside")),)
    return keys.back(t, ShowBroadcasts())


def _heading(report: Report, t: Texts) -> Html:
    if report.state is State.PAUSED and not report.pause_reason:
        return t("⏸ <b>Paused</b>")
    return {
        State.RUNNING: t("📣 <b>On its way to members</b>"),
        State.PAUSED: t("⏸ <b>Paused: Telegram refuses this text</b>"),
        State.STOPPED: t("⏹ <b>Stopped</b>"),
        State.DONE: t("✅ <b>Sent</b>"),
        State.DRAFT: t("📝 <b>Draft</b>"),
        State.CONFIRMING: t("⏳ <b>Not on its way yet</b>"),
        State.SCHEDULED: t("🕒 <b>Planned</b>"),
    }[report.state]


def _rest(report: Report, t: Texts) -> list[Html | None]:
    now = report.progress
    waiting = now.planned + now.sending
    until = report.waits_until
    told = (
        (until, t("🌙 Quiet hours: it goes out from {moment} on", moment=t.time(until, report.zone) if until else "")),
        (waiting, t("Still to go: {count}", count=t.number(waiting))),
        (report.waits_for == "wave", t("🌊 Sent in waves: the next one follows.")),
        (report.waits_for == "winner", t("🧪 The others get the better version.")),
        (now.skipped, left_out(report.reasons, t)),
        (now.failed, t("Could not be reached: {count}", count=t.number(now.failed))),
        (now.unknown, t("No answer from Telegram, not repeated: {count}", count=t.number(now.unknown))),
    )
    return [sentence if number else None for number, sentence in told]


def _acts(report: Report, t: Texts) -> Rows:
    """What can be done with it now, two in a row."""
    running, paused = report.state is State.RUNNING, report.state is State.PAUSED
    begun = report.state not in (State.CONFIRMING, State.SCHEDULED)
    over = report.state in (State.DONE, State.STOPPED)
    wanted = (
        (True, Button(t.plain("Refresh"), do(report, "show"))),
        (running, Button(t.plain("⏸ Pause"), do(report, "pause"))),
        (paused, Button(t.plain("▶️ Go on"), do(report, "resume"), style="success")),
        (running or paused or report.takes, Button(t.plain("⏹ Stop"), do(report, "stop"), style="danger")),
        (not begun, Button(t.plain("Call it off"), do(report, "call_off"), style="danger")),
        (bool(report.progress.unknown), Button(t.plain("❔ Who may have it"), do(report, "doubts"))),
        (begun, Button(t.plain("📊 What it brought"), ShowReport(broadcast=report.id))),
        (over, Button(t.plain("🔁 Once more"), do(report, "again"))),
        (over, Button(t.plain("📋 Keep as template"), do(report, "keep"))),
    )
    return (*_winners(report, t), *keys.in_rows([button for shown, button in wanted if shown]))


def _winners(report: Report, t: Texts) -> Rows:
    """While some wait for the better version: which one is it?"""
    if report.waits_for != "winner" or report.winner:
        return ()
    # NOTE: {version} is a letter: "The others get A".
    return (
        tuple(
            Button(t.plain("The others get {version}", version=each), do(report, "winner", each))
            for each in report.plan.variants
        ),
    )


def ask_stop(report: Report, t: Texts) -> Screen:
    left = report.progress.planned
    text = lines(
        t("⏹ <b>Stop this message?</b>"),
        t.plural("{n} member would not get it.", "{n} members would not get it.", left) if left else None,
    )
    stop = Button(t.plain("Stop it"), do(report, "stopped"), style="danger")
    go_on = Button(t.plain("Let it go on"), do(report, "show"))
    return Screen(text, rows=((go_on, stop),), fresh=True)


def doubts(report: Report, found: Sequence[Doubtful], t: Texts) -> Screen:
    """Who may have it, or may not: Telegram never answered."""
    back, count = keys.back(t, do(report, "show")), report.progress.unknown
    if not found:
        return Screen(lines(t("❔ <b>Who may have it</b>"), t("Of nobody any more.")), rows=(back,))
    names = ", ".join(each.name or "—" for each in found[:SHOWN_NAMES])
    more = count - min(len(found), SHOWN_NAMES)
    text = lines(
        t("❔ <b>Who may have it</b>"),
        t.plural(
            "Telegram did not say whether {n} message arrived. Sent again, it could arrive twice.",
            "Telegram did not say whether {n} messages arrived. Sent again, they could arrive twice.",
            count,
        ),
        "",
        html(names),
        t.plural("and {n} more", "and {n} more", more) if more > 0 else None,
    )
    again = t.plain_plural("Send again to this one", "Send again to these {n}", count)
    return Screen(text, rows=((Button(again, do(report, "send_again"), style="danger"),), back), fresh=True)


def ask_template_name(report: Report, t: Texts) -> Screen:
    text = lines(t("📋 <b>Keep as template</b>"), t("What shall the staff call it? For example: Friday rolls."))
    return Screen(text, rows=(keys.back(t, do(report, "show")),))
