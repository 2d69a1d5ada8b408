"""What the customer's buttons carry: a place or a small choice. A hint only: rights and state are checked each time."""

from aiogram.filters.callback_data import CallbackData

from bot.telegram.shared.callbacks import Offers as Offers

# Joining


class JoinLanguage(CallbackData, prefix="jl"):
    language: str


class JoinPolicy(CallbackData, prefix="jp"):
    """Shows the whole policy before one agrees; `offers` waits meanwhile."""

    offers: int = 0


class JoinConsent(CallbackData, prefix="jc"):
    """The consent screen; `offers` is how the box "send me offers" stands (0 or 1)."""

    offers: int = 0


class JoinAgree(CallbackData, prefix="ja"):
    offers: int = 0


class JoinPhone(CallbackData, prefix="jt"):
    """Shows the keyboard with the one button that shares the phone."""


class JoinWord(CallbackData, prefix="jw"):
    """What was typed beside the card is the name."""


class FirstCard(CallbackData, prefix="jd"):
    """Joining is done: the card, please."""


# Card and points


class Card(CallbackData, prefix="card"):
    pass


class NewCard(CallbackData, prefix="ncd"):
    """Another card instead of mine; `sure`: I was asked."""

    sure: int = 0


class Points(CallbackData, prefix="pts"):
    pass


class History(CallbackData, prefix="his"):
    """A page of the history, older than entry `before` (0: the newest)."""

    before: int = 0


class Why(CallbackData, prefix="why"):
    """Explains a line of the history; `page` is where the way back leads (History.before)."""

    entry: int
    page: int = 0


class ShowPlaces(CallbackData, prefix="plc"):
    """Where the shop's outlets are."""


class MyOrders(CallbackData, prefix="mor"):
    """A page of the member's orders, older than order `before` (0: the newest)."""

    before: int = 0


class CheckPoints(CallbackData, prefix="chk"):
    """Adds up and hashes the member's entries again."""


class ProofFile(CallbackData, prefix="prf"):
    """The same as a file to take away."""


class TillCode(CallbackData, prefix="tic"):
    """A code for the till, good for 90 seconds."""


# Inviting and offers


class Invite(CallbackData, prefix="inv"):
    pass


class InvitePicture(CallbackData, prefix="ivp"):
    """The invitation as a picture with a QR, to forward or to show."""


# Settings


class Settings(CallbackData, prefix="set"):
    pass


class Languages(CallbackData, prefix="lgs"):
    """The choice of languages."""


class Language(CallbackData, prefix="lg"):
    language: str


class Name(CallbackData, prefix="nam"):
    """Asks for another name; `joining`: the way back leads to the first card."""

    joining: int = 0


class Birthday(CallbackData, prefix="bd"):
    joining: int = 0


class BirthdayRight(CallbackData, prefix="bdy"):
    """Yes, that is my birthday."""


class StopOffers(CallbackData, prefix="stop"):
    """Under every offer: no more of these. The offer stays where it is."""


class Advertising(CallbackData, prefix="ads"):
    on: int


# One's own data


class Privacy(CallbackData, prefix="prv"):
    pass


class Policy(CallbackData, prefix="pol"):
    pass


class Export(CallbackData, prefix="exp"):
    pass


class Erase(CallbackData, prefix="ers"):
    """Explains what erasing does and asks."""


class EraseForReal(CallbackData, prefix="ery"):
    pass


# Help


class RulesInShort(CallbackData, prefix="rul"):
    pass


# Invited to work here


class TakeJob(CallbackData, prefix="tj"):
    """Yes to the invitation that is open in this chat."""
