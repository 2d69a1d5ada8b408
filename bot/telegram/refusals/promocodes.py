"""Refusals when a promo code is entered, or made."""

from bot.i18n import N_
from bot.telegram.admin.promo_callbacks import ShowPromos
from bot.telegram.refusals.wording import Refusal
from bot.telegram.shared.callbacks import OFFERS

_LOOK_AGAIN = N_("Look at it once more: a code has only letters and digits, like SUSHI10.")


def _to_offers(sentence: str, hint: str | None = None) -> Refusal:
    return Refusal(sentence, hint, N_("✨ What's on"), OFFERS, members=True)


REFUSALS = {
    "code.empty": Refusal(N_("There is no code in this message."), hint=_LOOK_AGAIN),
    "code.too_long": Refusal(
        N_("That is too long for a code: at most {longest} letters and digits."), hint=_LOOK_AGAIN
    ),
    "code.too_short": Refusal(N_("That is too short for a code: at least {shortest} letters and digits.")),
    "code.letters": Refusal(N_("A code has only Latin letters and digits.")),
    "code.unknown": _to_offers(N_("I don't know this code."), hint=_LOOK_AGAIN),
    # NOTE: {within} is like "43 minutes".
    "code.wait": _to_offers(
        N_("That were many wrong codes. Codes can be entered again in {within}."),
        hint=N_("The shop's staff can enter a code for you at any time."),
    ),
    "code.paused": _to_offers(N_("This code is switched off just now. Please try it later.")),
    # NOTE: {opens} is a date.
    "code.not_yet": _to_offers(N_("This code begins on {opens}. Please enter it then.")),
    "code.over": _to_offers(N_("This code ended on {closed}. See what's on now instead.")),
    "code.used_up": _to_offers(N_("All uses of this code are gone: others were faster.")),
    "code.taken": _to_offers(N_("This personal code has been used by somebody else. The shop can help.")),
    "code.already_used": _to_offers(N_("You have used this code already, as often as it allows.")),
    # NOTE: {again} is a date.
    "code.period": _to_offers(N_("You used this code a short while ago. It works again for you from {again}.")),
    "code.budget": _to_offers(N_("All that was set aside for this code has been given out.")),
    "code.sold_out": _to_offers(N_("The gift of this code has run out.")),
    # NOTE: {outlets} are names of shops: "Central, Riverside".
    "code.other_outlet": _to_offers(N_("This code works only at: {outlets}. Say it there when you order.")),
    "code.not_for_you": _to_offers(N_("This code is meant for other members. There may be something for you here:")),
    "code.first_order": _to_offers(N_("This code is for the very first order only.")),
    # NOTE: {money} is a sum with its currency.
    "code.least": _to_offers(N_("This code needs an order of at least {money}. Add something and try it again.")),
    "code.no_such_use": Refusal(N_("There is no such use of a code to take back.")),
}


def _to_codes(sentence: str, hint: str | None = None) -> Refusal:
    return Refusal(sentence, hint, N_("🏷 Promo codes"), ShowPromos())


REFUSALS |= {
    "promo.unknown": _to_codes(N_("There is no such promo code (any more).")),
    "promo.taken": Refusal(N_("There is such a code already."), hint=N_("Please think of another one.")),
    "promo.reward_gone": _to_codes(N_("That reward is no longer in the catalogue. Please choose another one.")),
    "promo.changed_meanwhile": _to_codes(N_("Somebody changed this code meanwhile. Please look at it again.")),
    "promo.budget_needs_cap": _to_codes(
        N_("Nobody knows beforehand what a use of this code costs, so a budget could not hold."),
        hint=N_("Set “Most off” first, or limit the number of uses."),
    ),
    "promo.least_of_points": _to_codes(N_("Points are given at once, before there is a bill.")),
    "promo.no_batch": _to_codes(N_("This is one code for many people; it has no personal ones.")),
    "promo.draft_gone": _to_codes(N_("That code has been made or cancelled already.")),
    "promo.percent": Refusal(N_("It has to be from 0.01 to 100 percent."), hint=N_("For example: 10.")),
    "promo.factor": Refusal(N_("It has to be more than 1 and at most 10."), hint=N_("For example: 2 or 1.5.")),
    "promo.points": Refusal(N_("That is too many: at most {most} points.")),
    "promo.count": Refusal(N_("It has to be a whole number from {least} to {most}.")),
    "promo.period": Refusal(
        N_("I need two numbers: how many uses, and in how many days."), hint=N_("Example: 2 in 30")
    ),
    "window.unreadable": Refusal(
        N_("I can't read these dates."), hint=N_("For example: 01.12 – 31.12, or only 31.12.")
    ),
    "window.backwards": Refusal(N_("That would end before it begins."), hint=N_("The first day comes first.")),
    "window.past": Refusal(N_("These dates are over already.")),
    "window.too_far": Refusal(N_("That is too far ahead: five years at most.")),
}
