"""The choice of languages, each named in its own tongue."""

from bot.i18n import Catalogue, Texts, lines
from bot.telegram.customer.callbacks import Language, Settings
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys

Labels = list[tuple[str, str]]  # languages, with their names in their own tongues


def labels(catalogue: Catalogue, t: Texts) -> Labels:
    """Every language we speak, the reader's first."""
    codes = sorted(catalogue.languages, key=lambda code: code != t.language)
    return [(code, _capital(catalogue.name_of(code))) for code in codes]


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def languages(labels: Labels, t: Texts, *, member: bool) -> Screen:
    """The one in use is marked; only members have settings to go back to."""
    text = lines(t("<b>🗣 Language</b>"), t("Everything I say comes in this language from then on."))
    rows = tuple((Button(_marked(code, label, t), Language(language=code)),) for code, label in labels)
    return Screen(text, (*rows, keys.back(t, Settings()) if member else keys.home(t)))


def _marked(code: str, label: str, t: Texts) -> str:
    return f"✓ {label}" if code == t.language else label


def chosen(t: Texts) -> str:
    """Said in the new language."""
    return t.plain("From now on I speak English.")
