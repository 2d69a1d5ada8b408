"""Refusals around points that wait: receipts, cards on tables, phone numbers, cards of another programme."""

from bot.i18n import N_
from bot.telegram.refusals.wording import Refusal
from bot.telegram.shared.callbacks import OFFERS, OpenSale

_HELP = N_("If that can't be, show your receipt at the till.")


def _to_offers(sentence: str, hint: str | None = None) -> Refusal:
    return Refusal(sentence, hint, N_("✨ What's on"), OFFERS, members=True)


REFUSALS = {
    "claim.unknown": _to_offers(N_("I don't know this link."), hint=_HELP),
    "claim.taken": _to_offers(N_("Somebody has had the points of this link already."), hint=_HELP),
    "claim.over": _to_offers(N_("The time to claim these points is over.")),
    "claim.void": _to_offers(N_("The shop has taken this link back."), hint=_HELP),
    "claim.sold_already": _to_offers(N_("This receipt is on somebody's card already."), hint=_HELP),
    "claim.too_many": _to_offers(
        N_("That was enough for one day: {times} links at most."), hint=N_("The link stays good; open it tomorrow.")
    ),
    "claim.not_for_staff": Refusal(N_("These links are for customers, and you work here.")),
    # NOTE: to a cashier who wants points to wait on a phone number.
    "claim.phone_known": Refusal(
        N_("Somebody has joined with this number: serve them instead."), button=N_("🛎 Serve a customer"), to=OpenSale()
    ),
    # NOTE: {money} is a sum with its currency.
    "claim.too_large": Refusal(N_("Above {money} only a manager can let points wait.")),
    "claim.claimed_already": Refusal(
        N_("Somebody has claimed these points already."), hint=N_("Take the sale back by its number instead.")
    ),
    "claim.number": Refusal(N_("It has to be a whole number from {least} to {most}.")),
    "claim.no_link": Refusal(N_("This waits on a phone number: there is no link.")),
    "claim.none_left": Refusal(N_("None of these links is open any more.")),
    "claim.draft_gone": Refusal(N_("These links have been made or cancelled already.")),
    "old_card.unknown": Refusal(
        N_("I don't know a card with this number."),
        hint=N_("Look at it once more, or show the card at the till."),
    ),
    "old_card.taken": Refusal(
        N_("What was on this card has moved to somebody's account already."),
        hint=N_("It moves by itself to the phone number it was registered with. If that was yours, ask the shop."),
    ),
    "import.elsewhere": Refusal(N_("This list is being brought in just now.")),
}
