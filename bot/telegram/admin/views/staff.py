"""The staff, one person of it, and invitations."""

from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from bot.i18n import N_, Html, Texts, lines
from bot.rules import deep_links
from bot.telegram.admin.callbacks import InviteStaff, RevokeInvite, ShowStaff, StaffDo
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys, roles
from bot.usecases.invites import Invited
from bot.usecases.program import Rules
from bot.usecases.staff import InviteLine, StaffLine, StaffSeen, Team
from db.enums import Role, StaffState

LONGEST_BUTTON = 40


def listed(team: Team, t: Texts, zone: ZoneInfo) -> Screen:
    """Everybody here, who waits, and the links that still work."""
    waiting = [person for person in team.people if person.state == StaffState.PENDING]
    here = [person for person in team.people if person.state == StaffState.ACTIVE]
    text = lines(
        t("👥 <b>Staff</b>"),
        "",
        *(t("⏳ {name}, {role}: waits for your yes", name=p.name, role=roles.name(t, p.role)) for p in waiting),
        *(_line(person, t) for person in here),
        None if len(here) > 1 or waiting else t("Nobody but you yet. Invite a courier: it takes a minute."),
        *(_invite(invite, t, zone) for invite in team.invites),
    )
    people = [Button(_label(person), StaffDo(do="show", staff=person.id)) for person in (*waiting, *here)]
    links = [(Button(_withdraw(invite, t), RevokeInvite(invite=invite.id)),) for invite in team.invites]
    invite = (Button(t.plain("➕ Invite somebody"), InviteStaff(), style="primary"),)
    return Screen(text, rows=(*keys.in_rows(people), *links, invite, keys.home(t)))


def _label(person: StaffLine) -> str:
    return f"{roles.SIGNS[person.role]} {person.name}"[:LONGEST_BUTTON]


def _line(person: StaffLine, t: Texts) -> Html:
    if person.outlet:
        return t(
            "{sign} <b>{name}</b>, {role}, {outlet}",
            sign=roles.SIGNS[person.role],
            name=person.name,
            role=roles.name(t, person.role),
            outlet=person.outlet,
        )
    sign, role = roles.SIGNS[person.role], roles.name(t, person.role)
    return t("{sign} <b>{name}</b>, {role}", sign=sign, name=person.name, role=role)


def _invite(invite: InviteLine, t: Texts, zone: ZoneInfo) -> Html:
    # NOTE: {role} is "courier"; {time} is a clock time like 18:30; {name} made the link
    return t(
        "🔗 Open link for: {role}, until {time} (by {name})",
        role=roles.name(t, invite.role),
        time=t.time(invite.expires_at, zone),
        name=invite.by_name,
    )


def _withdraw(invite: InviteLine, t: Texts) -> str:
    return t.plain("✖️ Withdraw the link: {role}", role=roles.name(t, invite.role))


def one(seen: StaffSeen, t: Texts, *, toast: str | None = None) -> Screen:
    """One person, and what the reader may do about them."""
    person = seen.person
    username = f"@{person.username}" if person.username else t("no username")
    text = lines(
        t("{sign} <b>{name}</b>", sign=roles.SIGNS[person.role], name=person.name),
        t("Role: {role}", role=roles.name(t, person.role)),
        t("Telegram: {username}, id <code>{id}</code>", username=username, id=str(person.chat_id)),
        t("Invited by: {name}", name=seen.invited_by) if seen.invited_by else None,
        t(STATES[person.state]),
        _busy(seen, t),
    )
    return Screen(text, rows=(*_acts(seen, t), keys.back(t, ShowStaff())), toast=toast)


STATES = {
    StaffState.PENDING: N_("⏳ Waits for a yes"),
    StaffState.ACTIVE: N_("✅ Works here"),
    StaffState.REFUSED: N_("🚫 Was refused"),
    StaffState.DISMISSED: N_("🚪 No longer works here"),
}


def _busy(seen: StaffSeen, t: Texts) -> Html | None:
    if not seen.open_orders:
        return None
    return t.plural("🛵 {n} unfinished order", "🛵 {n} unfinished orders", seen.open_orders)


def _acts(seen: StaffSeen, t: Texts) -> tuple[tuple[Button, ...], ...]:
    number = seen.person.id
    if seen.may_decide:
        refuse = Button(t.plain("Refuse"), StaffDo(do="refuse", staff=number), style="danger")
        return ((refuse, Button(t.plain("Approve"), StaffDo(do="approve", staff=number), style="success")),)
    if seen.may_dismiss:
        return ((Button(t.plain("🚪 Dismiss"), StaffDo(do="dismiss", staff=number), style="danger"),),)
    return ()


def ask_dismissal(seen: StaffSeen, t: Texts) -> Screen:
    person = seen.person
    text = lines(
        t("🚪 <b>Dismiss {name}?</b>", name=person.name),
        t("Role: {role}", role=roles.name(t, person.role)),
        t("It takes effect at once: the buttons on that phone stop working, and so do the links made there."),
        t("⚠️ Give these orders to another courier:") if seen.open_orders else None,
        _busy(seen, t),
    )
    yes = Button(t.plain("Yes, dismiss"), StaffDo(do="dismissed", staff=person.id), style="danger")
    return Screen(text, rows=((Button(t.plain("No"), StaffDo(do="show", staff=person.id)), yes), keys.home(t)))


def ask_role(grantable: list[Role], t: Texts) -> Screen:
    text = lines(t("➕ <b>Invite somebody</b>"), t("What will they do here?"))
    buttons = [Button(roles.signed(t, role), InviteStaff(role=role.value)) for role in grantable]
    return Screen(text, rows=(*keys.in_rows(buttons), keys.back(t, ShowStaff())))


def link(invited: Invited, username: str, rules: Rules, t: Texts) -> Screen:
    """The one-time link: to copy, or to send to a chat."""
    url = deep_links.url(username, deep_links.build("invite", invited.token))
    role, until = roles.name(t, invited.role), t.time(invited.expires_at, rules.zone)
    text = lines(
        t("🔗 <b>The invitation is ready</b>"),
        t("Role: {role}. For one person, until {time}.", role=role, time=until),
        "",
        t("<code>{url}</code>", url=url),
        "",
        t("Send it to that person. When they open it, you'll be asked to approve."),
    )
    said = t.plain("Come and work at {shop}! This link works until {time}:", shop=rules.program.name, time=until)
    share = "https://t.me/share/url?" + urlencode({"url": url, "text": said})
    buttons = (Button(t.plain("📋 Copy"), copy=url), Button(t.plain("📤 Send"), url=share))
    return Screen(text, rows=(buttons, (Button(t.plain("‹ Back"), ShowStaff()), *keys.home(t))))


def decided(person: StaffLine, already: bool, t: Texts) -> Screen:
    """After Approve or Refuse; the first answer counts."""
    yes = person.state == StaffState.ACTIVE
    said = t("✅ <b>{name} works here now</b>", name=person.name) if yes else None
    said = said or t("🚫 <b>{name} doesn't work here</b>", name=person.name)
    text = lines(
        said,
        t("Role: {role}", role=roles.name(t, person.role)),
        t("That was answered before.") if already else t("They have been told."),
    )
    return Screen(text, rows=((Button(t.plain("All staff"), ShowStaff()),), keys.home(t)))


def dismissed(person: StaffLine, t: Texts) -> Screen:
    text = lines(
        t("🚪 <b>{name} no longer works here</b>", name=person.name),
        t("It took effect at once. They have been told."),
    )
    return Screen(text, rows=((Button(t.plain("All staff"), ShowStaff()),), keys.home(t)))
