"""Where support begins."""

from bot.i18n import Texts, lines
from bot.telegram.admin.callbacks import FindMember
from bot.telegram.admin.conversation_callbacks import ShowTalks
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import roles
from bot.usecases.actor import Actor
from bot.usecases.program import Rules
from db.enums import Role


def home(actor: Actor, t: Texts, rules: Rules) -> Screen:
    role = actor.role or Role.SUPPORT
    text = lines(
        t("🏪 <b>{shop}</b>: {role}", shop=rules.program.name, role=roles.signed(t, role)),
        t("Send a photo of a card's QR at any time, or press the button."),
    )
    find = Button(t.plain("🔎 Find a member"), FindMember(), style="primary")
    return Screen(text, rows=((Button(t.plain("📬 Talks"), ShowTalks()), find),))
