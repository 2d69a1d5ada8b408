"""Refusals about first steps, the programme's numbers, its brand and words."""

from bot.i18n import N_
from bot.telegram.admin.callbacks import ShowBrand, ShowProgram
from bot.telegram.refusals.wording import Refusal
from bot.telegram.shared.callbacks import HOME


def _to_program(sentence: str) -> Refusal:
    return Refusal(sentence, button=N_("The programme"), to=ShowProgram())


def _to_brand(sentence: str) -> Refusal:
    return Refusal(sentence, button=N_("The brand"), to=ShowBrand())


REFUSALS = {
    "setup.needed": Refusal(
        N_("The shop isn't set up yet."), hint=N_("The owner sends /start and answers five questions.")
    ),
    "setup.done": Refusal(N_("The shop is open already."), button=N_("Home"), to=HOME),
    "program.unchanged": _to_program(N_("That is the value it has now: nothing to change.")),
    "program.changed_meanwhile": _to_program(
        N_("Somebody changed the programme a moment ago. Please look at it again, and repeat your change.")
    ),
    "program.proposal_gone": _to_program(N_("That change is done or was cancelled. Please begin it again.")),
    "program.wrong_kind": Refusal(N_("I can't read that as a value here. Please send it like the example.")),
    "program.too_fine": Refusal(N_("That is finer than I can count. Please send fewer digits after the comma.")),
    "program.out_of_range": Refusal(N_("That value can't be used here. Please send one within the limits shown.")),
    "program.tiers": Refusal(N_("Levels must rise: Silver begins above zero, Gold above Silver.")),
    "discount.not_a_step": Refusal(
        N_("I can't read these steps."), hint=N_("One a line: the sum, a colon, the discount. For example: 10 000: 3 %")
    ),
    "program.discount_steps": Refusal(N_("Each step needs a higher sum than the one before it.")),
    "program.earning_rules": Refusal(N_("Two earning rules have the same name. Please give one of them another.")),
    "program.no_such_version": _to_program(N_("There is no such version of the rules.")),
    "earning.value": Refusal(N_("That can't be given. Please send a number within the limits shown.")),
    "earning.name": Refusal(N_("Please give the rule a name of at most 40 letters.")),
    "earning.hours": Refusal(N_("I need two different hours, such as 18–22.")),
    "earning.days": Refusal(
        N_("I need two days, the first not after the last."), hint=N_("For example: 1.12.2026 – 31.12.2026")
    ),
    "earning.priority": Refusal(N_("Please send a whole number from 0 to 100.")),
    "earning.unreadable": Refusal(N_("I can't read that as a value here. Please send it like the example.")),
    "earning.asks": Refusal(N_("That day, hour or sum does not exist. Please check the rule.")),
    "program.no_such_number": _to_program(N_("The programme has no such number (any more).")),
    "program.colour": _to_brand(N_("Please send a colour as six letters and digits, such as #22304a.")),
    "program.zone": Refusal(
        N_("I don't know that time zone. Please send it as continent and city, such as Europe/Warsaw."),
    ),
    "program.unknown_preset": Refusal(N_("There is no such preset."), button=N_("Home"), to=HOME),
    "program.missing": Refusal(N_("The stored programme is incomplete. Please tell whoever runs this bot.")),
    "program.country": Refusal(
        N_("I know no public holidays of that country. Please send its two letters, such as PL or DE."),
    ),
    "program.currency": Refusal(N_("I don't know that currency. Please send its three letters, such as PLN or EUR.")),
    "logo.too_big": _to_brand(N_("That picture is too big: at most 1 MB, please.")),
    "logo.not_a_picture": _to_brand(N_("I can't open that. Please send a PNG or JPEG picture.")),
    "logo.too_small": _to_brand(N_("That picture is too small to be sharp: at least 32 pixels a side, please.")),
    "words.empty": Refusal(N_("That text is empty. Please send at least one word.")),
    "words.too_long": Refusal(N_("That text is too long: at most {longest} characters, please.")),
    "words.unknown_gap": Refusal(N_("I don't know what to put for {gap}. Here you may use: {gaps}.")),
    "words.brace": Refusal(N_("A curly bracket stands alone. Only these may be in brackets here: {gaps}.")),
}
