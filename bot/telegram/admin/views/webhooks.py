"""Webhooks as the owner sees them: the list, one with how it goes, and every question about it."""

from zoneinfo import ZoneInfo

from bot.i18n import N_, Html, Texts, lines
from bot.rules.hooks import FAMILIES
from bot.telegram.admin.integration_callbacks import (
    HookDo,
    HookFamily,
    HookSince,
    NewHook,
    ShowHooks,
    ShowIntegrations,
)
from bot.telegram.screen import Button, Rows, Screen
from bot.telegram.shared import hook_words, keys
from bot.usecases.hook_replays import Replay
from bot.usecases.webhooks import HookSeen, Secrets
from db.enums import HookState

SIGNS = {HookState.ON: "🟢", HookState.PAUSED: "⏸", HookState.DEAD: "🔴"}
STATES = {
    HookState.ON: N_("🟢 Is told what happens"),
    HookState.PAUSED: N_("⏸ Paused: what happens is kept for it, for 30 days"),
    HookState.DEAD: N_("🔴 Stopped: for three days nothing arrived. What happens is kept for it, for 30 days"),
}
EVENTS = {
    "member": N_("👤 Members join and leave"),
    "points": N_("💰 Points move"),
    "tier": N_("🏅 Levels change"),
    "voucher": N_("🎟 Vouchers are used"),
    "order": N_("🛵 Orders go their way"),
    "feedback": N_("⭐ Orders are rated"),
}
SPANS = {1: N_("The last hour"), 24: N_("The last day"), 72: N_("The last three days"), 720: N_("All 30 days")}


def listed(found: list[HookSeen], t: Texts) -> Screen:
    if not found:
        return nothing(t)
    text = lines(t("📡 <b>Webhooks</b>"), t("Each address is told what happens here, signed, within seconds."))
    shown = [Button(_label(seen), HookDo(do="show", hook=seen.id)) for seen in found]
    return Screen(text, (*keys.fitting(shown), (_new(t),), keys.back(t, ShowIntegrations())))


def _label(seen: HookSeen) -> str:
    return f"{SIGNS[seen.state]} {seen.url.partition('://')[2][:40]}"


def nothing(t: Texts) -> Screen:
    text = lines(
        t("📡 <b>Webhooks</b>"),
        t("None yet. Give the address of a program, and it hears of every order, level and point as it happens."),
    )
    return Screen(text, ((_new(t),), keys.back(t, ShowIntegrations())))


def _new(t: Texts) -> Button:
    return Button(t.plain("➕ New webhook"), NewHook(), style="primary")


def ask_address(t: Texts) -> Screen:
    text = lines(
        t("📡 <b>Where shall events go?</b>"),
        t("Send the address, such as <code>https://example.com/okaeri</code>. It is told of everything from then on."),
    )
    return Screen(text, (keys.cancel(t),))


def card(seen: HookSeen, t: Texts, zone: ZoneInfo, *, toast: str | None = None) -> Screen:
    """One webhook: where it goes, how it goes, and what can be done."""
    text = lines(
        t("📡 <b>{host}</b>", host=seen.host),
        t("<code>{url}</code>", url=seen.url),
        t(STATES[seen.state]),
        _told_of(seen, t),
        "",
        *_going(seen, t, zone),
    )
    return Screen(text, _buttons(seen, t), toast=toast)


def _told_of(seen: HookSeen, t: Texts) -> Html:
    if not seen.families:
        return t("Events: all")
    return lines(t("Events:"), *(t(EVENTS[family]) for family in seen.families))


def _going(seen: HookSeen, t: Texts, zone: ZoneInfo) -> list[Html]:
    told = []
    if seen.last_at is None:
        told.append(t(hook_words.NOT_YET))
    elif seen.last_status is None:
        told.append(t("Tried last: {moment}. No answer.", moment=t.moment(seen.last_at, zone)))
    else:
        told.append(t("Tried last: {moment}", moment=t.moment(seen.last_at, zone)))
        told.append(hook_words.answer(seen.last_status, None, t))
    if seen.failing_since:
        told.append(t("⚠️ Nothing has arrived since {moment}", moment=t.moment(seen.failing_since, zone)))
    if seen.waiting:
        told.append(t.plural("{n} event is waiting to go", "{n} events are waiting to go", seen.waiting))
    if seen.dead:
        told.append(t.plural("{n} event was given up", "{n} events were given up", seen.dead))
    return told


def _buttons(seen: HookSeen, t: Texts) -> Rows:
    def does(do: str, label: str) -> Button:
        return Button(label, HookDo(do=do, hook=seen.id, edition=seen.edition))

    on = seen.state is HookState.ON
    buttons = [
        does("test", t.plain("📨 Send a test")),
        does("pause", t.plain("⏸ Pause")) if on else does("resume", t.plain("▶️ Go on")),
        does("secret", t.plain("🔏 Secret")),
        does("events", t.plain("🗂 Events")),
        does("again", t.plain("🔁 Send again")),
        does("remove", t.plain("🗑 Remove")),
    ]
    given_up = (does("revive", t.plain("🔁 Send what was given up")),) if seen.dead else ()
    return (*keys.in_rows(buttons), given_up, keys.back(t, ShowHooks()))


