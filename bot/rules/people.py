"""Names and phone numbers as people give them, made safe to keep and to show."""

import re
import unicodedata

import phonenumbers
from babel.core import get_global

from bot.rules.errors import RuleBroken

LONGEST_NAME = 64
MOST_MARKS = 2  # accents stacked on one letter; more is graffiti over the neighbouring lines
# Letters and symbols that are drawn as nothing: Hangul fillers, the blank Braille cell.
BLANKS = "\u115f\u1160\u3164\uffa0\u2800"
# Assigned to accounts without a SIM card; no telephone network knows them, Telegram sends them as any other.
ANONYMOUS_NUMBER = re.compile(r"\+?(888[0-9]{8})")


class BadName(RuleBroken):
    """ "name.empty" or "name.too_long" (with `longest`)."""


class BadCity(RuleBroken):
    """ "city.unreadable": no name of a place."""


class BadPhone(RuleBroken):
    """ "phone.unreadable", "phone.no_country" (a national number and no country to read it in), or "phone.wrong"."""


def clean_name(text: str) -> str:
    """The name on one line, at most 64 letters, without control, bidirectional and invisible ones. Raises BadName."""
    name = _visible(text)
    if not name:
        raise BadName("name.empty")
    if len(_letters(name)) > LONGEST_NAME:
        raise BadName("name.too_long", longest=LONGEST_NAME)
    return name


def clean_city(text: str) -> str:
    """A city's name on one line, at most 64 letters; written all small or all large it gets its capitals, so that one
    city is one word for all. Raises BadName, BadCity."""
    name = clean_name(text)
    if not any(char.isalpha() for char in name) or any(char.isdigit() or char in "@/:<>\\" for char in name):
        raise BadCity("city.unreadable")
    return " ".join(map(_capital, name.split())) if name in (name.lower(), name.upper()) else name


def _capital(word: str) -> str:
    """ "rostov-on-don" → "Rostov-on-Don": a short word in the middle stays small."""
    first, *rest = word.lower().split("-")
    middle = [part if len(part) <= 3 else part.capitalize() for part in rest[:-1]]
    return "-".join([first.capitalize(), *middle, *(part.capitalize() for part in rest[-1:])])


def shown_name(text: str | None) -> str:
    """Like `clean_name` for names nobody can be asked about (a Telegram profile's): cut, not refused; "" if empty."""
    return "".join(_letters(_visible(text or ""))[:LONGEST_NAME]).strip()


def _visible(text: str) -> str:
    kept = []
    marks = 0
    for char in unicodedata.normalize("NFC", text):
        category = unicodedata.category(char)
        marks = marks + 1 if category == "Mn" else 0
        if category in ("Zs", "Zl", "Zp") or char in "\t\n\r\v\f":
            kept.append(" ")
        elif category[0] != "C" and char not in BLANKS and marks <= MOST_MARKS:
            kept.append(char)
    name = " ".join("".join(kept).split())
    return name if any(unicodedata.category(char)[0] not in "MZ" for char in name) else ""


def _letters(text: str) -> list[str]:
    """What a reader counts: each character with the marks that sit on it."""
    letters: list[str] = []
    for char in text:
        if letters and unicodedata.category(char)[0] == "M":
            letters[-1] += char
        else:
            letters.append(char)
    return letters


def normal_phone(text: str, region: str | None = None) -> str:
    """The number in the international form "+48600100200". Telegram gives numbers without the plus; people of *region*
    ("PL") type national ones. Raises BadPhone."""
    given = text.strip()
    if anonymous := ANONYMOUS_NUMBER.fullmatch(re.sub(r"[\s()-]", "", given)):
        return f"+{anonymous[1]}"
    for attempt in _readings(given, region):
        if phonenumbers.is_possible_number(attempt):
            return phonenumbers.format_number(attempt, phonenumbers.PhoneNumberFormat.E164)
    if not re.fullmatch(r"[+0-9\s().-]*[0-9][+0-9\s().-]*", given):
        raise BadPhone("phone.unreadable")
    raise BadPhone("phone.wrong" if region or given.startswith("+") else "phone.no_country")


def _readings(given: str, region: str | None) -> list[phonenumbers.PhoneNumber]:
    """National first (a Polish 9-digit number is also a possible international one), then as if it had its plus."""
    attempts: list[tuple[str, str | None]] = [] if given.startswith("+") or region is None else [(given, region)]
    attempts.append((given if given.startswith("+") else f"+{given}", None))
    readings = []
    for number, where in attempts:
        try:
            readings.append(phonenumbers.parse(number, where))
        except phonenumbers.NumberParseException:
            continue
    return [number for number in readings if not number.extension]


def mask_phone(phone: str) -> str:
    """Enough to recognise one's own number, not enough to call it: "+48 ••• 0200"."""
    try:
        country = f"+{phonenumbers.parse(phone, None).country_code}"
    except phonenumbers.NumberParseException:
        country = phone[:3]
    return f"{country} ••• {phone[-4:]}"


def region_of(time_zone: str) -> str | None:
    """The country whose phone numbers need no code where clocks show *time_zone*; "Europe/Warsaw" → "PL"."""
    region = get_global("zone_territories").get(time_zone)
    return region if region in phonenumbers.SUPPORTED_REGIONS else None
