"""Refusals of the till's conversation: the photo, and the second person."""

from bot.i18n import N_
from bot.telegram.refusals.wording import Refusal

REFUSALS = {
    "photo.two_codes": Refusal(N_("There are several codes in that photo. Please send one with one code only.")),
    "sale.second_person": Refusal(N_("A second person has to agree to this first.")),
    "sale.no_second": Refusal(N_("Nobody has to agree any more: you may go on.")),
    "sale.nobody_to_ask": Refusal(N_("There is nobody else here who could agree.")),
    "sale.approval_gone": Refusal(N_("That question is no longer open.")),
    "sale.own_approval": Refusal(N_("Somebody else has to agree to this: neither who asks nor who is served.")),
    "sale.sum_differs": Refusal(N_("That is another sum. Please type the same one once more, or change it.")),
}
