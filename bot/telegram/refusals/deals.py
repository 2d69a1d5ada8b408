"""Refusals when the staff make or change deals."""

from bot.i18n import N_
from bot.telegram.admin.deal_callbacks import ShowDeals
from bot.telegram.refusals.wording import Refusal


def _to_deals(sentence: str) -> Refusal:
    return Refusal(sentence, None, N_("🔥 Deals"), ShowDeals())


REFUSALS = {
    "deal.unknown": _to_deals(N_("There is no such deal (any more).")),
    "deal.changed_meanwhile": _to_deals(N_("Somebody changed this deal meanwhile. Please look at it again.")),
    "deal.title_missing": Refusal(N_("A deal needs a title.")),
    "deal.title_too_long": Refusal(N_("That title is too long: at most {longest} letters.")),
    "deal.text_too_long": Refusal(N_("That text is too long: at most {longest} letters.")),
    "deal.not_cheaper": Refusal(
        N_("The members' price has to be lower than the usual one."),
        hint=N_("The members' price comes first: 490 / 590."),
    ),
}
