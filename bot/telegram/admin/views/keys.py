"""API keys as the owner sees them: the list, one key, the questions before a new one, and its text, once."""

from collections.abc import Collection, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.i18n import N_, Html, Texts, lines
from bot.telegram.admin.integration_callbacks import KeyDo, KeyPlace, KeyTerm, NewKey, ShowIntegrations, ShowKeys
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys
from bot.usecases.keys import KeyLine, Made
from bot.usecases.outlets import OutletLine
from db.enums import Scope

NAMES = {
    Scope.TILL: N_("🧾 A till"),
    Scope.SITE: N_("🛒 A site or app"),
    Scope.READ: N_("👀 Figures only"),
    Scope.PARTNER: N_("🤝 A partner"),
}
DOES = {
    Scope.TILL: N_("Finds members, sells, gives and takes points, takes returns. Sees no phone numbers."),
    Scope.SITE: N_("All a till does, and members' own data: joining, profiles, erasing, points by hand."),
    Scope.READ: N_("Looks at members' numbers, orders and results, and changes nothing."),
    Scope.PARTNER: N_("Serves members at the partner's own place, and sees nothing else."),
}
TERMS = (0, 30, 365)  # days; 0: until it is revoked
OFFERED = (Scope.TILL, Scope.SITE, Scope.READ)


def listed(found: Sequence[KeyLine], t: Texts, now: datetime) -> Screen:
    """All keys; those that were revoked come last. A sand-glass marks one that has run out."""
    if not found:
        return nothing(t)
    text = lines(t("🔑 <b>Keys</b>"), t("Each program gets one of its own, so that each can be stopped alone."))
    shown = [Button(_label(line, now), KeyDo(do="show", key=line.id)) for line in found]
    return Screen(text, (*keys.fitting(shown), (_new(t),), keys.back(t, ShowIntegrations())))


def nothing(t: Texts) -> Screen:
    text = lines(t("🔑 <b>Keys</b>"), t("None yet. A till or a site needs one to work with your members' points."))
    return Screen(text, ((_new(t),), keys.back(t, ShowIntegrations())))


def _new(t: Texts) -> Button:
    return Button(t.plain("➕ New key"), NewKey(), style="primary")


def _label(line: KeyLine, now: datetime) -> str:
    if line.revoked_at:
        return f"🚫 {line.name}"
    return f"⌛ {line.name}" if line.expires_at and line.expires_at <= now else line.name


def card(line: KeyLine, places: Sequence[OutletLine], t: Texts, zone: ZoneInfo, *, toast: str | None = None) -> Screen:
    """One key: what it is for, where, since when, when it was used last."""
    text = lines(
        t("🔑 <b>{name}</b>", name=line.name),
        t(NAMES[line.scope]),
        t(DOES[line.scope]),
        _where(line.outlets, places, t) if line.scope is not Scope.PARTNER else None,
        "",
        # NOTE: {prefix} is the beginning of the key, by which it can be recognised
        t("Begins with <code>{prefix}</code>", prefix=f"okaeri_{line.prefix}_"),
        t("Made: {moment}", moment=t.moment(line.created_at, zone)),
        _used(line, t, zone),
        # NOTE: of a key
        t("⌛ Works until: {moment}", moment=t.moment(line.expires_at, zone)) if line.expires_at else None,
        t("🚫 Revoked: {moment}", moment=t.moment(line.revoked_at, zone)) if line.revoked_at else None,
    )
    revoke = Button(t.plain("🚫 Revoke"), KeyDo(do="revoke", key=line.id), style="danger")
    return Screen(text, (() if line.revoked_at else (revoke,), keys.back(t, ShowKeys())), toast=toast)


def _used(line: KeyLine, t: Texts, zone: ZoneInfo) -> Html:
    if line.last_used_at is None:
        return t("Not used yet")
    return t("Used last: {moment}", moment=t.moment(line.last_used_at, zone))


def _where(bound: Collection[int], places: Sequence[OutletLine], t: Texts) -> Html:
    if not bound:
        return t("🏠 Works at every outlet")
    return t("🏠 Works only at: {names}", names=", ".join(place.name for place in places if place.id in bound))


def ask_scope(t: Texts) -> Screen:
    told = [t("<b>{what}</b>: {does}", what=t.plain(NAMES[scope]), does=t.plain(DOES[scope])) for scope in OFFERED]
    text = lines(t("🔑 <b>A new key</b>"), t("Whose is it?"), "", *told)
    shown = [Button(t.plain(NAMES[scope]), NewKey(scope=scope.value)) for scope in OFFERED]
    return Screen(text, (*keys.fitting(shown), keys.cancel(t)))


def ask_places(places: Sequence[OutletLine], chosen: Collection[int], t: Texts) -> Screen:
    """Where the key works; none chosen is everywhere."""
    text = lines(
        t("🏠 <b>Where does the new key work?</b>"), t("Press to choose. With none chosen it works everywhere.")
    )
    shown = [
        Button(f"✅ {place.name}" if place.id in chosen else place.name, KeyPlace(outlet=place.id)) for place in places
    ]
    on = Button(t.plain("Go on ›"), KeyPlace(), style="primary")
    return Screen(text, (*keys.fitting(shown), (on,), keys.cancel(t)))


def ask_name(t: Texts, days: int = 0) -> Screen:
    """And for how long, for whoever wants it to end."""
    text = lines(
        t("✏️ <b>What is the new key called?</b>"),
        t("Send a name by which you will know it, such as <i>Till at the window</i>."),
        _term(days, t),
    )
    others = [Button(_other(each, t), KeyTerm(days=each)) for each in TERMS if each != days]
    return Screen(text, (*keys.fitting(others), keys.cancel(t)))


def _term(days: int, t: Texts) -> Html:
    if not days:
        return t("It will work until you revoke it.")
    return t.plural("It will work for {n} day.", "It will work for {n} days.", days)


def _other(days: int, t: Texts) -> str:
    return t.plain_plural("⌛ For {n} day", "⌛ For {n} days", days) if days else t.plain("⌛ Until I revoke it")


def shown_once(made: Made, t: Texts) -> Screen:
    """The key's text. The next press takes it out of the chat."""
    text = lines(
        t("🔑 <b>The key “{name}”</b>", name=made.line.name),
        t("It is shown only now: we keep no copy. Put it where the program wants it, then press “I have saved it”."),
        "",
        t("<code>{key}</code>", key=made.text),
        "",
        t("Who has it can do this: {does}", does=t.plain(DOES[made.line.scope])),
    )
    saved = Button(t.plain("✅ I have saved it"), KeyDo(do="saved", key=made.line.id), style="success")
    return Screen(text, ((Button(t.plain("📋 Copy"), copy=made.text),), (saved,), keys.home(t)))


def ask_revoke(line: KeyLine, t: Texts) -> Screen:
    text = lines(
        t("🚫 <b>Revoke “{name}”?</b>", name=line.name),
        t("Whoever uses it is shut out at once, and for good. If its text got about, make a new key first."),
    )
    yes = Button(t.plain("Yes, revoke it"), KeyDo(do="revoked", key=line.id), style="danger")
    return Screen(text, (keys.yes_no(yes, Button(t.plain("No"), KeyDo(do="show", key=line.id))), keys.home(t)))
