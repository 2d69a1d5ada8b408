"""The choice of languages, each named in its own tongue."""

from bot.i18n import Texts, lines
from bot.telegram.customer.callbacks import Language, Settings
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys
from bot.telegram.shared.languages import Labels


def languages(labels: Labels, t: Texts, *, member: bool) -> Screen:
    """The one in use is marked; only members have settings to go back to."""
    text = lines(t("<b>🗣 Language</b>"), t("Everything I say will be in the language you choose."))
    rows = tuple((Button(_marked(code, label, t), Language(language=code)),) for code, label in labels)
    return Screen(text, (*rows, keys.back(t, Settings()) if member else keys.home(t)))


def _marked(code: str, label: str, t: Texts) -> str:
    return f"✓ {label}" if code == t.language else label


def chosen(t: Texts) -> str:
    """Said in the new language."""
    return t.plain("From now on I speak English.")
