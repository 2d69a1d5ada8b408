"""Refusals about partners: joining the network, its rates, and serving members there."""

from bot.i18n import N_
from bot.telegram.refusals.wording import Refusal
from bot.telegram.shared.partner_callbacks import OpenPartners

REFUSALS = {
    "partner.unknown": Refusal(
        N_("There is no such partner (any more)."), button=N_("🤝 Partners"), to=OpenPartners(), members=True
    ),
    "partner.not_yours": Refusal(N_("You serve members at your own place only.")),
    "partner.not_active": Refusal(
        N_("This partner is not in the network just now: nothing can be earned or spent there.")
    ),
    "partner.daily_limit": Refusal(
        # NOTE: {points} is "120 points": as many can still move today.
        N_("That is more than can be moved here today: {points} are left."),
        hint=N_("The limit begins anew at midnight. The shop can raise it."),
    ),
    "partner.no_sum": Refusal(N_("A sum above zero, please.")),
    "partner.sale_unknown": Refusal(N_("There is no such sale at your place.")),
    "partner.nothing_left": Refusal(N_("Nothing of this sale is left to bring back.")),
    "partner.return_too_much": Refusal(N_("That is more than is left of this sale: {money}.")),
    "partner.no_month": Refusal(N_("I don't know this month. Write it like 2026-11.")),
    "partner.rate_not_a_number": Refusal(N_("A number, please: percent like 7.5, or whole points for the day.")),
    "partner.rate_too_large": Refusal(N_("That is too much: {most} at most.")),
    "partner.rates_first": Refusal(
        N_("Nothing is agreed yet. First set what is earned, paid or taken off there, and the limit of a day.")
    ),
    "partner.was_refused": Refusal(N_("This application was answered before.")),
    "partner.no_application": Refusal(N_("This application was sent, or begun anew. Please begin once more.")),
    "partner.too_many_wait": Refusal(
        N_("Several applications of yours are waiting. We answer them first, then you can send another one.")
    ),
}
