"""The audit log in words: who did what to which object, when and why."""

from zoneinfo import ZoneInfo

from bot.i18n import N_, Html, Texts, html, lines
from bot.rules.codes import format_number
from bot.rules.program_fields import kind_of
from bot.rules.ready_segments import READY
from bot.telegram.admin.callbacks import FilterAudit, ShowAudit
from bot.telegram.admin.views.kitchens import LABELS as LOADS
from bot.telegram.admin.views.orders import CANCEL_REASONS, SETTLE_REASONS
from bot.telegram.admin.views.referrals import DOUBTS
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys, ready_segments, roles
from bot.telegram.shared.program_numbers import LABELS, label
from bot.telegram.shared.reward_fields import FIELDS as REWARD_FIELDS
from bot.usecases.audit_log import Act, ActsSeen, Filters
from db.enums import KitchenLoad, Role

# NOTE: what somebody of the staff did, as a line after their name and a colon; {subject} is what it was done to
SAID = {
    "owners.add": N_("owner named by the host: {subject}"),
    "outlets.add": N_("outlet added: {name}"),
    "outlets.rename": N_("outlet renamed: {old} → {new}"),
    "outlets.move": N_("outlet's address: {new}"),
    "outlets.close": N_("outlet closed: {name}"),
    "outlets.open": N_("outlet opened: {name}"),
    "staff.invite": N_("invitation made, role {role}"),
    "staff.revoke": N_("invitation withdrawn, role {role}"),
    "staff.ask": N_("invitation opened by {subject}, role {role}"),
    "staff.approve": N_("approved: {subject}, role {role}"),
    "staff.refuse": N_("refused: {subject}, role {role}"),
    "staff.dismiss": N_("dismissed: {subject}, role {role}"),
    "program.open": N_("shop opened: {name}"),
    "program.publish": N_("programme: {field}"),
    "program.logo": N_("logo changed"),
    "members.phone": N_("full phone number viewed: {subject}"),
    "members.note": N_("note added: {subject}"),
    "members.tag": N_("tag added: {subject}"),
    "members.untag": N_("tag taken off: {subject}"),
    "tiers.set": N_("level by hand: {subject}"),
    "tiers.lift": N_("level by hand ended: {subject}"),
    "conversations.take": N_("talk taken on: {subject}"),
    "conversations.answer": N_("member answered: {subject}"),
    "conversations.close": N_("talk closed: {subject}"),
    "conversations.compensate": N_("apology, {points}: {subject}"),
    "points.adjust": N_("points by hand, {points}: {subject}"),
    "points.restore": N_("expired points brought back, {points}: {subject}"),
    "points.undo": N_("points by hand taken back, {points}: {subject}"),
    "dishes.put": N_("dish {name} put into a category: {new}"),
    "orders.place": N_("order entered: {subject}"),
    "orders.assign": N_("order given to a courier: {subject}"),
    "orders.cancel": N_("order cancelled: {subject}"),
    "orders.resend": N_("order sent again: {subject}"),
    "deliveries.accept": N_("delivery accepted: {subject}"),
    "deliveries.start": N_("on the way: {subject}"),
    "deliveries.confirm": N_("delivered: {subject}"),
    "deliveries.settle": N_("delivered without a code: {subject}"),
    "deliveries.problem": N_("problem at the door: {subject}"),
    "deliveries.undo": N_("delivery taken back: {subject}"),
    "deliveries.wrong_code": N_("wrong code at the door: {subject}"),
    "deliveries.lock": N_("locked after too many wrong codes: {subject}"),
    "kitchens.say": N_("kitchen {name}: {new}"),
    "catalogue.add": N_("reward added: {name}"),
    "catalogue.change": N_("reward changed: {name}, {field}"),
    "catalogue.picture": N_("reward's picture changed: {name}"),
    "catalogue.pause": N_("reward paused: {name}"),
    "catalogue.resume": N_("reward shown again: {name}"),
    "catalogue.remove": N_("reward removed: {name}"),
    "segments.save": N_("segment saved: {name}"),
    "segments.change": N_("segment changed: {name}"),
    "segments.rename": N_("segment renamed: {old} → {new}"),
    "segments.retire": N_("segment retired: {name}"),
    "segments.bring_back": N_("segment offered again: {name}"),
    "segments.people": N_("people of a segment looked at: {name}"),
    "segments.export": N_("people of a segment taken as a file: {name}"),
    "broadcast.started": N_("message to members sent"),
    "broadcast.asked": N_("message to members confirmed, waits for the second yes"),
    "broadcast.approved": N_("message to members: the second yes"),
    "broadcast.called_off": N_("message to members called off"),
    "broadcast.paused": N_("message to members paused"),
    "broadcast.resumed": N_("message to members goes on"),
    "broadcast.winner": N_("message to members: the version for the rest chosen"),
    "broadcast.sent_again": N_("message to members sent again to those in doubt"),
    "broadcast.exported": N_("names and orders of a message's members taken as a file"),
    "broadcast.stopped": N_("message to members stopped"),
    "automation.switched_on": N_("automatic offer switched on"),
    "holiday.approved": N_("greeting on a holiday approved"),
    "holiday.refused": N_("greeting on a holiday left out"),
    "program.restore": N_("gone back to an earlier version of the rules"),
    "automation.switched_off": N_("automatic offer switched off"),
    "automation.edited": N_("automatic offer changed"),
    "automation.added": N_("automatic offer added"),
    "automation.removed": N_("automatic offer removed"),
    "member.erased": N_("a member erased their data"),
    "referral.release": N_("invitation of a friend paid"),
    "referral.refuse": N_("invitation of a friend not paid"),
    "sales.use": N_("voucher used at the till: {subject}"),
    "sales.undo": N_("use of a voucher taken back: {subject}"),
    "vouchers.void": N_("voucher withdrawn: {subject}"),
    "promo.enter": N_("promo code entered: {subject}"),
    "promo.undo": N_("promo code taken back: {subject}"),
    "promo.create": N_("promo code made: {name}"),
    "promo.change": N_("promo code changed: {name}"),
    "promo.pause": N_("promo code paused: {name}"),
    "promo.resume": N_("promo code goes on: {name}"),
    "promo.batch": N_("personal codes made: {name}"),
    "deals.add": N_("deal made: {name}"),
    "deals.change": N_("deal changed: {name}"),
    "deals.pause": N_("deal paused: {name}"),
    "deals.resume": N_("deal shown again: {name}"),
    "deals.remove": N_("deal removed: {name}"),
    "cadence.started": N_("a test of how often to write was begun"),
    "cadence.ended": N_("a test of how often to write was ended"),
    "outbox.requeue": N_("message sent again"),
}
NOUNS = {
    "holiday": N_("Holidays"),
    "automation": N_("Automatic offers"),
    "broadcast": N_("Messages"),
    "cadence": N_("How often to write"),
    "catalogue": N_("Catalogue of rewards"),
    "conversations": N_("Talks with members"),
    "kitchens": N_("How busy the kitchens are"),
    "member": N_("Members' own acts"),
    "outbox": N_("Messages sent again"),
    "deals": N_("Deals"),
    "deliveries": N_("Deliveries"),
    "dishes": N_("Dishes"),
    "members": N_("Members"),
    "orders": N_("Orders"),
    "outlets": N_("Outlets"),
    "owners": N_("Owners"),
    "points": N_("Points by hand"),
    "program": N_("The programme"),
    "promo": N_("Promo codes"),
    "referral": N_("Invitations of friends"),
    "staff": N_("Staff"),
    "tiers": N_("Levels by hand"),
    "sales": N_("The till"),
    "segments": N_("Segments"),
    "vouchers": N_("Vouchers"),
}
# Reasons that were chosen by a button are kept as words of the programme; what somebody typed is shown as it is.
CHOSEN = {"orders": CANCEL_REASONS, "deliveries": SETTLE_REASONS, "referral": DOUBTS}


def page(seen: ActsSeen, asked: ShowAudit, t: Texts, zone: ZoneInfo) -> Screen:
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
    return Screen(text, rows=(more, by, every, keys.home(t)))


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
