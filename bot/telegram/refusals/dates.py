"""Refusals about a member's own dates."""

from bot.i18n import N_
from bot.telegram.customer.date_callbacks import MyDates
from bot.telegram.refusals.wording import Refusal

REFUSALS = {
    "dates.enough": Refusal(
        # NOTE: {most} is a number, 3.
        N_("We remember {most} days for you at most. Take one out first."),
        button=N_("My dates"),
        to=MyDates(),
    ),
}
