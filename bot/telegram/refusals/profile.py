"""Refusals about names and birthdays."""

from bot.i18n import N_
from bot.telegram.refusals.wording import Refusal

REFUSALS = {
    "city.unreadable": Refusal(N_("I can't read that as a city. Please write its name, such as Warsaw.")),
    "name.empty": Refusal(
        N_("There is nothing to read in this name."), hint=N_("Please write it in letters, as you like to be called.")
    ),
    "name.too_long": Refusal(
        # NOTE: {longest} is a number, 64.
        N_("This name doesn't fit on a card: {longest} letters is the most."),
        hint=N_("Perhaps the first name alone?"),
    ),
    "date.not_a_date": Refusal(
        N_("I can't read this as a date."), hint=N_("Please write day and month, like 14.03. The year isn't needed.")
    ),
    "date.no_such_day": Refusal(
        N_("There is no such day in the calendar."), hint=N_("Please write day and month, like 14.03.")
    ),
    "date.future": Refusal(
        N_("That day is still to come: nobody was born then."), hint=N_("The year isn't needed: 14.03 will do.")
    ),
    "date.too_old": Refusal(N_("Nobody is as old as that."), hint=N_("The year isn't needed: 14.03 will do.")),
    "birthday.locked": Refusal(
        # NOTE: {until} is a date, "21 November 2027".
        N_("You can change your birthday again from {until}."),
        hint=N_("If it is wrong, please tell the shop."),
    ),
}
