"""My data: the policy, the file, and the way out for good."""

from bot.i18n import Texts, lines
from bot.telegram.customer.callbacks import Erase, EraseForReal, Export, Policy, Privacy
from bot.telegram.customer.views import policy
from bot.telegram.screen import Attachment, Button, Screen
from bot.telegram.shared import keys
from bot.usecases import privacy as data
from bot.usecases.program import Rules


def privacy(t: Texts) -> Screen:
    text = lines(
        t("<b>🔒 My data</b>"),
        "",
        t("What we know about you is yours: read how we treat it, take it with you as a file, or erase it."),
    )
    rows = (
        (Button(t.plain("Read the policy"), Policy()),),
        (Button(t.plain("Send me my data"), Export()),),
        (Button(t.plain("Erase my data"), Erase()),),
        keys.home(t),
    )
    return Screen(text, rows)


def of_guest(t: Texts) -> Screen:
    """Of a guest we know what Telegram says, and their choice of language."""
    text = lines(
        t("<b>🔒 My data</b>"), "", t("You have no card, so we know only your Telegram name and your language.")
    )
    return Screen(text, ((Button(t.plain("Read the policy"), Policy()),), keys.home(t)))


def whole_policy(t: Texts, rules: Rules) -> Screen:
    return Screen(policy.text(t, rules), (keys.back(t, Privacy()),))


def exported(export: data.Export, t: Texts) -> Screen:
    text = t("Here is everything we know about you, as a file that any program can read.")
    return Screen(text, (keys.home(t),), file=Attachment(export.name, export.content), fresh=True)


def erase(stake: data.AtStake, t: Texts) -> Screen:
    """What goes, what stays, and two answers."""
    # NOTE: {points} is "62 points".
    lost = (
        t("• your <b>{points}</b>, which nobody can bring back", points=t.points(stake.points))
        if stake.points
        else None
    )
    text = lines(
        t("<b>🗑 Erase my data?</b>"),
        "",
        t("Goes at once:"),
        t("• your name, phone, birthday and addresses"),
        t("• your card, and what was written here"),
        lost,
        "",
        t("Stays in the shop's books, under a number that leads to nobody: the sums of orders and points."),
    )
    keep = Button(t.plain("Keep everything"), Privacy())
    gone = Button(t.plain("Yes, erase it all"), EraseForReal(), style="danger")
    return Screen(text, ((keep,), (gone,)))


def goodbye(t: Texts) -> Screen:
    """The last word; it holds for a second press as well."""
    text = lines(
        t("<b>Done: nothing here leads to you any more.</b>"),
        t("Thank you for the time with us. If you ever feel like it, /start begins anew."),
    )
    return Screen(text)
