"""The door: a welcome with the languages, and a word for links that bind nobody."""

from dataclasses import replace

from bot.i18n import N_, Html, Texts, lines
from bot.rules import words
from bot.rules.benefits import named
from bot.telegram.customer.callbacks import JoinConsent, JoinLanguage
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys
from bot.telegram.shared.callbacks import HELP
from bot.telegram.shared.languages import Labels
from bot.usecases.program import Rules
from bot.usecases.registration import Arrived

UNBOUND = {
    "referral.itself": N_("That's your own link. 🙂 It works for friends who haven't joined yet: send it to them."),
    "referral.member": N_(
        "You have a card already, and invitations are for newcomers. But you can invite friends yourself."
    ),
    "referral.staff": N_("Invitations are for customers, and you work here."),
}


def welcome(arrived: Arrived, labels: Labels, t: Texts) -> Screen:
    """The first screen of a guest."""
    percent, own = t.percent(arrived.earn_rate_bp), arrived.greetings.get(t.language)
    text = lines(
        t("<b>👋 Welcome to {shop}!</b>", shop=arrived.shop),
        "",
        words.filled(own, shop=arrived.shop) if own else None,
        t("Your card lives here, in this chat: {percent} of each order comes back to you as points.", percent=percent),
        _invited(arrived, t),
        _brings(arrived, t),
        _waits(arrived, t),
        "",
        t("Which language shall we speak?"),
    )
    rows = tuple((Button(label, JoinLanguage(language=code)),) for code, label in labels)
    return Screen(text, rows)


def _invited(arrived: Arrived, t: Texts) -> Html | None:
    if arrived.invited_by is None or not arrived.gift:
        return None
    # NOTE: {name} is a friend of either gender; {points} is "100 points".
    return t(
        "🎁 An invitation from {name}: your first order brings you {points} on top.",
        name=arrived.invited_by,
        points=t.points(arrived.gift),
    )


def _brings(arrived: Arrived, t: Texts) -> Html | None:
    gift = arrived.brings
    if gift is None:
        return None
    thing = t.points(gift.points) if gift.points else named(gift.benefit.names, t.language) if gift.benefit else ""
    if not thing:
        # NOTE: {name} is a friend of either gender.
        return t("🎁 {name} has a gift for you: it is yours as soon as you have your card.", name=gift.giver)
    # NOTE: {name} is a friend of either gender; {thing} is "300 points" or such as "Miso soup".
    return t("🎁 {name} gives you: {thing}. It is yours as soon as you have your card.", name=gift.giver, thing=thing)


def _waits(arrived: Arrived, t: Texts) -> Html | None:
    if arrived.waits is None:
        return None
    if not arrived.waits:
        return t("🧾 The link has been used already, or its time is over.")
    return t("🧾 {points} wait for you: yours as soon as you have your card.", points=t.points(arrived.waits))


def not_yours(screen: Screen, t: Texts) -> Screen:
    """The same for a guest who opened the link of somebody's voucher."""
    return replace(screen, text=lines(t("This voucher belongs to somebody else."), "", Html(screen.text)))


def not_open(t: Texts) -> Screen:
    """Nobody has named the shop yet."""
    return Screen(
        lines(t("<b>We are not open yet</b>"), t("The shop is still getting ready. Please look in again soon."))
    )


def unbound(reason: str, t: Texts) -> Html:
    """Why a friend's link changed nothing for a member or somebody of the staff."""
    return t(UNBOUND[reason])


def no_card(t: Texts, rules: Rules) -> Screen:
    """Home of somebody who hasn't joined."""
    text = lines(
        t("<b>{shop}</b>", shop=rules.program.name),
        t("You have no card yet. It takes half a minute and no typing."),
    )
    join = Button(t.plain("Get my card"), JoinConsent(), style="primary")
    return Screen(text, ((join,), (Button(t.plain("💬 Help"), HELP),)))


def of_staff(t: Texts, note: Html | None) -> Screen:
    """People who work here and have no card: their own home is a press away."""
    text = note or lines(
        t("<b>You work here</b>"), t("Your own buttons are at home; /help tells you all I can do for you.")
    )
    ways = (Button(t.plain("Get my card"), JoinConsent()), Button(t.plain("💬 Help"), HELP))
    return Screen(text, (ways, keys.home(t)))
