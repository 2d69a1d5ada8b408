"""The link of a receipt or of a card on the table has been opened."""

from bot.i18n import Html, Texts, lines
from bot.telegram.customer.callbacks import History, Offers, Points
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys
from bot.usecases.claiming import Claimed
from db.enums import ClaimKind


def claimed(result: Claimed, t: Texts) -> Screen:
    """What it brought, and what the member has now."""
    text = lines(
        _title(result, t), _for_what(result, t), "", t("You have {points} now.", points=t.points(result.available))
    )
    ways = (Button(t.plain("💰 My points"), Points()), Button(t.plain("🧾 History"), History()))
    return Screen(text, (ways, (Button(t.plain("✨ What's on"), Offers()), *keys.home(t))))


def _title(result: Claimed, t: Texts) -> Html:
    if result.already:
        return t("🙂 <b>You have these points already</b>")
    if not result.taken.points:
        return t("🧾 <b>Your purchase is noted</b>")
    # NOTE: {points} is "+62 points".
    return t("🎉 <b>{points}</b>", points=t.points(result.taken.points, signed=True))


def _for_what(result: Claimed, t: Texts) -> Html:
    taken = result.taken
    if taken.kind is ClaimKind.CARD:
        return t("For the card on the table. Thank you for being here!")
    money = t.money(taken.amount_minor, taken.currency)
    # NOTE: {order} is a number.
    return t("For your purchase of {money}, № {order}.", money=money, order=str(taken.order_id or "–"))
