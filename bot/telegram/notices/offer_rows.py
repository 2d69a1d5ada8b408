"""What every advertising message ends with: fewer of these, or none, one tap each."""

from bot.telegram.customer.callbacks import StopOffers
from bot.telegram.customer.contact_callbacks import FewerOffers
from bot.telegram.notices.reader import Reader
from bot.telegram.screen import Button, Rows


def offer_rows(reader: Reader) -> Rows:
    """The last row under an offer; whatever it brings stands above."""
    t = reader.t
    # NOTE: buttons under an advertising message: "fewer such messages" and "no such messages".
    return ((Button(t.plain("Fewer"), FewerOffers()), Button(t.plain("Stop"), StopOffers())),)
