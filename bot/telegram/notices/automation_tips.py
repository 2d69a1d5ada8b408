"""The series after joining, the tour of how points work, and the thank-you that asks how it was."""

from bot.i18n import Html
from bot.rules.feedback import MOST_STARS
from bot.telegram.customer.callbacks import Card, Invite, Points, RulesInShort
from bot.telegram.customer.feedback_callbacks import Rate
from bot.telegram.customer.reward_callbacks import ShowRewards
from bot.telegram.notices.automation_frame import Facts, Said, framed
from bot.telegram.notices.reader import Reader, Wording
from bot.telegram.screen import Button, Rows, Screen


def welcome(reader: Reader, facts: Facts) -> Screen:
    """Three messages; they end with the first order."""
    t, program = reader.t, reader.rules.program
    share = t.percent(program.earn_rate_bp)
    first = (
        t("👋 <b>Good to have you here!</b>"),
        t("Show your card with every order: {percent} of it comes back to you as points.", percent=share),
    )
    second = (
        t("🎁 <b>Points are there to be spent</b>"),
        t("Have a look at what they can become, from a drink to a whole dinner."),
    )
    third = (
        t("🍱 <b>Hungry?</b>"),
        t("Your first order brings your first points. We would love to cook for you."),
    )
    told: tuple[tuple[tuple[Html, ...], Rows], ...] = (
        (first, _row(Button(t.plain("Show my card"), Card()))),
        (second, _row(Button(t.plain("See the rewards"), ShowRewards()))),
        (third, _row(Button(t.plain("Show my card"), Card()), Button(t.plain("Invite a friend"), Invite()))),
    )
    return _of_series(reader, facts, told)


def education(reader: Reader, facts: Facts) -> Screen:
    """Three lessons, each with a button to try it."""
    t, program = reader.t, reader.rules.program
    first = (
        t("💳 <b>1 of 3: your card</b>"),
        t("Say your number or show the picture, and the order counts. Try it now:"),
    )
    second = (
        t("🎁 <b>2 of 3: rewards</b>"),
        t("Points become dishes, drinks and other nice things. Have a look:"),
    )
    third = (
        t("💰 <b>3 of 3: paying with points</b>"),
        # NOTE: {percent} is the largest share of an order that points may pay.
        t("Up to {percent} of an order can be paid with them. Here is how:", percent=t.percent(program.spend_max_bp)),
    )
    told: tuple[tuple[tuple[Html, ...], Rows], ...] = (
        (first, _row(Button(t.plain("Show my card"), Card()))),
        (second, _row(Button(t.plain("See the rewards"), ShowRewards()))),
        (third, _row(Button(t.plain("My points"), Points()), Button(t.plain("The rules in short"), RulesInShort()))),
    )
    return _of_series(reader, facts, told)


def _of_series(reader: Reader, facts: Facts, told: tuple[tuple[tuple[Html, ...], Rows], ...]) -> Screen:
    words, buttons = told[min(facts["n"], len(told)) - 1]
    return framed(reader, facts, Said(words, buttons=buttons))


def _row(*buttons: Button) -> Rows:
    return (buttons,)


def after_delivery(reader: Reader, facts: Facts) -> Screen:
    t = reader.t
    words = (t("🥢 <b>Thank you for your order!</b>"), t("How was it?"))
    stars = tuple(Button(f"⭐ {n}", Rate(order=facts["order"], stars=n)) for n in range(1, MOST_STARS + 1))
    return framed(reader, facts, Said(words, buttons=(stars,)))


WORDINGS: dict[str, Wording] = {
    "automation.welcome": welcome,
    "automation.education": education,
    "automation.after_delivery": after_delivery,
}
