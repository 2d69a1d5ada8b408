"""Refusals about how one is written to: how often, at which hours, by which clock."""

from bot.i18n import N_
from bot.telegram.customer.contact_callbacks import Messages, MyHours, MyZone
from bot.telegram.refusals.wording import Refusal

REFUSALS = {
    "contact.most": Refusal(N_("Please choose how many by a button."), button=N_("My messages"), to=Messages()),
    "hours.not_read": Refusal(N_("I can't read two hours in this."), hint=N_("Please write them like 12-18.")),
    "hours.never": Refusal(
        # NOTE: {start} and {end} are hours of the day: 10 and 21.
        N_("In these hours the shop writes to nobody: it does between {start}:00 and {end}:00."),
        hint=N_("Please choose some of those."),
        button=N_("Other hours"),
        to=MyHours(),
    ),
    "zone.unknown": Refusal(
        N_("I don't know that time zone."),
        hint=N_("Please send the city, such as Warsaw."),
        button=N_("Choose a city"),
        to=MyZone(),
    ),
}
