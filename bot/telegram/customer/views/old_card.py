"""A card of the programme before this one."""

from bot.i18n import Texts, lines
from bot.telegram.customer.callbacks import Offers, Points
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys
from bot.telegram.shared.tiers import tier_name
from bot.usecases.old_cards import CardMoved


def ask(t: Texts) -> Screen:
    text = lines(
        t("💳 <b>Your old card</b>"),
        t("Type the number that is printed on it. What was on it moves here; the card itself is then of no use."),
    )
    return Screen(text, (keys.cancel(t),))


def moved(result: CardMoved, t: Texts) -> Screen:
    """What was on it is here."""
    title = t("🙂 <b>This card has moved already</b>") if result.already else t("🎉 <b>Your card has moved</b>")
    brought = None
    if not result.already:
        points = t.points(result.points, signed=True)
        # NOTE: what the old card brought; {points} is "+350 points".
        brought = t("{points} came along.", points=points) if result.points else t("There were no points on it.")
    level = None
    if result.tier and not result.already:
        # NOTE: {tier} is the name of a level, such as "Gold".
        level = t("So did your level: <b>{tier}</b>.", tier=tier_name(t, result.tier))
    now = t("You have {points} now.", points=t.points(result.available))
    ways = (Button(t.plain("💰 My points"), Points()), Button(t.plain("✨ What's on"), Offers()))
    return Screen(lines(title, brought, level, "", now), (ways, keys.home(t)))
