"""Refusals about what is written into a standing rule, and about adding and removing one."""

from bot.i18n import N_
from bot.telegram.admin.callbacks import ShowAutomations
from bot.telegram.refusals.wording import Refusal


def _to_rules(sentence: str) -> Refusal:
    return Refusal(sentence, button=N_("All rules"), to=ShowAutomations())


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
    "automation.not_understood": Refusal(N_("I can't read that here. Please send it like the example.")),
    "automation.changed_meanwhile": _to_rules(
        N_("Somebody changed this rule a moment ago. Please look at it again, and repeat your change.")
    ),
    "automation.question_gone": _to_rules(N_("That change is done or was cancelled. Please begin it again.")),
    "automation.no_category": Refusal(N_("This rule asks for one category of dishes. Please name it first.")),
    "automation.promised": _to_rules(
        N_("It is a promise of the programme: its days are among the programme's numbers.")
    ),
    "automation.only_one": _to_rules(N_("Of this kind one rule is enough: please change the one there is.")),
    "automation.too_many": _to_rules(N_("There are {most} rules of this kind already. Please change one of them.")),
    "automation.built_in": _to_rules(N_("This rule came with the programme: it can be switched off, not removed.")),
    "automation.has_fired": _to_rules(
        N_("Members have got something by this rule, and the books keep it. Please switch it off instead.")
    ),
}
