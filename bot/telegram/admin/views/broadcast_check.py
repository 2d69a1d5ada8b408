"""Before a message to members leaves: as it will look, whom it reaches, what it may cost, and the last question."""

from bot.i18n import Html, Texts, html, lines
from bot.telegram.admin.broadcast_callbacks import BroadcastDo, ShowBroadcasts
from bot.telegram.admin.views.broadcast_card import Look, back, brings, first_words, press
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import broadcast_faults as faults
from bot.telegram.shared import broadcast_words as words
from bot.telegram.shared import keys, segments
from bot.telegram.shared.left_out import left_out
from bot.usecases.broadcast_drafts import Draft
from bot.usecases.broadcast_plan import Reach
from db.enums import BroadcastState


def looked(draft: Draft, t: Texts) -> Screen:
    """Under the message as it will look: on to trying it out."""
    text = lines(
        t("👆 <b>This is how it will look.</b>"),
        t("Send it to yourself or to the others at the desk, with every button; it counts for nothing."),
    )
    rows = (
        (
            press(draft, t.plain("Send it to me"), "trial", "me"),
            press(draft, t.plain("Send it to the staff"), "trial", "staff"),
        ),
        back(draft, t),
    )
    return Screen(text, rows=rows)


def numbers(look: Look, reach: Reach, t: Texts) -> Screen:
    """Whom it reaches and when, what it may cost; and, where nothing is wrong, the button that sends it."""
    draft = look.draft
    text = lines(
        t("✅ <b>Ready to go?</b>"),
        first_words(draft, t),
        *_counted(look, reach, t),
        *_warned(reach, t),
    )
    return Screen(text, rows=(*_send(draft, reach, t), back(draft, t)))


def _counted(look: Look, reach: Reach, t: Texts) -> list[Html | str | None]:
    """All that whoever says yes should know."""
    draft = look.draft
    return [
        t("👥 {segment}", segment=segments.said(draft.segment, t, look.naming)),
        "",
        t.plural("<b>{n} member will get it.</b>", "<b>{n} members will get it.</b>", reach.gets),
        left_out(reach.left_out, t) if reach.left_out else None,
        *_besides(reach, t),
        "",
        t("🕒 {when}", when=words.when(draft.plan, draft.rules.zone, t)),
        *brings(look, t),
        *_effort(draft, reach, t),
    ]


def _besides(reach: Reach, t: Texts) -> list[Html | None]:
    spoken = [f"{segments.language(t, code)} {t.number(n)}" for code, n in reach.by_language.items() if code]
    return [
        html(f"🌍 {', '.join(spoken)}") if len(spoken) > 1 else None,
        t.plural("🧪 {n} gets nothing, to compare with.", "🧪 {n} get nothing, to compare with.", reach.control)
        if reach.control
        else None,
        t.plural("{n} waits for the better version.", "{n} wait for the better version.", reach.rest)
        if reach.rest
        else None,
        t.plural("🌙 {n} gets it in the morning.", "🌙 {n} get it in the morning.", reach.quiet)
        if reach.quiet
        else None,
    ]


def _effort(draft: Draft, reach: Reach, t: Texts) -> list[Html | None]:
    currency = draft.rules.program.currency
    costs = [
        t.plain("{share}: {money}", share=t.percent(share), money=t.money(minor, currency))
        for share, minor in reach.costs
    ]
    return [
        t("⏱ It takes about {time}.", time=words.minutes(reach.minutes, t)) if reach.minutes > 1 else None,
        # NOTE: {costs} is a list of shares of members with what that costs: "5%: 100 ₽, 10%: 200 ₽".
        t("💸 What it costs the shop if so many use it: {costs}", costs=", ".join(costs)) if costs else None,
        t("⭐ In Stars: {stars}", stars=reach.stars) if reach.stars is not None else None,
    ]


def _warned(reach: Reach, t: Texts) -> list[Html | str]:
    planned = [
        t.plural(
            "🗓 “{name}” goes to {n} of them in the same week.",
            "🗓 “{name}” goes to {n} of them in the same week.",
            each.members,
            name=each.name or t.plain("A message"),
        )
        for each in reach.overlaps
    ]
    told: list[Html] = [*planned, *faults.told(reach.faults, t)]
    return ["", *told] if told else []


def _send(draft: Draft, reach: Reach, t: Texts) -> tuple[tuple[Button, ...], ...]:
    if any(not fault.warns for fault in reach.faults):
        return ()
    send = t.plain_plural("Send to {n} member", "Send to {n} members", reach.gets)
    return ((press(draft, send, "confirm", style="success"),),)


def gone(t: Texts) -> Screen:
    """What was to be sent was taken back by somebody."""
    text = lines(t("📝 <b>Back to a draft</b>"), t("Nobody gets it until somebody sends it again."))
    return Screen(text, rows=(keys.back(t, ShowBroadcasts()),))


def waits(look: Look, t: Texts, *, own: bool, reach: Reach | None = None) -> Screen:
    """It is to go, and somebody may still keep it back; *own*: the reader said the first yes. *reach*: for whoever is
    asked for the second."""
    draft = look.draft
    shown = Button(t.plain("👀 How it looks"), _do(draft, "look"))
    call_off = Button(t.plain("Call it off"), _do(draft, "call_off"), style="danger")
    yes = Button(t.plain("Yes, send it"), _do(draft, "approve"), style="success")
    asks = draft.state is BroadcastState.CONFIRMING and draft.goes_at is None and not own
    counted = _counted(look, reach, t) if reach else []
    text = lines(*_why_it_waits(draft, t, own), first_words(draft, t), *counted)
    return Screen(text, rows=((shown, call_off), (yes,) if asks else (), keys.back(t, ShowBroadcasts())))


def _do(draft: Draft, do: str) -> BroadcastDo:
    return BroadcastDo(do=do, broadcast=draft.id, edition=draft.edition)


def _why_it_waits(draft: Draft, t: Texts, own: bool) -> tuple[Html, Html]:
    zone = draft.rules.zone
    if draft.state is BroadcastState.SCHEDULED:
        when = words.when(draft.plan, zone, t)
        return t("🕒 <b>Planned</b>"), t("It goes: {when}. Whom it is for is worked out then.", when=when)
    if draft.goes_at:
        moment = t.moment(draft.goes_at, zone)
        told = t("Nobody has it yet: until {moment} it can be called off.", moment=moment)
        return t("⏳ <b>Not on its way yet</b>"), told
    # NOTE: why a message needs a second yes; a sentence of its own.
    why = t("It costs Stars.") if draft.plan.paid else t("It goes to many.")
    asked = t("A second person has to say yes too. Your colleagues have been asked.")
    # NOTE: {author} is a colleague; the name does not tell whether a man or a woman.
    asks = t("The first yes is from {author}, the second has to be another's.", author=draft.author)
    return t("⏳ <b>Not on its way yet</b>"), Html(f"{why} {asked if own else asks}")
