"""Numbers, money, dates and cities as each language writes them, through Babel."""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError, numbers
from babel.dates import format_date, format_skeleton, format_time, get_timezone_location

# English readers of this programme live by the 24-hour clock and write the day before the month.
REGIONS = {"en": "en_GB"}
# Signs of which CLDR writes the code instead wherever it is not the reader's own currency.
SIGNS = {"RUB": "₽", "PLN": "zł", "USD": "$", "JPY": "¥", "KZT": "₸", "UAH": "₴", "BYN": "Br", "GEL": "₾", "AMD": "֏"}
# Nobody prints kopecks that are not there; a złoty or euro price keeps its two zeros.
WHOLE_WITHOUT_ZEROS = frozenset({"RUB", "KZT", "UAH", "AMD", "UZS"})
OLDER_NAMES = {"Europe/Kyiv": "Europe/Kiev"}  # under which CLDR keeps a city that has been renamed


@lru_cache(maxsize=64)
def locale(language: str) -> Locale:
    try:
        return Locale.parse(REGIONS.get(language, language))
    except (UnknownLocaleError, ValueError):
        return Locale.parse(REGIONS["en"])


# Babel takes 10-25 µs for a number and up to 15 µs for a date; a balance screen shows a handful, mostly the same ones.
@lru_cache(maxsize=8192)
def number(language: str, n: int | Decimal) -> str:
    return numbers.format_decimal(n, locale=locale(language)).replace("-", "−")


@lru_cache(maxsize=8192)
def money(language: str, minor: int, currency: str) -> str:
    where, decimals = locale(language), numbers.get_currency_precision(currency)
    amount = Decimal(minor).scaleb(-decimals)
    bare = currency in WHOLE_WITHOUT_ZEROS and amount == int(amount)
    pattern = where.currency_formats["standard"].pattern
    shown = numbers.format_currency(
        amount,
        currency,
        format=pattern.replace(".00", "") if bare else pattern,
        locale=where,
        currency_digits=not bare,
    )
    symbol = numbers.get_currency_symbol(currency, where)
    sign = SIGNS.get(currency, symbol)
    spaced = f"{sign}\N{NO-BREAK SPACE}" if sign[-1].isalpha() and shown.lstrip("-").startswith(symbol) else sign
    return shown.replace(symbol, spaced).replace("-", "−")


@lru_cache(maxsize=2048)
def day_of(language: str, day: date) -> str:
    return format_date(day, "long", locale=locale(language))


@lru_cache(maxsize=1024)
def day_month(language: str, day: int, month: int) -> str:
    return format_skeleton("MMMMd", date(2000, month, day), locale=locale(language))


@lru_cache(maxsize=4096)
def clock(language: str, hour: int, minute: int) -> str:
    return format_time(datetime(2000, 1, 1, hour, minute), "short", locale=locale(language))  # noqa: DTZ001 - a wall clock's face


@lru_cache(maxsize=512)
def percent(language: str, basis_points: int) -> str:
    return numbers.format_percent(Decimal(basis_points) / 10_000, locale=locale(language), decimal_quantization=False)


@lru_cache(maxsize=256)
def city(language: str, zone: str) -> str:
    where = locale(language)
    renamed = where.time_zones.get(OLDER_NAMES.get(zone, ""), {}).get("city")
    return renamed or get_timezone_location(zone, locale=where, return_city=True)
