"""The member's own yes or no to paying with points."""

from bot.i18n import Texts, lines
from bot.telegram.customer.callbacks import Points
from bot.telegram.customer.spending_callbacks import SpendNo
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys
from bot.usecases.spendings import SpendSeen
from db.enums import SpendingState


def agreed(seen: SpendSeen, t: Texts) -> Screen:
    """Set aside; the till takes them with the bill. Until then one may think again."""
    if seen.state is SpendingState.CAPTURED:
        return _paid(seen, t)
    text = lines(
        # NOTE: {points} is "300 points", {place} a shop's name.
        t("✅ <b>{points} for {place}</b>", points=t.points(seen.points), place=seen.place),
        t("They are set aside, and pay {money} of your bill.", money=t.money(seen.pays_minor, seen.currency)),
    )
    no = Button(t.plain("I've changed my mind"), SpendNo(spending=seen.id))
    return Screen(text, ((no,), (Button(t.plain("💰 My points"), Points()), *keys.home(t))))


def _paid(seen: SpendSeen, t: Texts) -> Screen:
    text = lines(
        # NOTE: {points} is "300 points", {place} a shop's name.
        t("✅ <b>{points} have paid at {place}</b>", points=t.points(seen.captured), place=seen.place),
        t("Thank you!"),
    )
    return Screen(text, ((Button(t.plain("💰 My points"), Points()), *keys.home(t)),))


def declined(seen: SpendSeen, t: Texts) -> Screen:
    if seen.state is SpendingState.CAPTURED:
        return _paid(seen, t)
    text = lines(
        t("👌 <b>No points for {place}</b>", place=seen.place),
        t("Nothing was taken, and the till knows."),
    )
    return Screen(text, ((Button(t.plain("💰 My points"), Points()), *keys.home(t)),))


def ask_pin(t: Texts, spending: int) -> Screen:
    text = lines(
        t("🔒 <b>Your PIN, please</b>"),
        t("So many points need it. Type it here: your message disappears at once."),
    )
    return Screen(text, ((Button(t.plain("No"), SpendNo(spending=spending)), *keys.cancel(t)),))
