"""The languages we speak, as they stand on buttons."""

from bot.i18n import Catalogue, Texts

Labels = list[tuple[str, str]]  # languages, with their names in their own tongues


def labels(catalogue: Catalogue, t: Texts) -> Labels:
    """Every language we speak, the reader's first."""
    codes = sorted(catalogue.languages, key=lambda code: code != t.language)
    return [(code, _capital(catalogue.name_of(code))) for code in codes]


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
