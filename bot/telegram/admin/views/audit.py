"""The audit log in words: who did what to which object, when and why."""

from zoneinfo import ZoneInfo

from bot.i18n import Html, Texts, html, lines
from bot.rules.codes import format_number
from bot.rules.program_fields import kind_of
from bot.rules.ready_segments import READY
from bot.telegram.admin.callbacks import FilterAudit, ShowAudit
from bot.telegram.admin.radar_callbacks import ShowRadar
from bot.telegram.admin.views.audit_words import NOUNS, SAID
from bot.telegram.admin.views.kitchens import LABELS as LOADS
from bot.telegram.admin.views.order_past import CANCEL_REASONS, SETTLE_REASONS
from bot.telegram.admin.views.referrals import DOUBTS
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys, ready_segments, roles
from bot.telegram.shared.program_numbers import LABELS, label
from bot.telegram.shared.reward_fields import FIELDS as REWARD_FIELDS
from bot.usecases.audit_log import Act, ActsSeen, Filters
from db.enums import KitchenLoad, Role

# Reasons that were chosen by a button are kept as words of the programme; what somebody typed is shown as it is.
CHOSEN = {"orders": CANCEL_REASONS, "deliveries": SETTLE_REASONS, "referral": DOUBTS}


def page(seen: ActsSeen, asked: ShowAudit, t: Texts, zone: ZoneInfo, *, radar: bool = False) -> Screen:
    """A page of acts, newest first, with the ways to narrow it."""
    if not seen.acts:
        return nothing(t)
    text = lines(
        t("📒 <b>Who did what</b>"), _narrowed(seen, asked, t), "", *(_line(act, t, zone) for act in seen.acts)
    )
    older = ShowAudit(before=seen.older or 0, staff=asked.staff, noun=asked.noun)
    more = (Button(t.plain("Older ›"), older),) if seen.older else ()
    by = (
        Button(t.plain("👤 By person"), FilterAudit(by="staff")),
        Button(t.plain("🗂 By kind"), FilterAudit(by="noun")),
    )
    every = (Button(t.plain("Show everything"), ShowAudit()),) if asked.staff or asked.noun else ()
    odd = (Button(t.plain("📡 Worth a look"), ShowRadar()),) if radar else ()
    return Screen(text, rows=(more, by, every, odd, keys.home(t)))


def nothing(t: Texts) -> Screen:
    text = lines(t("📒 <b>Who did what</b>"), t("Nothing here. Every act of the staff leaves a line."))
    return Screen(text, rows=((Button(t.plain("Show everything"), ShowAudit()),), keys.home(t)))


def _narrowed(seen: ActsSeen, asked: ShowAudit, t: Texts) -> Html | None:
    if seen.by:
        return t("Only: {name}", name=seen.by)
    return t("Only: {name}", name=noun(asked.noun, t)) if asked.noun else None


def noun(word: str, t: Texts) -> str:
    return t.plain(NOUNS[word]) if word in NOUNS else word


def _line(act: Act, t: Texts, zone: ZoneInfo) -> Html:
    who = act.who or "—"
    said = t("<i>{time}</i> <b>{name}</b>: {what}", time=t.moment(act.at, zone), name=who, what=_what(act, t))
    return said if act.reason is None else lines(said, t("   “{reason}”", reason=_reason(act, act.reason, t)))


def _reason(act: Act, reason: str, t: Texts) -> str:
    known = CHOSEN.get(act.act.partition(".")[0], {})
    return t.plain(known[reason]) if reason in known else reason


def _what(act: Act, t: Texts) -> Html:
    facts = act.facts
    gaps = {name: str(facts.get(name, "")) for name in ("name", "old", "new")}
    gaps["subject"] = _subject(act, t)
    gaps["role"] = _role(str(facts.get("as_role") or facts.get("role_lost") or ""), t)
    gaps["points"] = t.points(int(facts.get("points", 0)), signed=True)
    gaps["field"] = _field(str(facts.get("field", "")), t)
    new = gaps["new"]
    if new in set(KitchenLoad):
        gaps["new"] = t.plain(LOADS[KitchenLoad(new)])
    if act.act in ("segments.people", "segments.export") and gaps["name"] in READY:
        gaps["name"] = ready_segments.name(gaps["name"], t)
    if act.act not in SAID:
        return html(f"{act.act}: {gaps['subject']}")
    said = t(SAID[act.act], **gaps)
    message = act.subject_name if act.subject.startswith("broadcast:") else None
    return Html(f"{said}: {html(message)}") if message else said


def _field(word: str, t: Texts) -> str:
    """A number of the programme, or a part of a reward."""
    if kind_of(word):
        return label(t, word)
    said = REWARD_FIELDS.get(word.removeprefix("reward.")) if word.startswith("reward.") else LABELS.get(word)
    return t.plain(said) if said else word


def _role(word: str, t: Texts) -> str:
    return roles.name(t, Role(word)) if word in set(Role) else word


def _subject(act: Act, t: Texts) -> str:
    kind, _, number = act.subject.partition(":")
    match kind:
        case "order":
            return t.plain("order {number}", number=number)
        case "member" if act.subject_name:
            return t.plain("member № {number}", number=format_number(act.subject_name))
    return act.subject_name or act.subject


def choose(filters: Filters, by: str, t: Texts) -> Screen:
    """Whose acts, or what about."""
    if by == "staff":
        text = t("👤 <b>Whose acts?</b>")
        buttons = [Button(name[:40], ShowAudit(staff=number)) for number, name in filters.people]
    else:
        text = t("🗂 <b>Acts about what?</b>")
        buttons = [Button(noun(word, t), ShowAudit(noun=word)) for word in filters.nouns]
    return Screen(text, rows=(*keys.in_rows(buttons), keys.back(t, ShowAudit())))
