"""Refusals about messages to members and standing rules."""

from bot.i18n import N_
from bot.telegram.admin.callbacks import ShowAutomations, WriteBroadcast
from bot.telegram.refusals.wording import Refusal

REFUSALS = {
    "broadcast.empty": Refusal(N_("There is no text in it. Write a few words, then everybody can read them.")),
    "broadcast.too_long": Refusal(
        N_("It is too long: {length} characters, and {limit} fit in one message. Please shorten it."),
        button=N_("Write it again"),
        to=WriteBroadcast(),
    ),
    "broadcast.unknown": Refusal(N_("This message does not exist any more.")),
    "broadcast.started": Refusal(N_("It is on its way already; nobody gets it twice.")),
    "broadcast.nobody": Refusal(
        N_("Nobody would get it: no member has agreed to offers yet."), hint=N_("Members agree in their settings.")
    ),
    "automation.unknown": Refusal(
        N_("This rule does not exist any more."), button=N_("Look again"), to=ShowAutomations()
    ),
}
