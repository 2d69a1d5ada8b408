"""locales/ → texts: sentences and plurals from gettext's .po files, numbers, money and dates as each language has them.

A new language is one file, locales/<language>/LC_MESSAGES/messages.po. What it lacks is said in English, the language
of the sentences in the code.
"""

import html as stdlib_html
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from gettext import c2py
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.lists import format_list
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from bot import formats

LOCALES = Path(__file__).parent.parent / "locales"
ENGLISH = "en"


class Html(str):
    """Text that may go to Telegram as HTML: whatever came from outside is escaped already."""

    __slots__ = ()


def html(value: str) -> Html:
    """*value* safe as Telegram HTML; what is Html already stays as it is."""
    return value if isinstance(value, Html) else Html(stdlib_html.escape(value, quote=True))


def lines(*parts: str | None) -> Html:
    """The parts one below the other; None is left out, "" is an empty line, plain text is escaped."""
    return Html("\n".join(html(part) for part in parts if part is not None))


def N_(msgid: str) -> str:  # noqa: N802 - gettext's own name, known to every translator's tool
    """Marks a constant for translation; it is translated where it is shown, by `t(CONSTANT)`."""
    return msgid


Gap = object  # str, Html, int (grouped as the language groups), or anything with a str()


@dataclass(frozen=True, slots=True)
class Texts:
    """The programme's voice in one language. Called `t` everywhere: `t("Hello, {name}!", name=member.name)`."""

    language: str
    sentences: Mapping[str, str] = field(default_factory=dict, repr=False)
    plurals: Mapping[tuple[str, str], Sequence[str]] = field(default_factory=dict, repr=False)
    form_of: Callable[[int], int] = field(default=lambda n: int(n != 1), repr=False)

    def __call__(self, msgid: str, **gaps: Gap) -> Html:
        """The sentence as HTML. Its own tags are kept, what fills the gaps is escaped unless it is Html."""
        safe = {name: html(self._shown(value)) for name, value in gaps.items()}
        return Html(_filled(self.sentences.get(msgid, msgid), msgid, safe))

    def plural(self, one: str, many: str, n: int, **gaps: Gap) -> Html:
        """The form for *n* things as HTML; the gap {n} is *n* itself."""
        safe = {name: html(self._shown(value)) for name, value in gaps.items()}
        return Html(self._form(one, many, n, safe))

    def plain(self, msgid: str, **gaps: Gap) -> str:
        """The same without HTML: for buttons, toasts, alerts, pictures and command menus."""
        shown = {name: self._shown(value) for name, value in gaps.items()}
        return _filled(self.sentences.get(msgid, msgid), msgid, shown)

    def plain_plural(self, one: str, many: str, n: int, **gaps: Gap) -> str:
        return self._form(one, many, n, {name: self._shown(value) for name, value in gaps.items()})

    def points(self, n: int, *, signed: bool = False) -> str:
        """ "62 points", "62 балла", "1 punkt"; signed: "+62 points", "−5 points". Safe as HTML too."""
        shown = self.plain_plural("{n} point", "{n} points", abs(n))
        return ("+" if n > 0 else "−" if n < 0 else "") + shown if signed or n < 0 else shown

    def number(self, n: int | Decimal) -> str:
        return formats.number(self.language, n)

    def money(self, minor: int, currency: str) -> str:
        """ "1 240 ₽", "86,00 zł", "€12.50" of minor units; the spaces in it do not break."""
        return formats.money(self.language, minor, currency)

    def date(self, day: date) -> str:
        """ "21 November 2026" """
        return formats.day_of(self.language, day)

    def day_month(self, day: int, month: int) -> str:
        """ "29 February" """
        return formats.day_month(self.language, day, month)

    def moment(self, at: datetime, zone: ZoneInfo) -> str:
        """ "21 November 2026, 18:30" as clocks of *zone* show it."""
        return f"{self.date(at.astimezone(zone).date())}, {self.time(at, zone)}"

    def time(self, at: datetime, zone: ZoneInfo) -> str:
        local = at.astimezone(zone)
        return formats.clock(self.language, local.hour, local.minute)

    def city(self, zone: str) -> str:
        """The city a time zone is called by: "Europe/Moscow" is "Moscow"."""
        return formats.city(self.language, zone)

    def percent(self, basis_points: int) -> str:
        return formats.percent(self.language, basis_points)

    def join(self, items: Sequence[str]) -> str:
        """ "Ann, Bob and Carl"; Html if every item is."""
        joined = format_list(items, locale=formats.locale(self.language)) if items else ""
        return Html(joined) if items and all(isinstance(item, Html) for item in items) else joined

    def _shown(self, value: Gap) -> str:
        if isinstance(value, str):
            return value
        return self.number(value) if type(value) in (int, Decimal) else str(value)  # type: ignore[arg-type]

    def _form(self, one: str, many: str, n: int, gaps: Mapping[str, str]) -> str:
        msgid = one if n == 1 else many
        forms = self.plurals.get((one, many))
        chosen = forms[self.form_of(abs(n))] if forms else msgid
        return _filled(chosen, msgid, {"n": self.number(n), **gaps})


