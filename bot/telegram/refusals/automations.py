"""Refusals about what is written into a standing rule."""

from bot.i18n import N_
from bot.telegram.refusals.wording import Refusal

REFUSALS = {
    "automation.empty": Refusal(N_("There is no text in it. Write a few words.")),
    "automation.too_long": Refusal(N_("It is too long: {longest} characters are the most. Please shorten it.")),
    # NOTE: {gap} is a placeholder such as {name}, braces included; {gaps} lists those that may be used.
    "automation.unknown_gap": Refusal(N_("{gap} cannot be filled here. These can: {gaps}.")),
    "automation.brace": Refusal(N_("One of the braces is alone. Placeholders look like these: {gaps}.")),
    # NOTE: {tag} is the piece of HTML at which Telegram would stop, such as <b>.
    "automation.bad_html": Refusal(
        N_("Telegram cannot read the formatting at {tag}. Close each tag you open, or leave the tags out.")
    ),
    "automation.out_of_range": Refusal(N_("This rule cannot work with that number ({field}).")),
}
