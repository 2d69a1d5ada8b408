"""The door: a welcome with the languages, and a word for links that bind nobody."""

from bot.i18n import N_, Html, Texts, lines
from bot.telegram.customer.callbacks import JoinLanguage
from bot.telegram.screen import Button, Screen
from bot.usecases.program import Rules
from bot.usecases.registration import Arrived

Labels = list[tuple[str, str]]  # languages with their names in their own tongues, the reader's first

UNBOUND = {
    "referral.itself": N_("That's your own link. 🙂 It works for friends who haven't joined yet: send it to them."),
    "referral.member": N_(
        "You have a card already, and invitations are for newcomers. But you can invite friends yourself."
    ),
    "referral.staff": N_("Invitations are for customers, and you work here."),
}


def welcome(arrived: Arrived, labels: Labels, t: Texts, rules: Rules) -> Screen:
    """The first screen of a guest."""
    shop, percent = rules.program.name, t.percent(rules.program.earn_rate_bp)
    text = lines(
        t("<b>Welcome to {shop}! 👋</b>", shop=shop),
        "",
        t("Your card lives here, in this chat: {percent} of each order comes back to you as points.", percent=percent),
        _invited(arrived, t, rules),
        "",
        t("Which language shall we speak?"),
    )
    rows = tuple((Button(label, JoinLanguage(language=code)),) for code, label in labels)
    return Screen(text, rows)


def _invited(arrived: Arrived, t: Texts, rules: Rules) -> Html | None:
    if arrived.invited_by is None or not rules.program.referral_friend:
        return None
    gift = t.points(rules.program.referral_friend)
    # NOTE: {name} is a friend of either gender; {points} is "100 points".
    return t(
        "🎁 An invitation from {name}: your first order brings you {points} on top.",
        name=arrived.invited_by,
        points=gift,
    )


def not_open(t: Texts) -> Screen:
    """Nobody has named the shop yet."""
    return Screen(
        lines(t("<b>We are not open yet</b>"), t("The shop is still getting ready. Please look in again soon."))
    )


def unbound(reason: str, t: Texts) -> Html:
    """Why a friend's link changed nothing for a member or somebody of the staff."""
    return t(UNBOUND[reason])
