"""What was not understood, said kindly and with a way out."""

from bot.i18n import Html, Texts, lines
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys
from bot.telegram.shared.callbacks import HELP, HOME


def words(t: Texts) -> Screen:
    return _with_ways_out(t("<b>I didn't get that</b>"), t)


def kind(t: Texts) -> Screen:
    """A voice, a sticker, a video: nothing that can be read."""
    return _with_ways_out(t("<b>I can only read</b>"), t)


def command(t: Texts) -> Screen:
    return _with_ways_out(t("<b>I don't know this command</b>"), t)


def _with_ways_out(title: Html, t: Texts) -> Screen:
    text = lines(title, t("Buttons work best; /help tells you all I can do."))
    return Screen(text, ((Button(t.plain("💬 Help"), HELP),), keys.home(t)))


def not_set_up(t: Texts) -> Screen:
    """For the owner who strayed from the first steps."""
    text = lines(t("⏳ <b>The shop isn't set up yet</b>"), t("Five questions, most of them a press, and it is open."))
    return Screen(text, ((Button(t.plain("Go on with the first steps"), HOME, style="primary"),),))


def grown_old(t: Texts) -> str:
    """Over the screen that replaces an old one."""
    return t.plain("That button has grown old. Here is everything as it is now.")


def dialogue_left(t: Texts) -> str:
    return t.plain("All right, cancelled.")


def private_only(url: str, t: Texts) -> Screen:
    """Said in a group: points are nobody else's business."""
    text = t("Points are a private matter, so I only speak of them in a private chat. Come in:")
    return Screen(text, ((Button(t.plain("Open the chat"), url=url),),))
