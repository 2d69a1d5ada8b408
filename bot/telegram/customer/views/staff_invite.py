"""What somebody sees who was invited to work here."""

from bot.i18n import Texts, lines
from bot.telegram.customer.callbacks import TakeJob
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys, roles
from bot.telegram.shared.callbacks import CANCEL
from bot.usecases.invites import Awaiting, InviteSeen
from bot.usecases.program import Rules


def offer(seen: InviteSeen, name: str, t: Texts, rules: Rules) -> Screen:
    """The role, what it means, and under which name."""
    text = lines(
        t("🤝 <b>You are invited to work at {shop}</b>", shop=rules.program.name),
        "",
        t("Your role: {role}.", role=roles.signed(t, seen.role)),
        t(roles.DOES[seen.role]),
        t("Invited by: {name}", name=seen.by_name),
        "",
        t("Your colleagues will know you as <b>{name}</b>. To be known by another name, just send it.", name=name),
    )
    yes = Button(t.plain("Yes, I'll join"), TakeJob(), style="success")
    return Screen(text, rows=((yes,), (Button(t.plain("No, thanks"), CANCEL),)))


def waiting(awaiting: Awaiting, t: Texts) -> Screen:
    text = lines(
        t("⏳ <b>Your request is on its way</b>"),
        t(
            "Role: {role}. Now {name} has to say yes; I'll tell you here.",
            role=roles.name(t, awaiting.role),
            name=awaiting.by_name,
        ),
    )
    return Screen(text, rows=(keys.home(t),))
