"""Words about coming to work here, and leaving."""

from collections.abc import Mapping
from typing import Any

from bot.i18n import lines
from bot.telegram.admin.callbacks import ShowStaff, StaffDo
from bot.telegram.notices.reader import Reader, Wording
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys, roles
from bot.telegram.shared.callbacks import HOME
from db.enums import Role


def asked(reader: Reader, facts: Mapping[str, Any]) -> Screen:
    """For the inviter: somebody opened the link; is it who was meant?"""
    t, staff, username = reader.t, facts["staff"], facts.get("username")
    text = lines(
        t("🙋 <b>Somebody opened your invitation</b>"),
        "",
        t("Name: <b>{name}</b>", name=facts["name"]),
        t("Telegram: {username}, id <code>{id}</code>", username=f"@{username}", id=str(facts["chat"]))
        if username
        else t("Telegram id: <code>{id}</code>, no username", id=str(facts["chat"])),
        t("Role: {role}", role=roles.signed(t, Role(facts["role"]))),
        t("⚠️ They worked here before.") if facts.get("before") == "dismissed" else None,
        t("⚠️ They were refused before.") if facts.get("before") == "refused" else None,
        "",
        t("Approve only if this is the person you meant."),
    )
    refuse = Button(t.plain("Refuse"), StaffDo(do="refuse", staff=staff), style="danger")
    approve = Button(t.plain("Approve"), StaffDo(do="approve", staff=staff), style="success")
    return Screen(text, rows=((refuse, approve), (Button(t.plain("All staff"), ShowStaff()),)))


def approved(reader: Reader, facts: Mapping[str, Any]) -> Screen:
    t, role = reader.t, Role(facts["role"])
    text = lines(
        t("🎉 <b>Welcome to the team of {shop}!</b>", shop=reader.rules.program.name),
        "",
        t("Your role: {role}.", role=roles.signed(t, role)),
        t(roles.DOES[role]),
    )
    return Screen(text, rows=((Button(t.plain(roles.FIRST_BUTTON[role]), HOME, style="primary"),),))


def refused(reader: Reader, facts: Mapping[str, Any]) -> Screen:
    t = reader.t
    text = lines(
        t("<b>Your request to work at {shop} wasn't approved</b>", shop=reader.rules.program.name),
        t("If that is a mistake, please ask the person who sent you the link for a new one."),
    )
    return Screen(text, rows=(keys.home(t),))


def dismissed(reader: Reader, facts: Mapping[str, Any]) -> Screen:
    t = reader.t
    text = lines(
        t("<b>You no longer work at {shop} as {role}</b>", shop=reader.rules.program.name, role=_role(reader, facts)),
        t("Thank you for your work. As a customer you are as welcome as ever."),
    )
    return Screen(text, rows=(keys.home(t),))


def _role(reader: Reader, facts: Mapping[str, Any]) -> str:
    return roles.name(reader.t, Role(facts["role"]))


WORDINGS: dict[str, Wording] = {
    "staff.asked": asked,
    "staff.approved": approved,
    "staff.refused": refused,
    "staff.dismissed": dismissed,
}
