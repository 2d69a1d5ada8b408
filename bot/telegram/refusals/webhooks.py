"""Refusals about webhooks."""

from bot.i18n import N_
from bot.telegram.refusals.wording import Refusal

# NOTE: an example of an address: keep it as it is.
_SUCH_AS = N_("Such as https://example.com/okaeri")

REFUSALS = {
    "webhook.unknown": Refusal(N_("There is no such webhook (any more).")),
    "webhook.not_an_address": Refusal(N_("That isn't a web address."), hint=_SUCH_AS),
    "webhook.not_https": Refusal(
        N_("The address must begin with https://, or others could read along."), hint=_SUCH_AS
    ),
    "webhook.not_public": Refusal(
        N_("That address is inside a network. Events go only to machines on the internet."), hint=_SUCH_AS
    ),
    "webhook.too_many": Refusal(N_("There are {most} webhooks already. Please remove one first.")),
    "webhook.no_number": Refusal(N_("Please type the event's number, such as 4711.")),
    "webhook.no_such_event": Refusal(N_("There is no event with this number among those of the last 30 days.")),
}