def _filled(sentence: str, msgid: str, gaps: Mapping[str, str]) -> str:
    try:
        return _ended_once(sentence, gaps).format_map(gaps)
    except (KeyError, ValueError, IndexError, AttributeError):
        # A translator's slip in a gap's name must not cost anybody their message; a slip in the code is still an error.
        if sentence is msgid:
            raise
        return _ended_once(msgid, gaps).format_map(gaps)


def _ended_once(sentence: str, gaps: Mapping[str, str]) -> str:
    """A Russian date has a full stop of its own ("21 ноября 2026 г."): a sentence that ends with it needs no other."""
    for name, value in gaps.items():
        if value.endswith("."):
            sentence = re.sub(rf"(\{{{name}\}}(?:</\w+>)*)\.(?!\.)", r"\1", sentence)
    return sentence


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every language the programme speaks."""

    by_language: Mapping[str, Texts]
    default: str = ENGLISH

    @classmethod
    def load(cls, folder: Path = LOCALES, default: str = ENGLISH) -> "Catalogue":
        """Reads each <language>/LC_MESSAGES/messages.po; an empty or missing file leaves the language in English words.
        *default* answers for languages that are not there; an unknown one is English."""
        names = (
            {path.name for path in folder.iterdir() if (path / "LC_MESSAGES").is_dir()} if folder.is_dir() else set()
        )
        texts = {name: _read(name, folder / name / "LC_MESSAGES" / "messages.po") for name in sorted(names | {ENGLISH})}
        return cls(texts, default if default in texts else ENGLISH)

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self.by_language)

    def texts(self, language: str | None) -> Texts:
        """The texts for a language as Telegram names it ("ru", "pt-BR"); the default's for one we do not speak."""
        spoken = (language or "").replace("_", "-").split("-")[0].lower()
        return self.by_language.get(spoken) or self.by_language[self.default]

    def name_of(self, language: str) -> str:
        """The language in its own tongue: English, русский, polski."""
        try:
            return Locale.parse(language).get_display_name(language) or language
        except (UnknownLocaleError, ValueError):
            return language


def _read(language: str, path: Path) -> Texts:
    catalogue = Catalog(locale=None)
    if path.is_file():
        with path.open("rb") as file:
            catalogue = read_po(file)
    sentences: dict[str, str] = {}
    plurals: dict[tuple[str, str], Sequence[str]] = {}
    for message in catalogue:
        if not message.id or message.fuzzy:
            continue
        if isinstance(message.id, str):
            if isinstance(message.string, str) and message.string:
                sentences[message.id] = message.string
        elif len(forms := tuple(message.string or ())) == catalogue.num_plurals and all(forms):
            plurals[(message.id[0], message.id[1])] = forms
    return Texts(language, sentences, plurals, c2py(catalogue.plural_expr))
