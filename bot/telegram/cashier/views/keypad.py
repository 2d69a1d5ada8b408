"""A sum by keys, under the thumb: one message that changes in place."""

from aiogram.filters.callback_data import CallbackData

from bot.i18n import Html, Texts, lines
from bot.rules.amounts import BadAmount, parse_amount
from bot.telegram.cashier.callbacks import Key
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys

ROWS = ("123", "456", "789", ".0<")
FACES = {"<": "⌫"}


def keypad(title: Html, typed: str, currency: str, t: Texts, back: CallbackData) -> Screen:
    """*title* says for whom or what the sum is."""
    shown = sum_of(typed, currency, t)
    pad = tuple(tuple(Button(FACES.get(key, key), Key(key=key)) for key in row) for row in ROWS)
    ok = (Button(f"✅ {shown}", Key(key="ok"), style="success"),) if typed else ()
    return Screen(lines(title, "", t("🔢 <b>{money}</b>", money=shown)), rows=(*pad, ok, keys.back(t, back)))


def sum_of(typed: str, currency: str, t: Texts) -> str:
    """As money, as far as it is a sum already."""
    try:
        return t.money(parse_amount(typed.rstrip("."), currency), currency)
    except BadAmount:
        return t.money(0, currency)
