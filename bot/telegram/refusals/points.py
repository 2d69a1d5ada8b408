"""Refusals about points, their history and their proof."""

from bot.i18n import N_
from bot.telegram.customer.callbacks import History
from bot.telegram.refusals.wording import Refusal

REFUSALS = {
    "points.zero": Refusal(N_("Zero points change nothing. Please write how many.")),
    # NOTE: {points} is "1 000 points".
    "points.over_cap": Refusal(
        N_("In your role, at most {points} at a time by hand."), hint=N_("The owner may do more.")
    ),
    "points.reason_missing": Refusal(N_("Please say why: the member reads it, and the log keeps it.")),
    "points.own": Refusal(N_("Nobody adjusts their own points."), hint=N_("Please ask a colleague.")),
    "points.not_enough": Refusal(N_("The member has only {available} to take.")),
    "points.undo_unknown": Refusal(N_("There is nothing to undo.")),
    # NOTE: {within} is like "2 minutes".
    "points.undo_too_late": Refusal(
        N_("It is too late to undo that: the time for it was {within}."), hint=N_("A second adjustment sets it right.")
    ),
    "history.not_yours": Refusal(N_("That line is not in your history."), button=N_("🧾 History"), to=History()),
    "proof.nothing_yet": Refusal(N_("There is nothing to prove yet: you have no entries.")),
}