def tested(seen: HookSeen, t: Texts) -> Screen:
    """The test is on its way; its answer comes as a message."""
    text = lines(
        t("📨 <b>A test is on its way to {host}</b>", host=seen.host), t("What comes back is told here in a moment.")
    )
    return Screen(text, (keys.back(t, HookDo(do="show", hook=seen.id)),))


def secret(found: Secrets, t: Texts) -> Screen:
    """What the receiver checks signatures with, and how it is changed without losing anything."""
    text = lines(
        t("🔏 <b>The secret of {host}</b>", host=found.hook.host),
        t("With it the receiver checks the header <code>{header}</code>.", header="Okaeri-Signature"),
        "",
        t("<code>{secret}</code>", secret=found.current),
        "",
        t("The next one, should this get about. Tell the receiver first, then press “Change to the next”:"),
        t("<code>{secret}</code>", secret=found.following),
    )
    copies = (Button(t.plain("📋 Copy"), copy=found.current), Button(t.plain("📋 Copy the next"), copy=found.following))
    change = HookDo(do="rotate", hook=found.hook.id, edition=found.hook.edition)
    rows = (copies, (Button(t.plain("🔄 Change to the next"), change, style="danger"),), _back(found.hook, t))
    return Screen(text, rows)


def ask_events(seen: HookSeen, t: Texts) -> Screen:
    text = lines(
        t("🗂 <b>What is {host} told of?</b>", host=seen.host),
        t("Press to choose. With none chosen it is told of everything."),
    )
    shown = [
        Button(
            f"✅ {t.plain(EVENTS[family])}" if family in seen.families else t.plain(EVENTS[family]),
            HookFamily(hook=seen.id, family=family),
        )
        for family in FAMILIES
    ]
    return Screen(text, (*keys.in_rows(shown, 1), _back(seen, t)))


def ask_again(seen: HookSeen, t: Texts) -> Screen:
    """Which events are sent once more."""
    text = lines(
        t("🔁 <b>Send again to {host}</b>", host=seen.host),
        t("Each event keeps its number, so a receiver that has it already can tell."),
        t("The shop's last event has the number {number}.", number=str(seen.newest)) if seen.newest else None,
    )
    spans = [Button(t.plain(said), HookSince(hook=seen.id, hours=hours)) for hours, said in SPANS.items()]
    one = Button(t.plain("#️⃣ One, by its number"), HookDo(do="number", hook=seen.id))
    return Screen(text, (*keys.in_rows(spans), (one,), _back(seen, t)))


def ask_sure(found: Replay, hours: int, t: Texts) -> Screen:
    if not found.number:
        return nothing_to_send(found, t)
    text = lines(
        t("🔁 <b>Send again?</b>"),
        t.plural("{n} event would leave once more.", "{n} events would leave once more.", found.number),
    )
    yes = Button(t.plain("Yes, send"), HookSince(hook=found.webhook_id, hours=hours, sure=True), style="success")
    no = Button(t.plain("No"), HookDo(do="show", hook=found.webhook_id))
    return Screen(text, (keys.yes_no(yes, no), keys.home(t)))


def nothing_to_send(found: Replay, t: Texts) -> Screen:
    text = lines(t("🔁 <b>Nothing to send again</b>"), t("Nothing of what it is told of happened in that time."))
    return Screen(text, (keys.back(t, HookDo(do="again", hook=found.webhook_id)),))


def under_way(hook: int, number: int, t: Texts) -> Screen:
    text = t.plural("🔁 <b>{n} event is on its way</b>", "🔁 <b>{n} events are on their way</b>", number)
    return Screen(text, (keys.back(t, HookDo(do="show", hook=hook)),))


def ask_number(t: Texts) -> Screen:
    text = lines(
        t("#️⃣ <b>Which event?</b>"),
        # NOTE: {header} is the name of a field, by which a program finds the number
        t("Send its number: the receiver got it as <code>{header}</code>.", header="Okaeri-Event-Id"),
    )
    return Screen(text, (keys.cancel(t),))


def ask_remove(seen: HookSeen, t: Texts) -> Screen:
    text = lines(
        t("🗑 <b>Remove {host}?</b>", host=seen.host),
        t("It is told of nothing any more, and what waits for it is dropped."),
    )
    yes = Button(t.plain("Yes, remove it"), HookDo(do="removed", hook=seen.id), style="danger")
    no = Button(t.plain("No"), HookDo(do="show", hook=seen.id))
    return Screen(text, (keys.yes_no(yes, no), keys.home(t)))


def _back(seen: HookSeen, t: Texts) -> tuple[Button, ...]:
    return keys.back(t, HookDo(do="show", hook=seen.id))
