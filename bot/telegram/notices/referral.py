"""News about invitations: to who invited, to who came, and to the staff when something looks odd."""

from collections.abc import Mapping
from typing import Any

from bot.i18n import N_, Html, lines
from bot.telegram.admin.callbacks import ReviewReferral
from bot.telegram.customer.callbacks import Invite, Points
from bot.telegram.notices.reader import Reader, Wording
from bot.telegram.screen import Button, Screen

DOUBTS = {
    "burst": N_("Many friends within one week came by the same link."),
    "staff": N_("The inviter works here."),
}


def joined(reader: Reader, facts: Mapping[str, Any]) -> Screen:
    t = reader.t
    text = lines(
        # NOTE: {name} may be of any gender: "there is {name}, by your invitation".
        t("🎉 <b>{name}</b> has joined by your invitation!", name=facts["name"]),
        # NOTE: {points} is "200 points".
        t("{points} are yours when the first order is delivered.", points=t.points(facts["points"])),
    )
    return Screen(text, ((Button(t.plain("🎁 Invite"), Invite()),),))


def paid(reader: Reader, facts: Mapping[str, Any]) -> Screen:
    t = reader.t
    told = (
        t("<b>{points}</b> are yours to spend. Thank you!", points=t.points(facts["points"], signed=True))
        if facts["points"]
        else t("You have reached this month's limit of gifts, but your friend got theirs. Thank you!")
    )
    text = lines(_delivered(reader, facts["name"]), told)
    return Screen(text, ((Button(t.plain("💰 My points"), Points()), Button(t.plain("🎁 Invite"), Invite())),))


def _delivered(reader: Reader, name: str) -> Html:
    """Who has erased their data meanwhile has no name any more."""
    if not name:
        return reader.t("🎉 The first order of a friend of yours has been delivered.")
    # NOTE: {name} may be of any gender.
    return reader.t("🎉 The first order of <b>{name}</b> has been delivered.", name=name)


def released(reader: Reader, facts: Mapping[str, Any]) -> Screen:
    t = reader.t
    text = lines(
        t("🎁 <b>{points}</b> are yours to spend.", points=t.points(facts["points"], signed=True)),
        t("They are your gift for coming by a friend's invitation."),
    )
    return Screen(text, ((Button(t.plain("💰 My points"), Points()),),))


def doubted(reader: Reader, facts: Mapping[str, Any]) -> Screen:
    t, number, doubt = reader.t, facts["referral"], DOUBTS[facts["reason"]]
    text = lines(
        t("🔎 <b>An invitation to look at</b>"),
        # NOTE: "Ann → Bob": who invited whom.
        t("{inviter} → {friend}", inviter=facts["inviter"] or "—", friend=facts["friend"] or "—"),
        t(doubt),
        t.plural("{n} friend in that week.", "{n} friends in that week.", facts["friends"]),
        t("Nothing is paid until you decide."),
    )
    yes = Button(t.plain("Pay both"), ReviewReferral(referral=number, pay=1), style="success")
    return Screen(text, ((Button(t.plain("Don't pay"), ReviewReferral(referral=number, pay=0)), yes),))


WORDINGS: dict[str, Wording] = {
    "referral.joined": joined,
    "referral.paid": paid,
    "referral.released": released,
    "referral.doubted": doubted,
}
