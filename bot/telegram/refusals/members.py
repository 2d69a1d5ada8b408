"""Refusals when the staff look for members and work with them."""

from bot.i18n import N_
from bot.telegram.admin.callbacks import FindMember
from bot.telegram.refusals.wording import Refusal


def _to_find(sentence: str, hint: str | None = None) -> Refusal:
    return Refusal(sentence, hint, N_("Find a member"), FindMember())


REFUSALS = {
    "member.unknown": _to_find(N_("There is no such member (any more).")),
    "card.unreadable": _to_find(N_("This is not a card of ours."), hint=N_("Try the number below the QR.")),
    "card.forged": _to_find(N_("This card was not made by us. Ask the customer to open the card in the bot.")),
    "photo.no_qr": _to_find(
        N_("I can't see a QR code in this picture."),
        hint=N_("Closer, sharper and without glare helps; or type the number below the QR."),
    ),
    "picture.unreadable": _to_find(N_("I can't open that picture. Please send it as a photo.")),
    "picture.too_large": _to_find(N_("That picture is too big for me. Please send it as a photo, not as a file.")),
    "adjust.gone": _to_find(N_("That change is done or was cancelled. Please begin it again from the member.")),
    "note.empty": Refusal(N_("That note is empty. Please write what your colleagues should know.")),
    "note.too_long": Refusal(N_("That note is too long: at most {longest} characters, please.")),
    "tag.wrong": Refusal(N_("A tag is one or a few words of letters and digits, at most {longest} characters.")),
    "tag.too_many": Refusal(N_("That member has {most} tags already. Please remove one first.")),
}
