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
    "program.tiers": Refusal(N_("Tiers must rise: Silver begins above zero, Gold above Silver.")),
    "program.discount_steps": Refusal(N_("Each step needs a higher sum than the one before it.")),
    "program.earning_rules": Refusal(N_("Two earning rules have the same name. Please give one of them another.")),
    "program.no_such_version": _to_program(N_("There is no such version of the rules.")),
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
